package io.datacook.testkit;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.Manifest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A table of files and snapshots in memory, with the means that real table formats have: files that nobody
/// refers to
/// are invisible, a snapshot has a parent, its files and a summary, and the table's metadata is exchanged
/// as a whole, if
/// it is still what it was.
///
/// The windows of replace gather on a branch that readers do not know. **Threading:** safe for several threads.
public final class MemoryLake {
    /// The branch that readers see.
    static final String MAIN = "main";

    /// One state of the rows.
    ///
    /// @param parent the one before, or `null`
    /// @param files all files of it, by name
    /// @param summary what its writer noted
    record Snapshot(@Nullable Snapshot parent, List<String> files, Map<String, String> summary) {}

    /// All that is exchanged at once.
    ///
    /// @param branches the newest snapshot of each
    /// @param fences the highest fence of the stream's runs and of each split, by `run` and `window/split`
    /// @param finished windows that came to their end
    record Metadata(
            Map<String, Snapshot> branches,
            Map<String, Long> fences,
            Set<String> finished,
            @Nullable Schema schema) {
        Metadata with(String branch, Snapshot head) {
            Map<String, Snapshot> next = new HashMap<>(branches);
            next.put(branch, head);
            return new Metadata(next, fences, finished, schema);
        }

        Metadata withFence(String holder, long fence) {
            Map<String, Long> next = new HashMap<>(fences);
            next.put(holder, fence);
            return new Metadata(branches, next, finished, schema);
        }

        long fence(String holder) {
            return fences.getOrDefault(holder, 0L);
        }
    }

    private final TreeMap<String, List<Map<String, @Nullable Object>>> files = new TreeMap<>();
    private Metadata metadata = new Metadata(Map.of(), Map.of(), Set.of(), null);
    private int conflicts;
    private int names;
    private boolean losingReply;

    /// What the table is now.
    synchronized Metadata metadata() {
        return metadata;
    }

    /// Exchanges the metadata if it is still the expected one: the same object, as a catalog compares where its
    // metadata
    /// lies and not what it says.
    ///
    /// @throws DatacookException `COMMIT_UNKNOWN` where a test wants the reply to be lost
    @SuppressWarnings("ReferenceEquality")
    synchronized boolean exchange(Metadata expected, Metadata next) {
        if (conflicts > 0) {
            conflicts--;
            commitElsewhere();
        }
        if (metadata != expected) {
            return false;
        }
        metadata = next;
        if (losingReply) {
            losingReply = false;
            throw new DatacookException(ErrorCode.COMMIT_UNKNOWN, "the catalog's reply was lost");
        }
        return true;
    }

    /// Another writer commits a snapshot without new rows, as a compaction does.
    public synchronized void commitElsewhere() {
        Snapshot head = metadata.branches().get(MAIN);
        metadata = metadata.with(
                MAIN, new Snapshot(head, head == null ? List.of() : head.files(), Map.of("operation", "replace")));
    }

    /// Another writer is faster the next times.
    public synchronized void conflictNext(int times) {
        conflicts = times;
    }

    /// The next exchange takes effect and its reply is lost.
    public synchronized void loseNextReply() {
        losingReply = true;
    }

    /// Takes readers back to the snapshot before the newest.
    public synchronized void rollBack() {
        Snapshot head = metadata.branches().get(MAIN);
        Snapshot before = head == null ? null : head.parent();
        metadata = metadata.with(MAIN, before == null ? new Snapshot(null, List.of(), Map.of()) : before);
    }

    /// A name that nobody had before.
    synchronized String newName(EpochId id) {
        names++;
        return id.staging() + "." + names;
    }

    synchronized void write(String name, List<Map<String, @Nullable Object>> rows) {
        files.put(name, List.copyOf(rows));
    }

    /// Names of all files, those that no snapshot refers to included.
    public synchronized List<String> files() {
        return List.copyOf(files.keySet());
    }

    /// Removes files that no branch's newest snapshot refers to and whose name says that their run was
    /// overtaken.
    synchronized void removeGarbage(String window, long fence) {
        Set<String> live = new HashSet<>();
        metadata.branches().values().forEach(head -> live.addAll(head.files()));
        files.keySet()
                .removeIf(name -> !live.contains(name)
                        && !name.startsWith(window + "-")
                        && Long.parseLong(name.substring(name.lastIndexOf("-f") + 2, name.lastIndexOf('.'))) < fence);
    }

    /// What readers see.
    public synchronized List<Map<String, @Nullable Object>> visible() {
        return rows(name -> true);
    }

    /// What readers see of one window.
    synchronized List<Map<String, @Nullable Object>> visibleOf(String window) {
        return rows(name -> name.startsWith(window + "-"));
    }

    private List<Map<String, @Nullable Object>> rows(java.util.function.Predicate<String> wanted) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Snapshot head = metadata.branches().get(MAIN);
        if (head != null) {
            for (String name : head.files()) {
                List<Map<String, @Nullable Object>> file = files.get(name);
                if (file == null) {
                    throw new IllegalStateException("the newest snapshot refers to " + name + ", which is gone");
                }
                if (wanted.test(name)) {
                    file.forEach(row -> rows.add(new LinkedHashMap<>(row)));
                }
            }
        }
        return rows;
    }

    /// The branch a window's snapshots are committed to.
    static String branch(WriteMode mode, String window) {
        return mode instanceof WriteMode.Replace ? "datacook-" + window : MAIN;
    }

    /// The last snapshot of a split among the ancestors of a branch's newest one, or `null`.
    static @Nullable Snapshot last(Metadata table, String branch, String window, String split) {
        Snapshot at = table.branches().get(branch);
        while (at != null) {
            Map<String, String> summary = at.summary();
            if (window.equals(summary.get("datacook.window")) && split.equals(summary.get("datacook.split"))) {
                return at;
            }
            at = at.parent();
        }
        return null;
    }

    /// Commits an epoch's snapshot, again and again until it holds or must not.
    ///
    /// @param name of this very attempt, so that it knows itself among the ancestors
    /// @throws DatacookException `FENCED` if another holder took over, or the epochs before are not among
    /// the ancestors
    void commit(EpochId id, String name, String branch, Manifest staged, String checkpoint) {
        while (true) {
            Metadata read = metadata();
            Snapshot last = last(read, branch, id.window(), id.split());
            long epoch = last == null ? 0 : Long.parseLong(last.summary().getOrDefault("datacook.epoch", "0"));
            if (last != null && name.equals(last.summary().get("datacook.commit"))) {
                return;
            }
            long holder = read.fence(id.window() + "/" + id.split());
            if (holder != id.fence() || read.fence("run") > id.fence() || epoch != id.epoch() - 1) {
                throw new DatacookException(
                        ErrorCode.FENCED, "%s does not follow epoch %d under fence %d".formatted(name, epoch, holder));
            }
            Snapshot head = read.branches().get(branch);
            List<String> all = new ArrayList<>(head == null ? List.of() : head.files());
            staged.files().forEach(file -> all.add(file.staged()));
            Map<String, String> summary = Map.of(
                    "datacook.window", id.window(),
                    "datacook.split", id.split(),
                    "datacook.epoch", Long.toString(id.epoch()),
                    "datacook.commit", name,
                    "datacook.checkpoint", checkpoint);
            if (exchange(read, read.with(branch, new Snapshot(head, List.copyOf(all), summary)))) {
                return;
            }
        }
    }

    /// Changes the metadata until the change holds.
    void change(java.util.function.UnaryOperator<Metadata> change) {
        Metadata read = metadata();
        while (!exchange(read, change.apply(read))) {
            read = metadata();
        }
    }

    /// Columns after changes.
    static Schema changed(@Nullable Schema schema, List<SchemaChange> changes, Schema incoming) {
        Schema now = schema == null ? incoming : schema;
        for (SchemaChange change : changes) {
            now = MemoryTable.apply(now, change);
        }
        return now;
    }
}
