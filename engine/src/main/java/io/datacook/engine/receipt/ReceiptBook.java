package io.datacook.engine.receipt;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.VisibleRows;
import java.util.Map;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/// Keeps the sums of a window's committed rows and compares them with what is visible in the end.
///
/// Sums are kept in memory, so columns are compared only if one attempt committed the whole window; the number of rows
/// is in the state and is compared in any case. **Threading:** safe for several lanes; [#verify] runs alone.
public final class ReceiptBook {
    /// Arrow bytes of a window that are read back at most: more would cost too much of a load's time.
    public static final long BYTES_MAX = 256L << 20;

    private final @Nullable VisibleRows visible;
    private final boolean resumed;
    private final long bytesMax;
    private final RowSums committed = new RowSums();
    private long bytes;

    private ReceiptBook(@Nullable VisibleRows visible, boolean resumed, long bytesMax) {
        this.visible = visible;
        this.resumed = resumed;
        this.bytesMax = bytesMax;
    }

    /// Of a window of which nothing is committed.
    ///
    /// @param visible reads back, or `null` if the destination cannot
    public static ReceiptBook fresh(@Nullable VisibleRows visible, long bytesMax) {
        return new ReceiptBook(visible, false, bytesMax);
    }

    /// Of a window that an earlier attempt began to commit.
    ///
    /// @param bytes what it committed
    public static ReceiptBook resumed(@Nullable VisibleRows visible, long bytes, long bytesMax) {
        ReceiptBook book = new ReceiptBook(visible, true, bytesMax);
        book.bytes = bytes;
        return book;
    }

    /// Sums for one epoch.
    public Page page() {
        return new Page();
    }

    /// Reads back what is visible and compares.
    ///
    /// @param rows committed in the window, those of earlier attempts included
    /// @throws DatacookException `RECEIPT_MISMATCH` saying which numbers differ
    public Receipt verify(long rows) {
        if (visible == null) {
            return Receipt.unverified("this destination in this write mode cannot tell the rows of one load apart");
        }
        if (isTooMuch()) {
            return Receipt.unverified("more than %d MiB were written".formatted(bytesMax >> 20));
        }
        RowSums found = new RowSums();
        try {
            visible.read(found::add);
        } catch (OutOfMemoryException exhausted) {
            return Receipt.unverified("there is not enough memory to read the rows back");
        } catch (DatacookException failed) {
            if (failed.code() == ErrorCode.DATA_INVALID) {
                throw mismatch("what is visible cannot be read: " + failed.getMessage(), failed);
            }
            return Receipt.unverified("reading back failed: " + failed.getMessage());
        }
        if (found.rows() != rows) {
            throw mismatch("%d rows were committed and %d are visible".formatted(rows, found.rows()), null);
        }
        return resumed ? Receipt.ofRows(rows) : compare(rows, found);
    }

    private Receipt compare(long rows, RowSums found) {
        int compared = 0;
        synchronized (committed) {
            if (committed.rows() != rows) {
                return Receipt.ofRows(rows);
            }
            for (Map.Entry<String, ColumnSum> entry : committed.columns().entrySet()) {
                ColumnSum wrote = entry.getValue();
                ColumnSum shown = found.columns().get(entry.getKey());
                if (shown == null) {
                    throw mismatch("column '%s' is not there".formatted(entry.getKey()), null);
                }
                boolean comparable = wrote.kind() == shown.kind();
                if (wrote.nulls() != shown.nulls() || (comparable && wrote.checksum() != shown.checksum())) {
                    throw mismatch(
                            "column '%s' of %d rows has %s as committed, and %s as visible"
                                    .formatted(entry.getKey(), rows, wrote.describe(), shown.describe()),
                            null);
                }
                compared += comparable ? 1 : 0;
            }
            return Receipt.ofColumns(rows, compared, committed.columns().size() - compared);
        }
    }

    private static DatacookException mismatch(String what, @Nullable Throwable cause) {
        return new DatacookException(
                ErrorCode.RECEIPT_MISMATCH,
                ("%s; the load is recorded as done, so a plain run does not mend it: find out what else writes to the "
                                + "target, then load afresh with --full-refresh (in append mode remove this "
                                + "load's rows first)")
                        .formatted(what),
                cause);
    }

    private synchronized boolean isTooMuch() {
        return bytes > bytesMax;
    }

    private synchronized boolean take(long more) {
        bytes += more;
        return !resumed && visible != null && bytes <= bytesMax;
    }

    /// The sums of one epoch; counted once it is committed. **Threading:** one thread at a time.
    public final class Page {
        private final RowSums sums = new RowSums();

        private Page() {}

        /// Takes note of rows on their way to the destination.
        public void add(Batch batch) {
            if (take(batch.bytes())) {
                sums.add(batch.rows());
            }
        }

        /// The epoch is committed.
        public void commit() {
            synchronized (committed) {
                committed.add(sums);
            }
        }
    }
}
