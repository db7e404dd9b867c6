package io.datacook.engine.receipt;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What differs, and what to do then.
final class Mismatch {
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
    /// @return whether values could be compared, not nulls only
    static boolean column(long rows, ColumnSum wrote, @Nullable ColumnSum shown) {
        if (shown == null) {
            throw of("column '%s' is not there".formatted(wrote.name()), null);
        }
        boolean comparable = wrote.form().equals(shown.form());
        if (wrote.nulls() != shown.nulls() || (comparable && wrote.checksum() != shown.checksum())) {
            throw of(
                    "column '%s' of %d rows has %s as committed, and %s as visible"
                            .formatted(wrote.name(), rows, wrote.describe(), shown.describe()),
                    null);
        }
        return comparable;
    }
}
