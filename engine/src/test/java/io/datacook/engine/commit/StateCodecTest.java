package io.datacook.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Manifest;
import io.datacook.api.Manifest.StagedFile;
import io.datacook.api.Position;
import io.datacook.api.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");

    private static StreamState full() {
        Manifest manifest = new Manifest(List.of(
                new StagedFile("_staging/w1-s0-e3-f7.parquet", "part-w1-s0-e3.parquet", 1 << 20, 7, "crc32:0a1b2c3d"),
                new StagedFile("x", "y \"quoted\" ä😀", 0, 0, "crc32:00000000")));
        SplitState busy = new SplitState(
                new Split("s0", new TreeMap<>(Map.of("file", "a \n b", "offset", "0")), 100, 2000),
                7,
                3,
                Position.of("offset", 77),
                false,
                10,
                11,
                12,
                "2026-01-01",
                "2 rows",
                "0123456789abcdef",
                List.of(manifest, new Manifest(List.of())),
                manifest,
                4);
        Window window = new Window(
                "wabc",
                "run1",
                NOW,
                new CursorRange("updated_at", null, "2026-11-21"),
                "replace",
                "digest",
                Window.Phase.FINISHING,
                List.of(busy, SplitState.fresh(Split.of("s1", Map.of()))),
                97);
        return new StreamState(
                99,
                new Lease(new Owner("host#4026", 4711, 1_700_000_000_000L, "run1"), 98, NOW, NOW.plusSeconds(60)),
                new Cursor("updated_at", "2026-11-20"),
                window,
                new Totals(5, 1L << 40, 3, "wabb", NOW, "run0"));
    }

    @Test
    void readsBackWhatItWrote() {
        for (StreamState state : List.of(full(), StreamState.EMPTY)) {
            assertThat(StateCodec.read(StateCodec.write(state), "test")).isEqualTo(state);
        }
    }

    @Test
    void readsBackCheckpointsOfDestinations() {
        SplitState split = Objects.requireNonNull(full().window()).splits().getFirst();
        Checkpoint checkpoint = new Checkpoint(
                "wabc",
                "s0",
                3,
                new EpochCommit.Progress(
                        split.position(),
                        true,
                        1,
                        2,
                        3,
                        null,
                        "1 row",
                        split.manifests().getFirst()));
        assertThat(StateCodec.readCheckpoint(StateCodec.write(checkpoint), "test"))
                .isEqualTo(checkpoint);
    }

    @Test
    void isStableForReadersOfToday() {
        assertThat(StateCodec.write(StreamState.EMPTY))
                .isEqualTo("{\"datacook_state\":1,\"fence\":0,\"totals\":{\"windows\":0,\"rows\":0,\"rejects\":0}}");
    }

    @Test
    void staysSmallForWindowsOfManySplits() {
        List<SplitState> splits = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            splits.add(SplitState.fresh(Split.of("s%04d".formatted(i), Map.of("file", "part-" + i + ".csv"))));
        }
        Window window = new Window("w1", "run1", NOW, null, "append", "d", Window.Phase.READING, splits);
        StreamState state = new StreamState(1, null, null, window, Totals.NONE);
        assertThat(StateCodec.write(state).length()).isLessThan(60 * 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"datacook_state\":1}",
                "{\"datacook_state\":1,\"fence\":\"x\",\"totals\":{}}",
                "{\"datacook_state\":1,\"fence\":1,\"totals\":{\"windows\":1,\"rows\":2,\"rejects\":0},\"lease\":{}}",
                "{\"datacook_state\":1,\"fence\":1,\"totals\":{\"windows\":1,\"rows\":2,\"rejects\":0,"
                        + "\"last_success\":\"yesterday\"}}",
                "{\"datacook_state\":1,\"fence\":0,\"totals\":{\"windows\":0,\"rows\":0,\"rejects\":0}} {}",
                "{\"datacook_state\":1,\"fence\":0,\"totals\":{\"windows\":0,\"ro"
            })
    void refusesWhatIsDamagedAndSaysWhatToDo(String damaged) {
        assertThatThrownBy(() -> StateCodec.read(damaged, "/state/orders.json"))
                .isInstanceOfSatisfying(DatacookException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.STATE_INVALID);
                    assertThat(failure)
                            .hasMessageContaining("/state/orders.json")
                            .hasMessageContaining("state reset");
                });
    }

    @Test
    void refusesADocumentOfANewerRelease() {
        assertThatThrownBy(() -> StateCodec.read("{\"datacook_state\":2}", "/state/orders.json"))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("up to 1");
    }

    @Test
    void survivesTheLossOfAnyTail() {
        String document = StateCodec.write(full());
        for (int length = 0; length < document.length(); length++) {
            String torn = document.substring(0, length);
            assertThatThrownBy(() -> StateCodec.read(torn, "test")).isInstanceOf(DatacookException.class);
        }
    }
}
