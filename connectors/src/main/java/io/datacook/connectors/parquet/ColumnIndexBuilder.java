package io.datacook.connectors.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/// Gathers the ranges of a chunk's pages for its statistics and its column index.
final class ColumnIndexBuilder {
    private final LeafType type;
    private final List<ValueRange> ranges = new ArrayList<>();
    private final List<Long> nulls = new ArrayList<>();
    private final List<Boolean> allNull = new ArrayList<>();
    private ValueRange whole = ValueRange.NONE;

    ColumnIndexBuilder(LeafType type) {
        this.type = type;
    }

    void add(PageSink.Page page) {
        ranges.add(page.range());
        nulls.add((long) page.nulls());
        allNull.add(page.nulls() == page.entries());
        whole = whole.with(page.range(), type);
    }

    Statistics chunkStatistics() {
        return whole.statistics(nulls.stream().mapToLong(Long::longValue).sum(), type);
    }

    /// The column index, or `null` if a page with values has no range: readers must not skip by it then.
    @Nullable
    ColumnIndex build() {
        List<ByteBuffer> lows = new ArrayList<>();
        List<ByteBuffer> highs = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            byte[] low = ranges.get(i).lower(type);
            byte[] high = ranges.get(i).upper(type);
            if (!allNull.get(i) && (low == null || high == null)) {
                return null;
            }
            lows.add(ValueRange.buffer(low));
            highs.add(ValueRange.buffer(high));
        }
        ColumnIndex index = new ColumnIndex(List.copyOf(allNull), lows, highs, order());
        index.setNull_counts(List.copyOf(nulls));
        return index;
    }

    void clear() {
        ranges.clear();
        nulls.clear();
        allNull.clear();
        whole = ValueRange.NONE;
    }

    private BoundaryOrder order() {
        boolean ascending = true;
        boolean descending = true;
        ValueRange last = null;
        for (ValueRange range : ranges) {
            if (range.least() == null || range.greatest() == null) {
                continue;
            }
            if (last != null && last.least() != null && last.greatest() != null) {
                int least = ValueRange.compare(range.least(), last.least(), type);
                int greatest = ValueRange.compare(range.greatest(), last.greatest(), type);
                ascending &= least >= 0 && greatest >= 0;
                descending &= least <= 0 && greatest <= 0;
            }
            last = range;
        }
        if (ascending) {
            return BoundaryOrder.ASCENDING;
        }
        return descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }
}
