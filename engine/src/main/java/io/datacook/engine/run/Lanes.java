package io.datacook.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.arrow.memory.OutOfMemoryException;

/// Virtual threads of which at most `parallelism` work on data at once, over all streams of a run.
///
/// **Closing:** after all work has ended, which [#each] waits for.
final class Lanes implements AutoCloseable {
    private final int parallelism;
    private final Semaphore working;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lane-", 0).factory());

    Lanes(int parallelism) {
        this.parallelism = parallelism;
        this.working = new Semaphore(parallelism, true);
    }

    /// How many lanes may work at once.
    int parallelism() {
        return parallelism;
    }

    /// Calls a function for every item, side by side, and waits for all; results in the items' order.
    ///
    /// The function takes a permit by [#working] while it works on data.
    ///
    /// @throws RuntimeException the first failure, when all have ended, the others suppressed
    <T, R> List<R> each(List<T> items, Function<T, R> function) {
        List<Future<R>> futures = new ArrayList<>();
        for (T item : items) {
            futures.add(threads.submit(() -> function.apply(item)));
        }
        List<R> results = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (Future<R> future : futures) {
            collect(future, results, failures);
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }

    private static <R> void collect(Future<R> future, List<R> results, List<RuntimeException> failures) {
        try {
            results.add(ended(future));
        } catch (ExecutionException failed) {
            failures.add(unwrapped(failed));
        }
    }

    /// Waits whatever happens: a run ends by its stop signal, so that lanes leave everything in order.
    private static <R> R ended(Future<R> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException early) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException failed) {
        return switch (failed.getCause()) {
            case OutOfMemoryException arrow -> Exhaustion.of(arrow);
            case RuntimeException cause -> cause;
            case OutOfMemoryError heap -> Exhaustion.of(heap);
            case null, default -> new IllegalStateException(failed);
        };
    }

    /// Does a piece of work on data while holding one of the permits.
    <R> R working(Callable<R> work) {
        working.acquireUninterruptibly();
        try {
            return work.call();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            working.release();
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
