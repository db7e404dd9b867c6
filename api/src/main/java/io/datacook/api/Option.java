package io.datacook.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Documents one component of an options record: the recipe key is the component's name in snake_case.
///
/// Options bind from recipes to records by component type: `String`, `int`, `long`, `double`, `boolean`, enums (lower
/// case in recipes), [java.nio.file.Path] (relative to the recipe's folder), [java.time.Duration] (`30s`, `5m`),
/// [ByteSize] (`128MiB`), [Secret], `List` and `Map` of these, and nested records. A component is required unless it
/// is `@Nullable` or has a default; a missing `List` or `Map` binds to an empty one. Options that several records have
/// are an [OptionGroup].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /// What the option does, in one or two sentences, with its unit and its range.
    String value();

    /// The default, spelled as in a recipe; empty means there is none.
    String defaultValue() default "";

    /// Values for the documentation, spelled as in a recipe.
    String[] examples() default {};
}
