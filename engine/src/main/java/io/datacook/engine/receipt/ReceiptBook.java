package io.datacook.engine.receipt;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.VisibleKeys;
import io.datacook.api.VisibleRows;
import io.datacook.api.VisibleSums;
import io.datacook.engine.commit.SplitState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/// Sums a window's rows on their way, and compares what was committed with what is visible in the end.
///
/// Sums are recorded with each commit, so those of earlier attempts count too. **Threading:** safe for several lanes;
/// [#verify] runs alone.
public final class ReceiptBook {
    /// Arrow bytes of a window that are read back at most: more would cost too much of a load's time.
    public static final long BYTES_MAX = 256L << 20;

    /// Sums of splits times columns a state document keeps at most; each takes some 40 bytes there.
    private static final int SUMS_MAX = 50_000;

    private final Supplier<@Nullable VisibleRows> opener;
    private final int splits;
    private final long bytesMax;
    private @Nullable VisibleRows visible;
    private boolean asked;
    private long bytes;

    /// @param visible how to see what the window made visible, or `null` if its destination cannot tell; asked for once
    /// @param splits how many parts keep sums of their own
    /// @param bytesMax Arrow bytes that are read back at most
    public ReceiptBook(Supplier<@Nullable VisibleRows> visible, int splits, long bytesMax) {
        this.opener = visible;
        this.splits = splits;
        this.bytesMax = bytesMax;
    }

    /// Sums for one epoch.
    public Page page() {
        return new Page();
    }

    /// Compares what is visible with what was committed.
    ///
    /// @param committed the window's splits, those of earlier attempts included
    /// @throws DatacookException `RECEIPT_MISMATCH` saying which numbers differ
    public Receipt verify(List<SplitState> committed) {
        VisibleRows shown = visible();
        if (shown == null) {
            return Receipt.unverified("this destination in this write mode cannot tell the rows of one load apart");
        }
        try {
            return compare(shown, committed);
        } catch (OutOfMemoryException exhausted) {
            return Receipt.unverified("there is not enough memory to read the rows back");
        } catch (DatacookException failed) {
            if (failed.code() == ErrorCode.RECEIPT_MISMATCH) {
                throw failed;
            }
            if (failed.code() == ErrorCode.DATA_INVALID) {
                throw Mismatch.of("what is visible cannot be read: " + failed.getMessage(), failed);
            }
            return Receipt.unverified(String.valueOf(failed.getMessage()));
        }
    }

    private Receipt compare(VisibleRows shown, List<SplitState> committed) {
        long rows = committed.stream().mapToLong(SplitState::rows).sum();
        VisibleKeys keys = shown.keys();
        if (keys != null && keys.rows() != rows) {
            throw Mismatch.of("%d rows were committed and %d arrived at the table".formatted(rows, keys.rows()), null);
        }
        long expected = keys == null ? rows : keys.live();
        RowSums wrote = total(committed);
        String unknown = wrote == null ? "an earlier attempt kept no sums of its part of this load" : null;
        if (expected != rows) {
            wrote = null;
            unknown = "%,d of the %,d rows written gave way to a later row of their key, or were deletions"
                    .formatted(rows - expected, rows);
        }
        boolean much = committed.stream().mapToLong(SplitState::bytes).sum() > bytesMax || isTooMuch();
        if (shown.isComputed()) {
            return computed(shown, expected, wrote, unknown, much);
        }
        if (much || wrote == null) {
            String reason = much ? "more than %d MiB were written".formatted(bytesMax >> 20) : String.valueOf(unknown);
            long count = shown.count();
            if (count < 0 && !much) {
                RowSums found = new RowSums();
                shown.read(Set.of(), found::add);
                count = found.rows();
            }
            return count < 0 ? Receipt.unverified(reason) : Receipt.ofRows(Mismatch.rows(expected, count), reason);
        }
        RowSums found = new RowSums();
        shown.read(wrote.columns().keySet(), found::add);
        Mismatch.rows(expected, found.rows());
        return columns(wrote, found, Set.of());
    }

    private static Receipt computed(
            VisibleRows shown, long expected, @Nullable RowSums wrote, @Nullable String unknown, boolean much) {
        VisibleSums sums = shown.sums(expected);
        if (sums == null) {
            return Receipt.unverified("the destination did not answer");
        }
        Mismatch.rows(expected, sums.rows());
        if (wrote == null) {
            return Receipt.ofRows(expected, String.valueOf(unknown));
        }
        RowSums found = new RowSums();
        found.addRows(sums.rows());
        sums.columns()
                .forEach(column ->
                        found.add(new ColumnSum(column.name(), column.form(), column.nulls(), column.checksum())));
        Set<String> rest = new HashSet<>(wrote.columns().keySet());
        rest.removeAll(found.columns().keySet());
        if (!rest.isEmpty() && !much) {
            RowSums read = new RowSums();
            shown.read(rest, read::add);
            Mismatch.rows(expected, read.rows());
            read.columns().values().stream()
                    .filter(column -> rest.contains(column.name()))
                    .forEach(found::add);
            rest.clear();
        }
        return columns(wrote, found, rest);
    }

    /// Compares column by column.
    ///
    /// @param left columns that were not looked at
    private static Receipt columns(RowSums wrote, RowSums found, Set<String> left) {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        int others = 0;
        for (Map.Entry<String, ColumnSum> entry : wrote.columns().entrySet()) {
            if (left.contains(entry.getKey())) {
                continue;
            }
            ColumnSum shown = found.columns().get(entry.getKey());
            String difference = Mismatch.column(wrote.rows(), entry.getValue(), shown);
            if (difference != null) {
                differences.add(difference);
            } else if (shown != null && shown.form().equals(entry.getValue().form())) {
                compared++;
            } else {
                others++;
            }
        }
        Mismatch.columns(differences);
        return Receipt.ofColumns(wrote.rows(), compared, others, left.size());
    }

    /// What the whole window adds up to, or `null` if a part of it is not known.
    private static @Nullable RowSums total(List<SplitState> committed) {
        RowSums total = new RowSums();
        for (SplitState split : committed) {
            RowSums part = split.rows() == 0 ? new RowSums() : RowSums.parse(split.sums());
            if (part == null || part.rows() != split.rows()) {
                return null;
            }
            total.add(part);
        }
        return total;
    }

    private synchronized @Nullable VisibleRows visible() {
        if (!asked) {
            asked = true;
            visible = opener.get();
        }
        return visible;
    }

    private synchronized boolean isTooMuch() {
        return bytes > bytesMax;
    }

    private boolean take(Batch batch) {
        VisibleRows shown = visible();
        if (shown == null || splits * (long) batch.rows().getFieldVectors().size() > SUMS_MAX) {
            return false;
        }
        synchronized (this) {
            bytes += batch.bytes();
        }
        return shown.isComputed() || !isTooMuch();
    }

    /// The sums of one epoch. **Threading:** one thread at a time.
    public final class Page {
        private final RowSums sums = new RowSums();
        private boolean incomplete;

        private Page() {}

        /// Takes note of rows on their way to the destination.
        public void add(Batch batch) {
            if (!incomplete && take(batch)) {
                sums.add(batch.rows());
            } else {
                incomplete = true;
            }
        }

        /// What the split adds up to with this epoch, to be recorded with its commit.
        ///
        /// @param rows of the split before
        /// @param before what the split added up to then, empty where that is not known or nothing
        /// @return empty if it is not known
        public String after(long rows, String before) {
            RowSums known = rows == 0 ? new RowSums() : RowSums.parse(before);
            if (incomplete || known == null || known.rows() != rows) {
                return "";
            }
            known.add(sums);
            return known.rows() == 0 ? "" : known.text();
        }
    }
}
