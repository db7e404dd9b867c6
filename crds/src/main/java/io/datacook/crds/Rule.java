package io.datacook.crds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A rule in CEL that the API server checks on every write of a record.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Rule.All.class)
public @interface Rule {
    /// The expression; true lets the object in.
    String value();

    /// What the user reads when it is false.
    String message();

    /// Below which field the error is shown, such as `.mergeKeys`; empty for the record itself.
    String field() default "";

    /// Several of them.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /// The rules in their order.
        Rule[] value();
    }
}
