package io.datacook.engine.receipt;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What differs, and what to do then.
final class Mismatch {
    private static final int COLUMNS_NAMED_MAX = 3;

    private Mismatch() {}

    static DatacookException of(String what, @Nullable Throwable cause) {
        return new DatacookException(
                ErrorCode.RECEIPT_MISMATCH,
                ("%s; the load is recorded as done, so a plain run does not mend it: find out what else writes to the "
                                + "target, then load afresh with --full-refresh (in append mode remove this "
                                + "load's rows first)")
                        .formatted(what),
                cause);
    }

    /// Compares two numbers of rows.
    ///
    /// @return the number, if it is the expected one
    static long rows(long expected, long found) {
        if (found != expected) {
            throw of("%d rows were committed and %d are visible".formatted(expected, found), null);
        }
        return found;
    }

    /// Compares two columns.
    ///
    /// @return what differs, or `null`
    static @Nullable String column(long rows, ColumnSum wrote, @Nullable ColumnSum shown) {
        if (shown == null) {
            return "column '%s' is not there".formatted(wrote.name());
        }
        boolean comparable = wrote.form().equals(shown.form());
        return wrote.nulls() != shown.nulls() || (comparable && wrote.checksum() != shown.checksum())
                ? "column '%s' of %d rows has %s as committed, and %s as visible"
                        .formatted(wrote.name(), rows, wrote.describe(), shown.describe())
                : null;
    }

    /// Fails if a column differs, naming the first ones.
    static void columns(List<String> differences) {
        if (differences.isEmpty()) {
            return;
        }
        int more = differences.size() - COLUMNS_NAMED_MAX;
        String named = String.join("; ", differences.subList(0, Math.min(differences.size(), COLUMNS_NAMED_MAX)));
        throw of(more > 0 ? "%s; and %d more columns differ".formatted(named, more) : named, null);
    }
}
