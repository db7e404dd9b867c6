package io.datacook.engine.recipe;

/// Where rows go.
///
/// @param type the name a connector answers to
/// @param options the keys that are its own, with those of the connection underneath; bound by [Options]
/// @param place where the destination was written
public record DestinationConfig(String type, ConfigNode.Mapping options, Place place) {}
