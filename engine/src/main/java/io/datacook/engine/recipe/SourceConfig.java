package io.datacook.engine.recipe;

/// Where rows come from.
///
/// @param type the name a connector answers to
/// @param options the keys that are its own, with those of the connection underneath; bound by [Options]
/// @param place where the source was written
public record SourceConfig(String type, ConfigNode.Mapping options, Place place) {}
