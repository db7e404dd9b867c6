package io.datacook.engine.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What [io.datacook.api.Option] cannot say about a common key of the language.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
@interface Key {
    /// The key, where it is not the component's name in snake_case.
    String name() default "";

    /// The least number allowed.
    long min() default Long.MIN_VALUE;

    /// The greatest number allowed.
    long max() default Long.MAX_VALUE;

    /// Whose keys the component takes: all that no other component names.
    Rest rest() default Rest.NONE;

    /// On a record: a single value in its place stands for its first key.
    boolean shorthand() default false;

    /// Whose options a section is open to.
    enum Rest {
        /// The section is closed.
        NONE,
        /// The options of a connector's source role.
        SOURCE,
        /// The options of a connector's destination role.
        DESTINATION,
        /// The options of a connector's state role.
        STATE,
        /// The options of a step type.
        STEP
    }
}
