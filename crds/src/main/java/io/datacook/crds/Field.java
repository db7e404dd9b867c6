package io.datacook.crds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What the schema says of a record's component.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {
    /// What it means, one or two sentences.
    String value();

    /// What the API server fills in, as JSON; empty for none.
    String defaultValue() default "";

    /// Whether an object without it is refused.
    Presence presence() default Presence.OPTIONAL;

    /// The least number, length of a list, or size of a map.
    long min() default Long.MIN_VALUE;

    /// The greatest number, length of a text or list, or size of a map.
    long max() default Long.MAX_VALUE;

    /// A regular expression for texts; of lists, for their items.
    String pattern() default "";

    /// OpenAPI format, such as `date-time`.
    String format() default "";

    /// Whether a list is a map by this key, so that several managers can own its items.
    String listKey() default "";

    /// Whether a value may be left out.
    enum Presence {
        /// It may.
        OPTIONAL,
        /// It may not.
        REQUIRED
    }
}
