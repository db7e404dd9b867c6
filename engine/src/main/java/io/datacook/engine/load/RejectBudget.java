package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// How many rows a window may leave out, over all its splits and restarts. Safe for all threads.
final class RejectBudget {
    private final long rowsMax;
    private final AtomicLong spent;

    /// @param rowsMax rows, or -1 for no limit
    /// @param committed rows that earlier epochs of the window left out
    RejectBudget(long rowsMax, long committed) {
        this.rowsMax = rowsMax;
        this.spent = new AtomicLong(committed);
    }

    /// @throws DatacookException `DATA_INVALID` if they are too many
    void spend(List<Reject> rejects) {
        long total = spent.addAndGet(rejects.size());
        if (rowsMax >= 0 && total > rowsMax) {
            Reject last = rejects.getLast();
            throw new DatacookException(
                            ErrorCode.DATA_INVALID,
                            ("%d rows were left out and the recipe allows %d; the last one, refused by %s: %s; "
                                            + "mend the rows, or raise the limit of rejected rows")
                                    .formatted(total, rowsMax, last.stage(), last.reason()))
                    .at(last.place());
        }
    }

    /// Other lanes left rows out too.
    ///
    /// @param committed rows left out in the window by all lanes
    void learn(long committed) {
        spent.accumulateAndGet(committed, Math::max);
    }
}
