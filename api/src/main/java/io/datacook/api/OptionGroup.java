package io.datacook.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a component of an options record that is a record of options itself, whose keys stand beside the others: in
/// recipes nothing shows that there is a group. For options that several records have, so that they are written once.
///
/// A group is always there, so each of its options is `@Nullable` or has a default.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OptionGroup {}
