package io.datacook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.StateBackend;
import io.datacook.api.StateBackend.Versioned;
import io.datacook.api.StateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Everything a state backend must keep. A test class supplies [#openState].
public interface StateBackendContract {
    /// Opens the storage of this test method, empty at first. Called several times it gives several handles on the same
    /// storage, as several processes would have.
    StateBackend openState();

    /// A key.
    private static StateKey key(String recipe, String stream) {
        return new StateKey(recipe, stream);
    }

    @Test
    default void knowsNothingAtFirst() {
        try (StateBackend state = openState()) {
            assertThat(state.load(key("r", "s"))).isNull();
            assertThat(state.list(null)).isEmpty();
            assertThat(state.remove(key("r", "s"), 0)).isFalse();
            assertThat(state.remove(key("r", "s"), 1)).isFalse();
            assertThat(state.describe()).isNotBlank();
        }
    }

    @Test
    default void storesOnlyOverTheExpectedVersion() {
        try (StateBackend state = openState()) {
            StateKey key = key("r", "s");
            assertThat(state.compareAndSet(key, 1, "{}")).isFalse();
            assertThat(state.compareAndSet(key, 0, "{\"n\":1}")).isTrue();
            assertThat(state.compareAndSet(key, 0, "{\"n\":9}")).isFalse();
            assertThat(state.load(key)).isEqualTo(new Versioned(1, "{\"n\":1}"));
            assertThat(state.compareAndSet(key, 1, "{\"n\":2}")).isTrue();
            assertThat(state.compareAndSet(key, 1, "{\"n\":9}")).isFalse();
            assertThat(state.compareAndSet(key, 3, "{\"n\":9}")).isFalse();
            assertThat(state.load(key)).isEqualTo(new Versioned(2, "{\"n\":2}"));
        }
    }

    @Test
    default void keepsKeysApart() {
        try (StateBackend state = openState()) {
            List<StateKey> keys = new ArrayList<>();
            for (String recipe : List.of("a", "acme/orders", "A", "ä ö/日本", "..", "a.b", "a%2Fb")) {
                for (String stream : List.of("b", "public.orders", "b/c", "x y", "B", ".", "s".repeat(120))) {
                    keys.add(key(recipe, stream));
                }
            }
            for (StateKey key : keys) {
                assertThat(state.compareAndSet(key, 0, "{\"key\":\"" + key + "\"}"))
                        .as("%s", key)
                        .isTrue();
            }
            for (StateKey key : keys) {
                assertThat(Objects.requireNonNull(state.load(key)).document()).isEqualTo("{\"key\":\"" + key + "\"}");
            }
            assertThat(state.list(null)).hasSameElementsAs(keys).hasSameSizeAs(keys);
        }
    }

    @Test
    default void listsTheKeysOfARecipeInOrder() {
        try (StateBackend state = openState()) {
            for (String stream : List.of("c", "a", "b")) {
                state.compareAndSet(key("one", stream), 0, "{}");
            }
            state.compareAndSet(key("on", "z"), 0, "{}");
            assertThat(state.list("one")).containsExactly(key("one", "a"), key("one", "b"), key("one", "c"));
            assertThat(state.list("none")).isEmpty();
            assertThat(state.list(null))
                    .containsExactly(key("on", "z"), key("one", "a"), key("one", "b"), key("one", "c"));
        }
    }

    @Test
    default void removesOnlyTheExpectedVersion() {
        try (StateBackend state = openState()) {
            StateKey key = key("r", "s");
            state.compareAndSet(key, 0, "{}");
            state.compareAndSet(key, 1, "{}");
            assertThat(state.remove(key, 1)).isFalse();
            assertThat(state.remove(key, 2)).isTrue();
            assertThat(state.load(key)).isNull();
            assertThat(state.list(null)).isEmpty();
            assertThat(state.remove(key, 2)).isFalse();
            assertThat(state.compareAndSet(key, 0, "{}")).isTrue();
        }
    }

    @Test
    default void keepsEverythingWhenOpenedAgain() {
        StateKey key = key("r", "s");
        try (StateBackend state = openState()) {
            state.compareAndSet(key, 0, "{\"n\":1}");
            state.compareAndSet(key, 1, "{\"n\":2}");
        }
        try (StateBackend state = openState()) {
            assertThat(state.load(key)).isEqualTo(new Versioned(2, "{\"n\":2}"));
            assertThat(state.list("r")).containsExactly(key);
        }
    }

    @Test
    default void seesAtOnceWhatAnotherHandleStored() {
        StateKey key = key("r", "s");
        try (StateBackend left = openState();
                StateBackend right = openState()) {
            assertThat(left.load(key)).isNull();
            right.compareAndSet(key, 0, "{\"n\":1}");
            assertThat(left.load(key)).isEqualTo(new Versioned(1, "{\"n\":1}"));
            assertThat(left.compareAndSet(key, 0, "{}")).isFalse();
            assertThat(left.compareAndSet(key, 1, "{\"n\":2}")).isTrue();
            assertThat(right.load(key)).isEqualTo(new Versioned(2, "{\"n\":2}"));
        }
    }

    @Test
    default void keepsBigDocumentsAndAnyText() {
        try (StateBackend state = openState()) {
            StateKey key = key("r", "s");
            String big = "{\"text\":\"" + "ä€😀\\n'\\\"x".repeat(400_000) + "\"}";
            assertThat(state.compareAndSet(key, 0, big)).isTrue();
            assertThat(Objects.requireNonNull(state.load(key)).document().equals(big))
                    .as("the document of %d characters comes back", big.length())
                    .isTrue();
        }
    }

    @Test
    default void losesNoIncrementOfManyThreads() throws InterruptedException, ExecutionException {
        int threads = 8;
        int increments = 25;
        StateKey key = key("r", "counter");
        try (StateBackend left = openState();
                StateBackend right = openState();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<@Nullable Void>> all = new ArrayList<>();
            AtomicLong wins = new AtomicLong();
            for (int i = 0; i < threads; i++) {
                StateBackend mine = i % 2 == 0 ? left : right;
                all.add(executor.submit(() -> {
                    for (int n = 0; n < increments; n++) {
                        increment(mine, key);
                        wins.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<@Nullable Void> one : all) {
                one.get();
            }
            assertThat(wins.get()).isEqualTo((long) threads * increments);
            assertThat(left.load(key)).isEqualTo(new Versioned(wins.get(), Long.toString(wins.get())));
        }
    }

    private static void increment(StateBackend state, StateKey key) {
        boolean stored = false;
        while (!stored) {
            Versioned now = state.load(key);
            long version = now == null ? 0 : now.version();
            long value = now == null ? 0 : Long.parseLong(now.document());
            stored = state.compareAndSet(key, version, Long.toString(value + 1));
        }
    }
}
