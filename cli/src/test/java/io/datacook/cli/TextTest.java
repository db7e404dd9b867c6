package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
    private static final Instant START = Instant.parse("2026-11-21T08:30:00Z");

    @Test
    void tablesAreAsWideAsTheyNeedToBe() {
        // Given
        TextTable table = new TextTable(new Style(false), "NAME", "#ROWS", "NOTE");
        table.row("orders", "12", "a\nb").row("c", "1,234,567", "x".repeat(200));

        // Then
        assertThat(table.lines())
                .containsExactly(
                        "  NAME         ROWS  NOTE",
                        "  orders         12  a b",
                        "  c       1,234,567  " + "x".repeat(200));
    }

    @Test
    void narrowScreensShowTheColumnsThatMatter() {
        // Given
        TextTable table = new TextTable(new Style(false), "NAME", "#ROWS", "#FILES", "STATE");
        table.row("orders", "12", "1", "-").row("customers", "1,234,567", "2", "-");

        // Then
        assertThat(table.dropIfAll("-", "STATE").fit(24, "FILES", "ROWS").lines())
                .containsExactly("  NAME            ROWS", "  orders            12", "  customers  1,234,567");
    }

    @Test
    void longLinesBreakBetweenWords() {
        assertThat(Wrap.lines("DC101 the keys are one, two, three and four", 6, 30))
                .containsExactly("DC101 the keys are one, two,", "      three and four");
        assertThat(Wrap.lines("  a   " + "x".repeat(40) + " b", 6, 30))
                .containsExactly("  a", "      " + "x".repeat(40), "      b");
        assertThat(Wrap.lines("short", 6, 30)).containsExactly("short");
        assertThat(Wrap.lines("x ".repeat(40), 6, Integer.MAX_VALUE)).hasSize(1);
        assertThat(Wrap.lines("\u001b[31mDC101\u001b[0m one two three four", 2, 22))
                .containsExactly("\u001b[31mDC101\u001b[0m one two three", "  four");
    }

    @Test
    void progressFitsANarrowScreen() {
        // Given
        MovedClock clock = new MovedClock();
        Progress progress = new Progress(clock);
        progress.streamStarted("orders", 20_000_000, -1);
        progress.batchRead("orders", "a", 9_000_000, 900_000_000);
        clock.now = START.plusSeconds(30);

        // Then
        assertThat(progress.lines(8, 80).getFirst())
                .hasSizeLessThanOrEqualTo(80)
                .startsWith("orders ━")
                .endsWith(" left");
        assertThat(progress.lines(8, 140).getFirst()).contains("━".repeat(9) + "─".repeat(11));
    }

    @Test
    void coloursDoNotShiftColumns() {
        // Given
        Style style = new Style(true);
        TextTable table = new TextTable(style, "A", "B");
        table.row(style.good("yes"), "1").row("no", "2");

        // Then
        assertThat(table.lines().get(1)).isEqualTo("  \u001b[32myes\u001b[0m  1");
        assertThat(table.lines().get(2)).isEqualTo("  no   2");
        assertThat(Style.width(style.bold("é") + "ü")).isEqualTo(2);
    }

    @Test
    void progressShowsRateShareAndTimeLeft() {
        // Given
        MovedClock clock = new MovedClock();
        Progress progress = new Progress(clock);

        // When
        progress.streamStarted("orders", 1000, -1);
        progress.streamStarted("customers", -1, -1);
        clock.now = START.plusSeconds(2);
        progress.batchRead("orders", "s0", 500, 4_000_000);
        progress.rejected("orders", List.of(new Reject("read", "p", null, null, "r", "x")));
        progress.epochCommitted(new EpochId("r", "orders", "w", "s", 1, 1), 499, 1, Duration.ZERO);

        // Then
        assertThat(progress.lines(8, 200))
                .containsExactly(
                        "orders    ━━━━━━━━━━────────── 50%        500 rows      250 rows/s     2.0 MB/s  "
                                + "1 quarantined  2.00 s left",
                        "customers          0 rows        0 rows/s     0.0 MB/s  2.00 s");
        assertThat(progress.lines(1, 30)).allMatch(line -> line.length() <= 30).hasSize(2);
    }

    @Test
    void anEstimateThatWasTooLowNeverMakesABarFull() {
        // Given
        MovedClock clock = new MovedClock();
        Progress progress = new Progress(clock);
        progress.streamStarted("orders", 10, -1);

        // When
        progress.batchRead("orders", "s0", 1000, 1);
        clock.now = START.plusSeconds(1);

        // Then
        assertThat(progress.lines(8, 200).getFirst()).contains(" 99%").doesNotContain("left");
    }

    @Test
    void retriesAreToldOnce() {
        // Given
        Progress progress = new Progress(new MovedClock());

        // When
        progress.retrying(
                "orders", 2, Duration.ofSeconds(4), new DatacookException(ErrorCode.SOURCE_UNREACHABLE, "gone\nmore"));

        // Then
        assertThat(progress.takeNotices()).containsExactly("orders: DC201 gone; attempt 2 follows in 4.00 s");
        assertThat(progress.takeNotices()).isEmpty();
    }

    @Test
    void theSecondInterruptIsNotTheFirst() {
        // Given
        Interrupts interrupts = new Interrupts();

        // Then
        assertThat(interrupts.isRequested()).isFalse();
        assertThat(interrupts.request(ExitCode.INTERRUPTED)).isTrue();
        assertThat(interrupts.request(ExitCode.DRAINED)).isFalse();
        assertThat(interrupts.reason()).isEqualTo(ExitCode.INTERRUPTED);
    }

    private static final class MovedClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
