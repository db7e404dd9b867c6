package io.datacook.engine.recipe;

import io.datacook.api.ErrorCode;
import java.util.Locale;

/// The rules of the language that a recipe can break; the reference page has a paragraph for each.
public enum Rule {
    /// YAML or JSON that does not parse.
    SYNTAX(ErrorCode.RECIPE_INVALID),
    /// A document that is too large, too deep or grows too much by aliases.
    LIMIT(ErrorCode.RECIPE_INVALID),
    /// The same key twice.
    DUPLICATE_KEY(ErrorCode.RECIPE_INVALID),
    /// A document that is no recipe.
    NOT_A_RECIPE(ErrorCode.RECIPE_INVALID),
    /// A key nobody reads.
    UNKNOWN_KEY(ErrorCode.RECIPE_INVALID),
    /// A key that must be there.
    MISSING_KEY(ErrorCode.RECIPE_INVALID),
    /// A mapping where a number should be, and the like.
    WRONG_TYPE(ErrorCode.RECIPE_INVALID),
    /// A value outside what is allowed.
    WRONG_VALUE(ErrorCode.RECIPE_INVALID),
    /// A parent that cannot be read.
    EXTENDS(ErrorCode.RECIPE_INVALID),
    /// Recipes that extend each other.
    CYCLE(ErrorCode.RECIPE_INVALID),
    /// A `delete:` path without anything behind it.
    DELETE(ErrorCode.RECIPE_INVALID),
    /// A macro that is unknown or uses itself.
    MACRO(ErrorCode.RECIPE_INVALID),
    /// A template that is unknown or malformed.
    TEMPLATE(ErrorCode.RECIPE_INVALID),
    /// Streams that meet in one target, or twice the same stream.
    STREAMS(ErrorCode.RECIPE_INVALID),
    /// A `type:` nothing answers to.
    UNKNOWN_TYPE(ErrorCode.CONNECTOR_UNKNOWN),
    /// Parts that do not fit each other.
    UNSUPPORTED(ErrorCode.RECIPE_UNSUPPORTED),
    /// A variable, secret or connection that is missing.
    REFERENCE(ErrorCode.REFERENCE_MISSING),
    /// A file that is missing.
    MISSING_FILE(ErrorCode.STREAM_MISSING);

    private final ErrorCode code;

    Rule(ErrorCode code) {
        this.code = code;
    }

    /// The error code users see.
    public ErrorCode code() {
        return code;
    }

    /// As the reference page calls it, such as `unknown-key`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
