package io.datacook.engine.recipe;

/// Where checkpoints are kept.
///
/// @param type the name a connector answers to
/// @param options the keys that are its own, with those of the connection underneath; bound by [Options]
/// @param place where the state was written
public record StateConfig(String type, ConfigNode.Mapping options, Place place) {}
