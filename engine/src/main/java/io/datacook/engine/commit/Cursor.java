package io.datacook.engine.commit;

/// How far a stream is loaded: all rows with `column <= value` are at the destination.
///
/// @param column the cursor column at the source
/// @param value the largest loaded value, spelled as [io.datacook.api.CursorValues] does
public record Cursor(String column, String value) {}
