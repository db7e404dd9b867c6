package io.datacook.engine.asset;

import io.datacook.api.Option;
import io.datacook.api.TypeNames;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// What one column of a dataset must look like.
///
/// @param name the column
/// @param type its type, by [TypeNames]
/// @param required whether the column must be there, without nulls
/// @param nullable whether it may hold nulls
/// @param description for people
/// @param checks what its values must hold to, or `null`
public record AssetColumn(
        @Option(value = "The column's name.", examples = "email")
        String name,

        @Option(
                value = "The column's type. Values of another type pass if each of them fits it exactly.",
                examples = {"string", "decimal(12,2)", "timestamptz"})
        String type,

        @Option(value = "Whether the column must come in, without nulls.", defaultValue = "false", examples = "true")
        boolean required,

        @Option(value = "Whether the column may hold nulls.", defaultValue = "true", examples = "false")
        boolean nullable,

        @Option("What the column holds, for people.") @Nullable
        String description,

        @Option("What the values must hold to. Nulls pass all checks but `nullable` and `required`.") @Nullable
        Checks checks) {
    /// Checks of values.
    ///
    /// @param min the least value, or `null`
    /// @param max the greatest value, or `null`
    /// @param minLength the least length, or `null`
    /// @param maxLength the greatest length, or `null`
    /// @param regex what the whole text matches, or `null`
    /// @param allowed the values there may be; all if empty
    /// @param unique whether no two rows may have the same value
    /// @param freshness how old the newest value may be when the run starts, or `null`
    public record Checks(
            @Option(
                    value = "The least value: a number, date, timestamp or string of the column's type.",
                    examples = {"0", "2020-01-01"})
            @Nullable
            String min,

            @Option(value = "The greatest value.", examples = "100") @Nullable
            String max,

            @Option(value = "The fewest characters of a string, or bytes of a binary value.", examples = "1") @Nullable
            Integer minLength,

            @Option(value = "The most characters of a string, or bytes of a binary value.", examples = "255") @Nullable
            Integer maxLength,

            @Option(value = "A regular expression (Java's) that the whole string matches.", examples = "'[^@]+@[^@]+'")
            @Nullable
            String regex,

            @Option(value = "The values there may be.", examples = "[active, cancelled]")
            List<String> allowed,

            @Option(
                    value = "Whether no two rows of a load may have the same value.",
                    defaultValue = "false",
                    examples = "true")
            boolean unique,

            @Option(
                    value = "How old the newest value of a date or timestamp column may be when the run starts; checked"
                            + " when the load ends.",
                    examples = "24h")
            @Nullable
            Duration freshness) {
        /// Checks what can be checked without the column.
        public Checks {
            allowed = List.copyOf(allowed);
            if (minLength != null && maxLength != null && minLength > maxLength) {
                throw new IllegalArgumentException(
                        "min_length is " + minLength + ", more than max_length, " + maxLength);
            }
            if (regex != null) {
                try {
                    Pattern.compile(regex);
                } catch (PatternSyntaxException wrong) {
                    throw new IllegalArgumentException(
                            "regex is no regular expression: " + wrong.getDescription(), wrong);
                }
            }
        }
    }

    /// Checks the type's name.
    public AssetColumn {
        TypeNames.parse(name, type);
    }

    /// The column as its type's name says.
    public Field field() {
        return TypeNames.parse(name, type);
    }
}
