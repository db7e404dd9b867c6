package io.datacook.api;

/// Names one checkpoint.
///
/// @param recipe the recipe's name, with its tenant in front where it has one (`acme/orders`)
/// @param stream the stream's name
public record StateKey(String recipe, String stream) {}
