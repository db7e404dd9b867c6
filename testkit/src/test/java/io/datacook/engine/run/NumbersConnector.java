package io.datacook.engine.run;

import io.datacook.api.Batch;
import io.datacook.api.Connector;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.DestinationRole;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import io.datacook.testkit.MemoryDestination;
import io.datacook.testkit.MemoryTable;
import io.datacook.testkit.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A source of the numbers from 1, in splits, and a destination in memory; the source fails when a test says so.
final class NumbersConnector implements Connector {
    static final Schema SCHEMA = Tables.schema(Tables.field("id", Tables.INT64), Tables.field("text", Tables.STRING));

    final MemoryTable table;
    final AtomicInteger batchesUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
    final List<Position> acknowledged = new ArrayList<>();
    private final boolean transactional;

    NumbersConnector(MemoryTable table, boolean transactional) {
        this.table = table;
        this.transactional = transactional;
    }

    /// @param count numbers to give
    /// @param splits parts to give them in
    record NumbersOptions(
            @Option("numbers") long count,
            @Option(value = "parts", defaultValue = "1") int splits) {}

    /// @param table which table, for templates
    record MemoryOptions(
            @Option(value = "table", defaultValue = "main") String table) {}

    @Override
    public String type() {
        return "numbers";
    }

    @Override
    public String summary() {
        return "Numbers from 1.";
    }

    @Override
    public SourceRole<?> source() {
        return new SourceRole<>(
                NumbersOptions.class,
                Set.of(SourceFeature.RESUME, SourceFeature.REPEATABLE, SourceFeature.TYPED),
                NumbersSource::new);
    }

    @Override
    public DestinationRole<?> destination() {
        Set<io.datacook.api.DestinationFeature> features =
                transactional ? MemoryDestination.TRANSACTIONAL : MemoryDestination.STAGED;
        return new DestinationRole<>(
                MemoryOptions.class, features, (options, context) -> new MemoryDestination(table, features));
    }

    private final class NumbersSource implements Source {
        private final NumbersOptions options;
        private final ConnectorContext context;

        private NumbersSource(NumbersOptions options, ConnectorContext context) {
            this.options = options;
            this.context = context;
        }

        @Override
        public List<StreamInfo> discover() {
            return List.of(describe());
        }

        @Override
        public StreamInfo describe() {
            return new StreamInfo("numbers", new TreeMap<>(), SCHEMA, List.of("id"), options.count(), -1);
        }

        @Override
        public List<Split> splits(ReadRequest request) {
            List<Split> splits = new ArrayList<>();
            for (int i = 0; i < options.splits(); i++) {
                long first = options.count() * i / options.splits();
                long end = options.count() * (i + 1) / options.splits();
                splits.add(Split.of("s" + i, Map.of("first", "" + (first + 1), "end", "" + end)));
            }
            return splits;
        }

        @Override
        public SplitReader read(ReadRequest request, Split split, Position from) {
            long first = from.isStart() ? Long.parseLong(split.text("first")) : from.number("row") + 1;
            return new NumbersReader(context, request, first, Long.parseLong(split.text("end")));
        }

        @Override
        public void close() {}
    }

    private final class NumbersReader implements SplitReader {
        private final ConnectorContext context;
        private final ReadRequest request;
        private final long end;
        private long next;

        private NumbersReader(ConnectorContext context, ReadRequest request, long next, long end) {
            this.context = context;
            this.request = request;
            this.next = next;
            this.end = end;
        }

        @Override
        public @Nullable Batch next() {
            if (batchesUntilFailure.decrementAndGet() < 0) {
                batchesUntilFailure.set(Integer.MAX_VALUE);
                throw new DatacookException(ErrorCode.SOURCE_UNREACHABLE, "the source is gone for a moment");
            }
            if (next > end) {
                return null;
            }
            List<@Nullable Object[]> rows = new ArrayList<>();
            long first = next;
            while (next <= end && rows.size() < request.batchRowsMax()) {
                rows.add(new @Nullable Object[] {next, next % 10 == 7 ? "odd" : Long.toString(next)});
                next++;
            }
            return Tables.batch(context.allocator(), SCHEMA, first, rows);
        }

        @Override
        public void acknowledge(Position committed) {
            synchronized (acknowledged) {
                acknowledged.add(committed);
            }
        }

        @Override
        public void close() {}
    }
}
