package io.datacook.engine.load;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Manifest;
import io.datacook.api.Position;
import io.datacook.engine.commit.Checkpoint;
import io.datacook.engine.commit.EpochCommit;
import io.datacook.engine.commit.EpochCommit.Progress;
import io.datacook.engine.commit.Protocol;
import io.datacook.engine.commit.SplitState;
import io.datacook.engine.commit.StateCodec;
import io.datacook.engine.commit.StreamState;
import io.datacook.engine.commit.Window;
import io.datacook.engine.receipt.ReceiptBook;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Takes one written epoch through prepare, commit and publish, in the order its destination's class asks for.
///
/// Safe for several threads.
final class EpochCommitter {
    private final LoadPlan plan;
    private final LoadTools tools;
    private final StateStore store;
    private final Sinks sinks;
    private final Window window;
    private final Map<String, Long> published;
    private final ReceiptBook receipts;
    private final RejectBudget budget;

    EpochCommitter(
            LoadPlan plan,
            LoadTools tools,
            StateStore store,
            Sinks sinks,
            Window window,
            Map<String, Long> published,
            ReceiptBook receipts,
            RejectBudget budget) {
        this.plan = plan;
        this.tools = tools;
        this.store = store;
        this.sinks = sinks;
        this.window = window;
        this.published = published;
        this.receipts = receipts;
        this.budget = budget;
    }

    OpenEpoch begin(SplitTask task, long epoch) {
        EpochId id = new EpochId(
                plan.key().recipe(),
                plan.key().stream(),
                window.id(),
                task.split().id(),
                epoch,
                task.fence());
        return new OpenEpoch(id, sinks, tools, receipts.page());
    }

    /// Commits an epoch and makes it visible.
    ///
    /// @param from where the epoch began
    /// @param before how far the split was
    /// @param to how far it is now, counted in Arrow bytes and without dead letters' files
    /// @return how far it is, as recorded
    Committed commit(OpenEpoch epoch, Position from, Progress before, Progress to) {
        tools.faults().at(FaultPoint.BEFORE_PREPARE);
        RejectSink.EpochRejects rejectWriter = epoch.rejectWriter();
        Manifest rejected = rejectWriter == null ? SplitState.NOTHING : rejectWriter.prepare();
        if (plan.commitClass().keepsCheckpoint()) {
            // Also without rows: the destination's own checkpoint must not fall behind the state's.
            epoch.writer();
        }
        EpochWriter writer = epoch.writerIfOpen();
        return switch (writer) {
            case null -> record(epoch, from, with(to, to.bytes(), rejected), SplitState.NOTHING);
            case EpochWriter.Staged staged -> {
                Manifest manifest = staged.prepare();
                checkRows(epoch, manifest);
                tools.faults().at(FaultPoint.AFTER_PREPARE);
                yield record(epoch, from, with(to, before.bytes() + bytes(manifest), rejected), manifest);
            }
            case EpochWriter.Transactional transaction -> {
                Progress progress = with(to, to.bytes(), rejected);
                tools.faults().at(FaultPoint.AFTER_PREPARE);
                commit(transaction::commit, epoch.id(), progress);
                tools.faults().at(FaultPoint.AFTER_SINK_COMMIT);
                yield record(epoch, from, progress, SplitState.NOTHING);
            }
            case EpochWriter.Snapshot snapshot -> {
                Manifest files = snapshot.prepare();
                checkRows(epoch, files);
                Progress progress = with(to, before.bytes() + bytes(files), rejected);
                tools.faults().at(FaultPoint.AFTER_PREPARE);
                commit(checkpoint -> snapshot.commit(files, checkpoint), epoch.id(), progress);
                tools.faults().at(FaultPoint.AFTER_SINK_COMMIT);
                yield record(epoch, from, progress, SplitState.NOTHING);
            }
            case EpochWriter.AtLeastOnce appender -> {
                appender.flush(epoch.id().published());
                tools.faults().at(FaultPoint.AFTER_SINK_COMMIT);
                yield record(epoch, from, with(to, to.bytes(), rejected), SplitState.NOTHING);
            }
        };
    }

    private void commit(Consumer<String> commit, EpochId id, Progress progress) {
        try {
            commit.accept(StateCodec.write(new Checkpoint(id.window(), id.split(), id.epoch(), progress)));
        } catch (DatacookException failed) {
            if (failed.code() == ErrorCode.COMMIT_UNKNOWN) {
                noteDoubt(id, failed);
            }
            throw failed;
        }
    }

    /// The next run asks the destination in any case; the note keeps everybody else from cleaning up before.
    private void noteDoubt(EpochId id, DatacookException failed) {
        try {
            store.update(state -> Protocol.unknown(state, id));
        } catch (DatacookException unreachable) {
            failed.addSuppressed(unreachable);
        }
    }

    private Committed record(OpenEpoch epoch, Position from, Progress progress, Manifest manifest) {
        EpochCommit request = new EpochCommit(epoch.id(), from, progress, manifest);
        StreamState state = Refusals.require(store.update(newest -> Protocol.commit(newest, request)), plan.key());
        tools.faults().at(FaultPoint.AFTER_STATE_COMMIT);
        Window now = Objects.requireNonNull(state.window());
        if (plan.lane().count() > 1) {
            budget.learn(now.rejects());
        }
        SplitState split = Objects.requireNonNull(now.split(epoch.id().split()));
        if (now.awaitsPublish(split)) {
            sinks.publish(now, split);
            published.put(split.id(), split.epoch());
        }
        tools.faults().at(FaultPoint.AFTER_PUBLISH);
        return new Committed(progress, manifest.files().size());
    }

    private void checkRows(OpenEpoch epoch, Manifest manifest) {
        long staged =
                manifest.files().stream().mapToLong(Manifest.StagedFile::rows).sum();
        if (staged != epoch.rows()) {
            throw new DatacookException(
                            ErrorCode.INTERNAL,
                            "the destination was given %d rows and staged %d; please report this connector fault"
                                    .formatted(epoch.rows(), staged))
                    .at("stream " + plan.key().stream() + " split " + epoch.id().split());
        }
    }

    private static long bytes(Manifest manifest) {
        return manifest.files().stream().mapToLong(Manifest.StagedFile::bytes).sum();
    }

    private static Progress with(Progress progress, long bytes, Manifest rejected) {
        return new Progress(
                progress.to(),
                progress.last(),
                progress.rows(),
                bytes,
                progress.rejects(),
                progress.cursorMax(),
                progress.sums(),
                rejected);
    }

    /// A committed epoch.
    ///
    /// @param progress as recorded
    /// @param files files staged
    record Committed(Progress progress, int files) {}
}
