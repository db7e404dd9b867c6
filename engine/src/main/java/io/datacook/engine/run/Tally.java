package io.datacook.engine.run;

import io.datacook.api.EpochId;
import io.datacook.api.Reject;
import io.datacook.engine.load.LoadListener;
import io.datacook.engine.run.StreamReport.Counts;
import io.datacook.engine.stage.TransformChain.StepCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What one stream's lanes have done so far, and the ear of its load: passes on to the run's listener.
///
/// **Threading:** safe for all lanes.
final class Tally implements LoadListener {
    private final String stream;
    private final RunListener listener;
    private final LongAdder rowsRead = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder rowsRejected = new LongAdder();
    private final LongAdder rowsWritten = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder epochs = new LongAdder();
    private final Map<String, LongAdder> busyNanos = new ConcurrentHashMap<>();
    private final List<StepCount> steps = new ArrayList<>();

    Tally(String stream, RunListener listener) {
        this.stream = stream;
        this.listener = listener;
    }

    void read(String split, long rows, long bytes) {
        rowsRead.add(rows);
        bytesRead.add(bytes);
        listener.batchRead(stream, split, rows, bytes);
    }

    void busy(String stage, long nanos) {
        busyNanos.computeIfAbsent(stage, _ -> new LongAdder()).add(nanos);
    }

    /// Adds a lane's step counts to those of the others; lanes have the same steps.
    void steps(List<StepCount> counts) {
        synchronized (steps) {
            for (int i = 0; i < counts.size(); i++) {
                StepCount added = counts.get(i);
                if (i == steps.size()) {
                    steps.add(added);
                } else {
                    StepCount sum = steps.get(i);
                    steps.set(
                            i,
                            new StepCount(sum.step(), sum.rowsIn() + added.rowsIn(), sum.rowsOut() + added.rowsOut()));
                }
            }
        }
    }

    @Override
    public void batchWritten(String split, long rows, long bytes, Duration took) {
        busy("write", took.toNanos());
    }

    @Override
    public void rejected(String split, List<Reject> rejects) {
        rowsRejected.add(rejects.size());
        listener.rejected(stream, rejects);
    }

    @Override
    public void epochCommitted(EpochId epoch, EpochFacts facts) {
        rowsWritten.add(facts.rows());
        bytesWritten.add(facts.bytes());
        files.add(facts.files());
        epochs.increment();
        busy("commit", facts.commitTook().toNanos());
        listener.epochCommitted(epoch, facts.rows(), facts.bytes(), facts.took());
    }

    Counts counts() {
        return new Counts(
                rowsRead.sum(),
                rowsRejected.sum(),
                rowsWritten.sum(),
                bytesRead.sum(),
                bytesWritten.sum(),
                files.sum());
    }

    long epochs() {
        return epochs.sum();
    }

    List<StepCount> steps() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }

    Map<String, Duration> stageBusy() {
        Map<String, Duration> busy = new TreeMap<>();
        busyNanos.forEach((stage, nanos) -> busy.put(stage, Duration.ofNanos(nanos.sum())));
        return busy;
    }
}
