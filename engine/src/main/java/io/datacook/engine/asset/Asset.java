package io.datacook.engine.asset;

import io.datacook.api.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a dataset's rows must look like: one file, `assets/stripe/v1.0/customers.yaml`.
///
/// @param name the dataset
/// @param version of the definition; a change that refuses rows the old one took is a new version
/// @param description for people
/// @param owner who to ask
/// @param columns the columns the definition knows
/// @param extraColumns what becomes of columns it does not know
/// @param primaryKey columns that identify a row: none may be null
/// @param rows how many rows a load may have
public record Asset(
        @Option(value = "The dataset's name.", examples = "stripe_customers")
        String name,

        @Option(value = "The definition's version.", examples = "1.0")
        String version,

        @Option("What the dataset holds, for people.") @Nullable
        String description,

        @Option(value = "Who to ask about it.", examples = "team-payments") @Nullable
        String owner,

        @Option("The columns, in any order.") List<AssetColumn> columns,

        @Option(
                value = "What becomes of columns the definition does not name: `allow` loads them, `refuse` "
                        + "ends the run.",
                defaultValue = "allow",
                examples = "refuse")
        ExtraColumns extraColumns,

        @Option(value = "Columns that identify a row. None of them may be null.", examples = "[id]")
        List<String> primaryKey,

        @Option("How many rows a load may have, checked when it ends.") @Nullable
        RowLimits rows) {
    /// What becomes of columns a definition does not name.
    public enum ExtraColumns {
        /// They are loaded unchecked.
        ALLOW,
        /// The run ends.
        REFUSE
    }

    /// How many rows a load may have.
    ///
    /// @param min at least so many, or `null`
    /// @param max at most so many, or `null`
    public record RowLimits(
            @Option(value = "Rows a load has at least.", examples = "1") @Nullable
            Long min,

            @Option(value = "Rows a load has at most.", examples = "1000000") @Nullable
            Long max) {
        /// Checks the limits against each other.
        public RowLimits {
            if (min != null && max != null && min > max) {
                throw new IllegalArgumentException("min is " + min + ", more than max, " + max);
            }
        }
    }

    /// Checks names against each other.
    public Asset {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        Set<String> names = new HashSet<>();
        for (AssetColumn column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("columns has '" + column.name() + "' twice");
            }
        }
        for (String key : primaryKey) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException("primary_key names '" + key + "', which columns does not have");
            }
        }
    }

    /// `stripe_customers 1.0`, for messages.
    public String describe() {
        return name + " " + version;
    }

    /// Whether a column may hold no nulls, by itself or as part of the primary key.
    public boolean refusesNulls(AssetColumn column) {
        return column.required() || !column.nullable() || primaryKey.contains(column.name());
    }
}
