package io.datacook.testkit;

import io.datacook.api.Batch;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One process's hold on a target: drives a destination call by call, in the engine's order or against it.
///
/// **Closing:** its loads, the destination and the allocator, which fails if a buffer was not freed.
public final class DestinationHand implements AutoCloseable {
    /// The columns of most tests.
    public static final Schema SCHEMA =
            Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));

    private static final AtomicInteger TARGETS = new AtomicInteger();
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final AtomicInteger SECONDS = new AtomicInteger();

    private final DestinationSubject subject;
    private final BufferAllocator allocator = new RootAllocator();
    private final Path scratch;
    private final Destination destination;
    private final List<Load> loads = new ArrayList<>();

    /// Opens a target as a new process would.
    public DestinationHand(DestinationSubject subject, String target) {
        this.subject = subject;
        try {
            this.scratch = Files.createTempDirectory("datacook-contract");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.destination = subject.open(context(), target);
    }

    /// A name no other test uses.
    public static String newTarget() {
        return "contract_" + TARGETS.incrementAndGet();
    }

    /// What the destination is opened with; its clock is a second later for each hand.
    public ConnectorContext context() {
        Clock clock = Clock.fixed(START.plus(Duration.ofSeconds(SECONDS.incrementAndGet())), ZoneOffset.UTC);
        return new ConnectorContext(allocator, clock, scratch, scratch, 4);
    }

    /// The destination itself.
    public Destination destination() {
        return destination;
    }

    /// The allocator of everything in this process.
    public BufferAllocator allocator() {
        return allocator;
    }

    /// Columns id and name.
    public static @Nullable Object[] row(long id, @Nullable String name) {
        return new @Nullable Object[] {id, name};
    }

    /// A request as the planner makes it: the target is created if it is absent.
    public LoadRequest request(WriteMode mode, String window, long fence, Schema schema) {
        List<SchemaChange> changes =
                destination.existing() == null ? List.of(new SchemaChange.Create(schema)) : List.of();
        return new LoadRequest("contract", "orders", window, schema, mode, changes, -1, fence);
    }

    /// Begins a load without opening it.
    public Load load(LoadRequest request) {
        Load load = destination.load(request);
        loads.add(load);
        return load;
    }

    /// Begins and opens a load of [#SCHEMA].
    public Load open(WriteMode mode, String window, long fence) {
        Load load = load(request(mode, window, fence, SCHEMA));
        load.open();
        return load;
    }

    /// Names an epoch.
    public static EpochId epoch(String window, String split, long epoch, long fence) {
        return new EpochId("contract", "orders", window, split, epoch, fence);
    }

    /// Writes rows of [#SCHEMA] in one batch.
    public void write(EpochWriter writer, @Nullable Object[]... rows) {
        try (Batch batch = Tables.batch(allocator, SCHEMA, 1, List.of(rows))) {
            writer.write(batch);
        }
    }

    /// Writes and prepares or commits an epoch; publishes nothing.
    ///
    /// @return the manifest, without files if the destination is transactional
    public Manifest prepare(Load load, EpochId epoch, @Nullable Object[]... rows) {
        try (EpochWriter writer = load.begin(epoch)) {
            write(writer, rows);
            return end(writer, "{\"epoch\":" + epoch.epoch() + "}");
        }
    }

    /// Prepares, commits or flushes what was written.
    public static Manifest end(EpochWriter writer, String checkpoint) {
        return switch (writer) {
            case EpochWriter.Staged staged -> staged.prepare();
            case EpochWriter.Transactional transaction -> {
                transaction.commit(checkpoint);
                yield new Manifest(List.of());
            }
            case EpochWriter.Snapshot snapshot -> {
                snapshot.commit(snapshot.prepare(), checkpoint);
                yield new Manifest(List.of());
            }
            case EpochWriter.AtLeastOnce appender -> {
                appender.flush(null);
                yield new Manifest(List.of());
            }
        };
    }

    /// A whole window of one split and one epoch, in the engine's order.
    public void window(WriteMode mode, String window, long fence, @Nullable Object[]... rows) {
        Load load = open(mode, window, fence);
        load.claim("s0", fence + 1);
        Manifest manifest = prepare(load, epoch(window, "s0", 1, fence + 1), rows);
        if (mode instanceof WriteMode.Append) {
            load.publish(manifest);
            load.finish(List.of());
        } else {
            load.finish(manifest.files().isEmpty() ? List.of() : List.of(manifest));
        }
    }

    /// Whether the destination's writers are of the staged class.
    public boolean isStaged() {
        return subject.features().contains(DestinationFeature.STAGED);
    }

    /// Whether the destination keeps a checkpoint of its own and refuses holders that were overtaken.
    public boolean keepsCheckpoint() {
        return subject.features().contains(DestinationFeature.TRANSACTIONAL)
                || subject.features().contains(DestinationFeature.TABLE_FORMAT);
    }

    /// The code an action fails with, or `null` if it succeeds.
    public static @Nullable ErrorCode codeOf(Runnable action) {
        try {
            action.run();
            return null;
        } catch (DatacookException failed) {
            return failed.code();
        }
    }

    /// `id=1 name=a`, one for each row, sorted: only the named columns.
    public static List<String> lines(List<Map<String, @Nullable String>> rows, String... columns) {
        return rows.stream()
                .map(row -> String.join(
                        " ",
                        Stream.of(columns)
                                .map(name -> name + "=" + row.get(name))
                                .toList()))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        loads.reversed().forEach(Load::close);
        destination.close();
        closeAfterKill();
    }

    /// Frees what is left when [DestinationSubject#kill] has ended the rest.
    void closeAfterKill() {
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        allocator.close();
    }
}
