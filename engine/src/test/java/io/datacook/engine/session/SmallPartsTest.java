package io.datacook.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallPartsTest {
    @Test
    void numbersReadAsPeopleWriteThem() {
        assertThat(Quantities.count(1234567)).isEqualTo("1,234,567");
        assertThat(Quantities.of(1, "row")).isEqualTo("1 row");
        assertThat(Quantities.of(0, "row")).isEqualTo("0 rows");
        assertThat(List.of(0.0, 1.5, 950.0, 999.7, 12_340.0, 999_600.0, 4.5e6, 7e12, 7e15).stream()
                        .map(Quantities::brief))
                .containsExactly("0", "1.5", "950", "1000", "12.3 k", "1.0 M", "4.5 M", "7.0 T", "7000 T");
        assertThat(List.of(87L, 1_320L, 59_999L, 247_000L, 7_500_000L).stream()
                        .map(millis -> Quantities.time(Duration.ofMillis(millis))))
                .containsExactly("87 ms", "1.32 s", "60.00 s", "4 min 07 s", "2 h 05 min");
        assertThat(Quantities.perSecond(10, Duration.ZERO)).isZero();
    }

    @Test
    void pointsAreThinnedOutButTheLastStays() {
        // Given
        Throughput throughput = new Throughput();

        // When
        for (int i = 0; i < 100_000; i++) {
            throughput.offer(new Throughput.Point(Duration.ofMillis(i * 10L), i, i, i));
        }
        throughput.end(new Throughput.Point(Duration.ofSeconds(1001), 100_000, 100_000, 1));

        // Then
        List<Throughput.Point> points = throughput.points();
        assertThat(points.size()).isBetween(Throughput.POINTS_MAX / 4, Throughput.POINTS_MAX);
        assertThat(points).isSortedAccordingTo((left, right) -> left.elapsed().compareTo(right.elapsed()));
        assertThat(points.getLast().rowsRead()).isEqualTo(100_000);
    }

    @Test
    void topsOfAxesAreRound() {
        assertThat(ThroughputChart.niceTop(0)).isEqualTo(1);
        assertThat(ThroughputChart.niceTop(730)).isEqualTo(800);
        assertThat(ThroughputChart.niceTop(1001)).isEqualTo(2000);
        assertThat(ThroughputChart.niceTop(900)).isEqualTo(1000);
    }

    @Test
    void treesBecomeJsonAndYaml() {
        // Given
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", "a \"b\"\nc");
        tree.put("none", null);
        tree.put("items", Arrays.asList(1, 2L, 0.5, new BigDecimal("1.10"), true, null));
        tree.put("took", Duration.ofSeconds(2));
        tree.put("file", Path.of("a", "b"));

        // Then
        assertThat(Documents.jsonLine(tree))
                .isEqualTo("{\"text\":\"a \\\"b\\\"\\nc\",\"none\":null,"
                        + "\"items\":[1,2,0.5,1.10,true,null],\"took\":2000,\"file\":\"a/b\"}");
        tree.remove("took");
        tree.remove("file");
        Map<?, ?> read = Documents.readYaml(Documents.yaml(tree));
        assertThat(read).hasSize(3);
        assertThat(read.get("text")).isEqualTo("a \"b\"\nc");
        assertThat(Documents.readYaml("[]")).isNull();
    }

    @Test
    void peakMemoryIsReadWhereThereIsOne(@TempDir Path folder) throws IOException {
        // Given
        Path status =
                Files.writeString(folder.resolve("status"), "VmPeak:\t  9 kB\nVmHWM:\t   93000 kB\nVmRSS:\t 1 kB\n");

        // Then
        assertThat(PeakMemory.bytes(status)).isEqualTo(93_000L * 1024);
        assertThat(PeakMemory.bytes(folder.resolve("absent"))).isEqualTo(-1);
    }
}
