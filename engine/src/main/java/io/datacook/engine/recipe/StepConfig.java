package io.datacook.engine.recipe;

/// One transform step.
///
/// @param type the name a step type answers to
/// @param options the keys that are its own; bound by [Options]
/// @param place where the step was written
public record StepConfig(String type, ConfigNode.Mapping options, Place place) {}
