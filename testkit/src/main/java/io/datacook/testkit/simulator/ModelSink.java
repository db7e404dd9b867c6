package io.datacook.testkit.simulator;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.engine.commit.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A destination of numbered rows, staged, transactional or of snapshots, that appends or replaces.
final class ModelSink {
    private final boolean replacing;
    private final Mutation mutation;
    private final ModelStore store;
    private final Map<String, List<Integer>> staged = new HashMap<>();
    private final TreeMap<String, List<Integer>> published = new TreeMap<>();
    private final List<Integer> rows = new ArrayList<>();
    private final List<Integer> shadow = new ArrayList<>();
    private final Map<String, Kept> commits = new HashMap<>();
    private @Nullable String shadowWindow;
    private @Nullable String finishedWindow;
    private long floor;
    private final List<String> unrecorded = new ArrayList<>();
    private long changes;
    private long version;

    ModelSink(boolean replacing, Mutation mutation, ModelStore store) {
        this.replacing = replacing;
        this.mutation = mutation;
        this.store = store;
    }

    List<Integer> visible() {
        List<Integer> all = new ArrayList<>(rows);
        published.values().forEach(all::addAll);
        return all;
    }

    /// Staged names that readers see and no state ever named.
    List<String> orphans() {
        return unrecorded.stream().filter(name -> !store.wasRecorded(name)).toList();
    }

    /// How often what readers see may have changed.
    long changes() {
        return changes;
    }

    private void requireFence(long fence) {
        if (fence < floor && mutation != Mutation.NO_FENCE_CHECK) {
            throw new Denied("fence " + fence + " is below " + floor);
        }
    }

    void open(String window, long fence) {
        requireFence(fence);
        floor = Math.max(floor, fence);
        version++;
        staged.keySet().removeIf(name -> {
            boolean own = name.startsWith(window + "-");
            boolean lower = Long.parseLong(name.substring(name.lastIndexOf("-f") + 2)) < fence;
            return own ? mutation == Mutation.SWEEPS_OWN_WINDOW : lower || mutation == Mutation.NO_FENCE_CHECK;
        });
        if (replacing && !window.equals(shadowWindow) && !window.equals(finishedWindow)) {
            shadow.clear();
            shadowWindow = window;
        }
    }

    Manifest stage(EpochId id, List<Integer> content) {
        staged.put(id.staging(), List.copyOf(content));
        return new Manifest(
                List.of(new Manifest.StagedFile(id.staging(), id.published(), content.size(), content.size(), "")));
    }

    void publish(Manifest manifest) {
        for (Manifest.StagedFile file : manifest.files()) {
            List<Integer> content = staged.remove(file.staged());
            if (content == null && !published.containsKey(file.target())) {
                throw new Denied(file.staged() + " is gone");
            }
            if (content != null) {
                if (!store.wasRecorded(file.staged())) {
                    throw new Broken(file.staged() + " became visible and no state ever named it");
                }
                published.put(file.target(), content);
                changes++;
            }
        }
    }

    /// Publishes although no state names the files: for the mutation only.
    void publishUnrecorded(Manifest manifest) {
        for (Manifest.StagedFile file : manifest.files()) {
            published.put(file.target(), Objects.requireNonNull(staged.remove(file.staged())));
            unrecorded.add(file.staged());
            changes++;
        }
    }

    void finish(String window, long fence, List<Manifest> manifests) {
        requireFence(fence);
        if (replacing && !window.equals(finishedWindow)) {
            rows.clear();
            published.clear();
            rows.addAll(shadow);
            shadow.clear();
            shadowWindow = null;
            manifests.forEach(this::publish);
        }
        finishedWindow = window;
        changes++;
        version++;
        staged.keySet().removeIf(name -> name.startsWith(window + "-"));
    }

    @Nullable
    Checkpoint claim(EpochId id) {
        requireFence(id.fence());
        version++;
        Kept known = commits.get(id.split());
        if (known == null || !known.window().equals(id.window())) {
            commits.put(id.split(), new Kept(id.window(), id.fence(), 0, null));
            return null;
        }
        if (id.fence() < known.fence() && mutation != Mutation.NO_FENCE_CHECK) {
            throw new Denied("fence " + id.fence() + " is below " + known.fence());
        }
        commits.put(id.split(), new Kept(id.window(), id.fence(), known.epoch(), known.checkpoint()));
        return mutation == Mutation.NO_SINK_CHECKPOINT ? null : known.checkpoint();
    }

    void commit(EpochId id, Checkpoint checkpoint, List<Integer> content) {
        requireFence(id.fence());
        Kept known = commits.get(id.split());
        if (known == null
                || !known.window().equals(id.window())
                || (known.fence() != id.fence() && mutation != Mutation.NO_FENCE_CHECK)
                || known.epoch() != id.epoch() - 1) {
            throw new Denied(id.staging() + " does not follow " + known);
        }
        (replacing ? shadow : rows).addAll(content);
        changes++;
        commits.put(id.split(), new Kept(id.window(), id.fence(), id.epoch(), checkpoint));
    }

    /// What a table of snapshots tells before a commit.
    ///
    /// @param version of the metadata, which a commit requires still to hold
    /// @param floor the fence below which no run may go on
    /// @param fence of the split's holder
    /// @param epoch the split's last one among the ancestors
    record View(long version, long floor, long fence, long epoch) {}

    View view(EpochId id) {
        Kept known = commits.get(id.split());
        return known != null && known.window().equals(id.window())
                ? new View(version, floor, known.fence(), known.epoch())
                : new View(version, floor, 0, 0);
    }

    /// Adds a snapshot that refers to staged files, if the metadata is what it was when it was read.
    boolean snapshot(View read, EpochId id, Checkpoint checkpoint, Manifest files) {
        if (read.version() != version) {
            return false;
        }
        for (Manifest.StagedFile file : files.files()) {
            List<Integer> content = staged.get(file.staged());
            if (content == null) {
                throw new Broken("a snapshot refers to " + file.staged() + ", which is gone");
            }
            (replacing ? shadow : rows).addAll(content);
        }
        version++;
        changes++;
        commits.put(id.split(), new Kept(id.window(), id.fence(), id.epoch(), checkpoint));
        return true;
    }

    /// The last epoch of a split in this destination, for the oracle.
    long epochOf(EpochId id) {
        Kept known = commits.get(id.split());
        return known == null || !known.window().equals(id.window()) ? 0 : known.epoch();
    }

    private record Kept(
            String window, long fence, long epoch, @Nullable Checkpoint checkpoint) {}
}
