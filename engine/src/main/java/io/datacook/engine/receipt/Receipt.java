package io.datacook.engine.receipt;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was found when a load's committed rows were compared with the visible ones; a difference is an error instead.
///
/// @param rows rows that agree, or -1 if nothing was compared
/// @param columns columns whose nulls and values agree
/// @param columnsOther columns of which only nulls could be compared, being kept as another kind of type
/// @param unverified why nothing, or not every column, was compared; `null` if all was
public record Receipt(
        long rows, int columns, int columnsOther, @Nullable String unverified) {
    static Receipt unverified(String reason) {
        return new Receipt(-1, 0, 0, reason);
    }

    static Receipt ofRows(long rows, String reason) {
        return new Receipt(rows, 0, 0, reason);
    }

    static Receipt ofColumns(long rows, int columns, int others, int left) {
        String reason = left == 0
                ? null
                : "of %d columns the system cannot add up, and reading them back would take too long".formatted(left);
        return new Receipt(rows, columns, others, reason);
    }

    /// One line for people: `100,000 rows and 11 columns agree`.
    public String describe() {
        if (rows < 0) {
            return "not verified: " + unverified;
        }
        if (unverified != null && columns == 0) {
            return String.format(Locale.ROOT, "%,d rows agree; columns not verified: %s", rows, unverified);
        }
        String others = columnsOther == 0 ? "" : ", of %d more the nulls".formatted(columnsOther);
        String left = unverified == null ? "" : "; not verified: " + unverified;
        return String.format(Locale.ROOT, "%,d rows and %d columns agree%s%s", rows, columns, others, left);
    }
}
