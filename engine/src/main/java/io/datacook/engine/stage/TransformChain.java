package io.datacook.engine.stage;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.DatacookException;
import io.datacook.api.Position;
import io.datacook.api.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The recipe's steps, one after the other, over the stream to their left.
///
/// A batch passes all steps before the next one is read, so at most what the steps hold back and hand on for one
/// batch is kept. **Threading:** one thread at a time. **Closing:** closes what is still held, the steps, and the left
/// stream.
public final class TransformChain implements BatchStream {
    private final BatchStream left;
    private final List<Link> links;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private boolean ended;

    /// @param steps opened for the left stream's schema, in order; owned by the chain from now on
    /// @param names the steps' types, for counts and messages
    public TransformChain(BatchStream left, List<? extends Step> steps, List<String> names) {
        this.left = left;
        List<Link> chain = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            chain.add(new Link(steps.get(i), names.get(i)));
        }
        this.links = List.copyOf(chain);
    }

    @Override
    public Schema schema() {
        return links.isEmpty() ? left.schema() : links.getLast().step.output();
    }

    @Override
    public @Nullable Batch next() {
        while (ready.isEmpty() && !ended) {
            Batch batch = left.next();
            if (batch != null) {
                push(0, batch);
            } else {
                ended = true;
                finish();
            }
        }
        return ready.poll();
    }

    private void push(int index, Batch batch) {
        if (index == links.size()) {
            ready.add(batch);
            return;
        }
        links.get(index).accept(batch, out -> push(index + 1, out));
    }

    private void finish() {
        for (int i = 0; i < links.size(); i++) {
            int next = i + 1;
            links.get(i).end(out -> push(next, out));
        }
    }

    /// Rows in and out of each step so far, in order.
    public List<StepCount> counts() {
        return links.stream()
                .map(link -> new StepCount(link.name, link.rowsIn, link.rowsOut))
                .toList();
    }

    @Override
    public void acknowledge(Position committed) {
        left.acknowledge(committed);
    }

    @Override
    public void close() {
        ready.forEach(Batch::close);
        ready.clear();
        List<AutoCloseable> all = new ArrayList<>();
        links.forEach(link -> all.add(link.step));
        all.add(left);
        Closing.all(all);
    }

    /// Rows that went into and came out of a step.
    ///
    /// @param step the step's type
    public record StepCount(String step, long rowsIn, long rowsOut) {}

    private static final class Link {
        private final Step step;
        private final String name;
        private long rowsIn;
        private long rowsOut;

        private Link(Step step, String name) {
            this.step = step;
            this.name = name;
        }

        private void accept(Batch batch, Consumer<Batch> out) {
            rowsIn += batch.rowCount();
            try {
                step.accept(batch, counted(out));
            } catch (DatacookException failed) {
                throw failed.at("step " + name);
            }
        }

        private void end(Consumer<Batch> out) {
            try {
                step.end(counted(out));
            } catch (DatacookException failed) {
                throw failed.at("step " + name);
            }
        }

        private Consumer<Batch> counted(Consumer<Batch> out) {
            return batch -> {
                rowsOut += batch.rowCount();
                out.accept(batch);
            };
        }
    }
}
