package io.datacook.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.Batch;
import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.api.StreamInfo;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.Upstream;
import io.datacook.engine.stage.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A link under bad conditions: cut anywhere, a slow receiver, failures on the left.
class TornLinkTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
    private static final int BATCHES = 12;

    private final BufferAllocator left = new RootAllocator();
    private final BufferAllocator right = new RootAllocator();
    private final Numbers numbers = new Numbers(left);
    private @Nullable LinkServer server;
    private @Nullable MemoryWire wire;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @BeforeEach
    void connect() throws Exception {
        Path file = Files.writeString(folder.resolve("recipe.yaml"), """
                name: numbers
                source: { type: csv, path: none.csv }
                destination: { type: csv, path: out }
                """);
        Recipe recipe = RecipeFiles.load(file, new Environment(Map.of(), 1)).orThrow();
        stream = recipe.streams().getFirst();
        server = new LinkServer(recipe, numbers, left, LinkWatch.SILENT);
        wire = new MemoryWire(server);
    }

    private @Nullable StreamRecipe stream;

    /// Nothing may be left in memory on either side, whatever happened.
    @AfterEach
    void nothingIsLeft() {
        if (server != null) {
            server.close();
        }
        assertThat(numbers.open).hasValue(0);
        left.close();
        right.close();
    }

    private Upstream link(LinkOptions options) {
        return new LinkUpstream(java.util.Objects.requireNonNull(wire), options, right, LinkWatch.SILENT);
    }

    private StreamRecipe stream() {
        return java.util.Objects.requireNonNull(stream);
    }

    private MemoryWire wire() {
        return java.util.Objects.requireNonNull(wire);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutAtAnyFrameIsNoticed(MemoryWire.Cut cut) {
        wire().cut = cut;
        int whole = readAll(link(LinkOptions.DEFAULT)).size();
        List<FrameType> frames = List.copyOf(wire().sentRight);
        assertThat(whole).isEqualTo(BATCHES);

        for (int i = 1; i < frames.size(); i++) {
            wire().framesUntilCut.set(i);
            if (cut == MemoryWire.Cut.AFTER_FRAME && frames.get(i - 1) == FrameType.END) {
                assertThat(readAll(link(LinkOptions.DEFAULT)))
                        .as("cut when all rows are there")
                        .hasSize(BATCHES);
                continue;
            }
            assertThatThrownBy(() -> readAll(link(LinkOptions.DEFAULT)))
                    .as("cut at frame %d of %d", i, frames.size())
                    .isInstanceOf(DatacookException.class)
                    .extracting(failure -> ((DatacookException) failure).code())
                    .isEqualTo(ErrorCode.LINK_BROKEN);
        }
    }

    @Test
    void whatIsInFlightNeverExceedsTheCredit() {
        numbers.batchRows = 5_000;
        long frame = 5_000 * 8L;
        long credit = 4 * frame;
        numbers.batches = 200;
        List<Long> ahead = new ArrayList<>();
        try (Feed feed = link(LinkOptions.DEFAULT.withCreditBytes(credit)).open(stream());
                SplitRows rows = feed.read(Split.of("s", Map.of()), Position.START, null)) {
            long taken = 0;
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                taken++;
                batch.close();
                // Those that the left half may have read: in flight, one handed over, one being made.
                ahead.add(numbers.given.get() - taken);
            }
            assertThat(taken).isEqualTo(200);
        }
        assertThat(ahead).allMatch(count -> count <= 4 + 2);
        // Memory is given out in powers of two.
        long given = Long.highestOneBit(frame) << 1;
        assertThat(right.getPeakMemoryAllocation()).isLessThan((4 + 3) * given);
    }

    @Test
    void aBatchLargerThanTheCreditTravelsAlone() {
        numbers.batchRows = 100_000;
        List<Long> sums = readAll(link(LinkOptions.DEFAULT.withCreditBytes(LinkOptions.CREDIT_BYTES_MIN)));

        assertThat(sums).hasSize(BATCHES);
    }

    @Test
    void aFailureOfTheLeftIsThrownAsItIs() {
        numbers.failAfter = 3;

        assertThatThrownBy(() -> readAll(link(LinkOptions.DEFAULT)))
                .isInstanceOfSatisfying(DatacookException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.DATA_INVALID);
                    assertThat(failure.place()).isEqualTo("n.csv:7");
                    assertThat(failure.getMessage()).isEqualTo("'x' is no number");
                });
    }

    @Test
    void acknowledgementsArriveInOrderAlsoAfterTheLastRow() {
        try (Feed feed = link(LinkOptions.DEFAULT).open(stream());
                SplitRows rows = feed.read(Split.of("s", Map.of()), Position.START, null)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                Position at = java.util.Objects.requireNonNull(batch.position());
                batch.close();
                rows.acknowledge(at);
            }
            rows.acknowledge(Position.of("row", 999));
        }
        java.util.Objects.requireNonNull(server).close();

        assertThat(numbers.acknowledged).hasSize(BATCHES + 1).isSorted().endsWith(999L);
    }

    private List<Long> readAll(Upstream upstream) {
        List<Long> sizes = new ArrayList<>();
        try (Feed feed = upstream.open(stream())) {
            assertThat(feed.describe().output()).isEqualTo(SCHEMA);
            try (SplitRows rows = feed.read(Split.of("s", Map.of()), Position.START, null)) {
                for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                    sizes.add((long) batch.rowCount());
                    batch.close();
                }
            }
            feed.finish();
        }
        return sizes;
    }

    /// A left half that makes batches of numbers.
    private static final class Numbers implements Upstream {
        private final BufferAllocator allocator;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicLong given = new AtomicLong();
        private final List<Long> acknowledged = new java.util.concurrent.CopyOnWriteArrayList<>();
        private volatile int batches = BATCHES;
        private volatile int batchRows = 10;
        private volatile int failAfter = Integer.MAX_VALUE;

        private Numbers(BufferAllocator allocator) {
            this.allocator = allocator;
        }

        @Override
        public List<StreamInfo> discover(StreamRecipe stream) {
            return List.of(info());
        }

        private static StreamInfo info() {
            return new StreamInfo("numbers", new TreeMap<>(), SCHEMA, List.of("n"), -1, -1);
        }

        @Override
        public Feed open(StreamRecipe stream) {
            open.incrementAndGet();
            return new Feed() {
                @Override
                public Info describe() {
                    return new Info(info(), SCHEMA, Set.of(), false);
                }

                @Override
                public @Nullable String cursorMax(String column) {
                    return null;
                }

                @Override
                public List<Split> splits(@Nullable CursorRange range) {
                    return List.of(Split.of("s", Map.of()));
                }

                @Override
                public SplitRows read(Split split, Position from, @Nullable CursorRange range) {
                    open.incrementAndGet();
                    return new Rows();
                }

                @Override
                public List<Validation.Finding> finish() {
                    return List.of();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        private final class Rows implements SplitRows {
            private int next;

            @Override
            public Counted counted() {
                return Counted.NONE;
            }

            @Override
            public Schema schema() {
                return SCHEMA;
            }

            @Override
            public @Nullable Batch next() {
                if (next == failAfter) {
                    throw new DatacookException(ErrorCode.DATA_INVALID, "'x' is no number").at("n.csv:7");
                }
                if (next == batches) {
                    return null;
                }
                next++;
                given.incrementAndGet();
                return new Batch(
                        Vectors.filled(SCHEMA, batchRows, allocator),
                        Position.of("row", next),
                        Origin.consecutive("n.csv", "row", next),
                        List.of());
            }

            @Override
            public void acknowledge(Position committed) {
                acknowledged.add(committed.number("row"));
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        }
    }
}
