package io.datacook.testkit;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Manifest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A table in memory that outlives every [MemoryDestination] opened on it, as a real one outlives a killed process.
///
/// Takes staged and transactional loads. **Threading:** safe for several threads.
public final class MemoryTable {
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final Map<String, List<Map<String, @Nullable Object>>> staged = new HashMap<>();
    private final TreeMap<String, List<Map<String, @Nullable Object>>> published = new TreeMap<>();
    private final Map<String, SplitCommit> commits = new HashMap<>();
    private final IdentityHashMap<Map<String, @Nullable Object>, String> writtenBy = new IdentityHashMap<>();
    private final List<Map<String, @Nullable Object>> shadow = new ArrayList<>();
    private @Nullable Schema schema;
    private @Nullable String shadowWindow;
    private @Nullable String finishedWindow;
    private long fence;
    private boolean losingReply;

    /// Columns, or `null` before the first load.
    synchronized @Nullable Schema schema() {
        return schema;
    }

    /// What readers see.
    public synchronized List<Map<String, @Nullable Object>> visible() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>(rows);
        published.values().forEach(all::addAll);
        return all.stream()
                .<Map<String, @Nullable Object>>map(LinkedHashMap::new)
                .toList();
    }

    /// What readers see of one window's appended rows.
    synchronized List<Map<String, @Nullable Object>> appendedBy(String window) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        rows.stream().filter(row -> window.equals(writtenBy.get(row))).forEach(found::add);
        published.forEach((name, file) -> {
            if (name.startsWith(window + "-")) {
                found.addAll(file);
            }
        });
        return found;
    }

    /// Names of staged files that are still there.
    public synchronized List<String> stagedFiles() {
        return staged.keySet().stream().sorted().toList();
    }

    /// The next transaction takes effect and its reply is lost.
    public synchronized void loseNextReply() {
        losingReply = true;
    }

    synchronized void open(String window, long runFence, WriteMode mode, List<SchemaChange> changes, Schema incoming) {
        requireFence(runFence);
        fence = runFence;
        if (schema == null) {
            schema = incoming;
        }
        for (SchemaChange change : changes) {
            schema = apply(Objects.requireNonNull(schema), change);
        }
        staged.keySet().removeIf(name -> !name.startsWith(window + "-") && fenceIn(name) < runFence);
        if (mode instanceof WriteMode.Replace && !window.equals(shadowWindow) && !window.equals(finishedWindow)) {
            shadow.clear();
            shadowWindow = window;
        }
    }

    private static long fenceIn(String stagedName) {
        return Long.parseLong(stagedName.substring(stagedName.lastIndexOf("-f") + 2));
    }

    private void requireFence(long holder) {
        if (holder < fence) {
            throw new DatacookException(
                    ErrorCode.FENCED, "fence %d was overtaken by %d in this table".formatted(holder, fence));
        }
    }

    /// The columns after a change.
    static Schema apply(Schema schema, SchemaChange change) {
        List<Field> fields = new ArrayList<>(schema.getFields());
        switch (change) {
            case SchemaChange.Create(Schema created) -> fields = new ArrayList<>(created.getFields());
            case SchemaChange.AddColumn(Field field) -> {
                if (fields.stream().noneMatch(known -> known.getName().equals(field.getName()))) {
                    fields.add(field);
                }
            }
            case SchemaChange.Widen(Field from, Field to) ->
                fields.replaceAll(known -> known.getName().equals(from.getName()) ? to : known);
            case SchemaChange.DropNotNull(Field field) ->
                fields.replaceAll(known -> known.getName().equals(field.getName())
                        ? Tables.field(known.getName(), known.getType())
                        : known);
        }
        return new Schema(fields);
    }

    synchronized Manifest stage(String stagedName, String target, List<Map<String, @Nullable Object>> file) {
        staged.put(stagedName, List.copyOf(file));
        return new Manifest(
                List.of(new Manifest.StagedFile(stagedName, target, file.size() * 8L, file.size(), "crc32:00000000")));
    }

    synchronized void publish(Manifest manifest) {
        for (Manifest.StagedFile file : manifest.files()) {
            List<Map<String, @Nullable Object>> content = staged.remove(file.staged());
            if (content != null) {
                published.put(file.target(), content);
            } else if (!published.containsKey(file.target())) {
                throw new DatacookException(
                        ErrorCode.INTERNAL, "staged file " + file.staged() + " is gone and was never published");
            }
        }
    }

    synchronized void finish(String window, long runFence, WriteMode mode, List<Manifest> manifests) {
        requireFence(runFence);
        if (mode instanceof WriteMode.Replace && !window.equals(finishedWindow)) {
            rows.clear();
            published.clear();
            rows.addAll(shadow);
            manifests.forEach(this::publish);
            shadow.clear();
            shadowWindow = null;
        }
        finishedWindow = window;
        staged.keySet().removeIf(name -> name.startsWith(window + "-"));
    }

    synchronized @Nullable String claim(String window, String split, long holder) {
        requireFence(holder);
        SplitCommit known = commits.get(split);
        if (known == null || !known.window().equals(window)) {
            commits.put(split, new SplitCommit(window, holder, 0, null));
            return null;
        }
        if (holder < known.fence()) {
            throw new DatacookException(
                    ErrorCode.FENCED, "fence %d was overtaken by %d".formatted(holder, known.fence()));
        }
        commits.put(split, new SplitCommit(window, holder, known.epoch(), known.checkpoint()));
        return known.checkpoint();
    }

    synchronized void commit(
            io.datacook.api.EpochId id,
            WriteMode mode,
            String checkpoint,
            List<Map<String, @Nullable Object>> incoming) {
        requireFence(id.fence());
        SplitCommit known = commits.get(id.split());
        if (known == null
                || !known.window().equals(id.window())
                || known.fence() != id.fence()
                || known.epoch() != id.epoch() - 1) {
            throw new DatacookException(ErrorCode.FENCED, "epoch %s does not follow %s".formatted(id.staging(), known));
        }
        switch (mode) {
            case WriteMode.Append() -> {
                rows.addAll(incoming);
                incoming.forEach(row -> writtenBy.put(row, id.window()));
            }
            case WriteMode.Replace() -> shadow.addAll(incoming);
            case WriteMode.Merge merge -> MemoryMerge.merge(rows, incoming, merge);
            case WriteMode.Scd2(List<String> keys) -> MemoryMerge.version(rows, incoming, keys, id);
        }
        commits.put(id.split(), new SplitCommit(id.window(), id.fence(), id.epoch(), checkpoint));
        if (losingReply) {
            losingReply = false;
            throw new DatacookException(ErrorCode.COMMIT_UNKNOWN, "the connection broke while committing");
        }
    }

    private record SplitCommit(
            String window, long fence, long epoch, @Nullable String checkpoint) {}
}
