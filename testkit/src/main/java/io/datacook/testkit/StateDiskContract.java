package io.datacook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateBackend.Versioned;
import io.datacook.api.StateKey;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a state backend that keeps its documents on a disk does when that disk is full, or may only be read: it refuses
/// with a code that says that nothing was stored, and keeps what was there.
public interface StateDiskContract {
    /// Each document is twice as large as the one before, from 8 KiB to 4 MiB.
    int DOUBLINGS_MAX = 10;

    /// A storage under pressure. **Closing:** takes the pressure away, and the backend with it.
    interface Pressed extends AutoCloseable {
        /// The backend.
        StateBackend state();

        @Override
        void close();
    }

    /// Opens an empty storage on a disk that has room for one megabyte at least and ten at most; skips the test where
    /// the machine has none to give.
    Pressed onASmallDisk();

    /// Opens a storage that may only be read, and holds one document.
    Pressed readOnly(StateKey key, String document);

    @Test
    default void aFullDiskLeavesTheOldDocumentWhole() {
        StateKey key = new StateKey("r", "s");
        try (Pressed pressed = onASmallDisk()) {
            StateBackend state = pressed.state();
            long version = 0;
            String stored = "";
            DatacookException full = null;
            for (int doubling = 0; full == null && doubling < DOUBLINGS_MAX; doubling++) {
                String document = noise(doubling, (8 << 10) << doubling);
                long before = version;
                full = catchThrowableOfType(
                        DatacookException.class,
                        () -> assertThat(state.compareAndSet(key, before, document))
                                .isTrue());
                if (full == null) {
                    version++;
                    stored = document;
                }
            }
            assertThat(full).as("the disk gets full").isNotNull();
            assertThat(full.code()).as(full.describe()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
            assertThat(full.describe()).containsIgnoringCase("disk");
            assertThat(state.load(key)).isEqualTo(new Versioned(version, stored));
            assertThat(state.list(null)).isEqualTo(List.of(key));
            assertThat(state.compareAndSet(key, version, "{}"))
                    .as("what needs no more room is stored")
                    .isTrue();
        }
    }

    @Test
    default void aStorageThatMayOnlyBeReadRefusesAndIsStillRead() {
        StateKey key = new StateKey("r", "s");
        try (Pressed pressed = readOnly(key, "{\"n\":1}")) {
            StateBackend state = pressed.state();
            for (StateKey changed : List.of(key, new StateKey("r", "new"))) {
                DatacookException refused = catchThrowableOfType(
                        DatacookException.class, () -> state.compareAndSet(changed, changed.equals(key) ? 1 : 0, "{}"));
                assertThat(refused).isNotNull();
                assertThat(refused.code()).as(refused.describe()).isEqualTo(ErrorCode.ACCESS_DENIED);
            }
            assertThat(catchThrowableOfType(DatacookException.class, () -> state.remove(key, 1)))
                    .isNotNull()
                    .extracting(DatacookException::code)
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(state.load(key)).isEqualTo(new Versioned(1, "{\"n\":1}"));
            assertThat(state.list(null)).isEqualTo(List.of(key));
        }
    }

    /// A document that no compression makes smaller.
    private static String noise(long seed, int characters) {
        Random random = new Random(seed);
        byte[] bytes = new byte[characters / 4 * 3];
        random.nextBytes(bytes);
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }
}
