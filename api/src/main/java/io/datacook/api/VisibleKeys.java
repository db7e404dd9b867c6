package io.datacook.api;

/// The keys that one window brought into a target, as the target recorded them with the rows.
///
/// @param rows rows that arrived, those included whose key came again later
/// @param live keys whose last row of the window is not a deletion: so many rows must be visible
public record VisibleKeys(long rows, long live) {}
