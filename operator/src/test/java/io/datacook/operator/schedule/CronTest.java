package io.datacook.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    /// Expression, zone, after, and the next times in UTC, of the same year unless they say another.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Plain times.
                "0 * * * * | UTC | 2026-01-01T00:00:00Z | 01-01T01:00 01-01T02:00",
                "*/20 * * * * | UTC | 2026-01-01T00:00:01Z | 01-01T00:20 01-01T00:40",
                "5,35 8-9 * * * | UTC | 2026-01-01T00:00:00Z | 01-01T08:05 01-01T08:35",
                "0 12 * * 1-5 | UTC | 2026-01-02T13:00:00Z | 01-05T12:00 01-06T12:00",
                "0 0 * * 7 | UTC | 2026-01-01T00:00:00Z | 01-04T00:00",
                "0 0 * jan sun | UTC | 2026-01-25T00:00:00Z | 2027-01-03T00:00",
                "0 0 31 * * | UTC | 2026-01-31T00:00:00Z | 03-31T00:00 05-31T00:00",
                "0 0 29 2 * | UTC | 2026-01-01T00:00:00Z | 2028-02-29T00:00 2032-02-29T00:00",
                // Day of month or day of week, if both are given.
                "0 0 13 * 5 | UTC | 2026-01-01T00:00:00Z | 01-02T00:00 01-09T00:00 01-13T00:00",
                "@daily | UTC | 2026-01-01T00:00:00Z | 01-02T00:00",
                "10/15 * * * * | UTC | 2026-01-01T00:00:00Z | 01-01T00:10 01-01T00:25",
                // Madrid, spring: 02:00 to 03:00 is missing on March 29. A time in it fires at its end.
                "30 2 * * * | Europe/Madrid | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T00:30",
                "0 2 * * * | Europe/Madrid | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T00:00",
                "0 3 * * * | Europe/Madrid | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T01:00",
                "0,30 2 * * * | Europe/Madrid | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T00:00",
                "*/30 * * * * | Europe/Madrid | 2026-03-29T00:29:00Z | 03-29T00:30 03-29T01:00 03-29T01:30",
                // Madrid, autumn: 02:00 to 03:00 comes twice on October 25. A time of its own fires once.
                "30 2 * * * | Europe/Madrid | 2026-10-24T12:00:00Z | 10-25T00:30 10-26T01:30",
                "30 2 * * * | Europe/Madrid | 2026-10-25T00:30:00Z | 10-26T01:30",
                "*/30 * * * * | Europe/Madrid | 2026-10-24T23:59:00Z | 10-25T00:00 10-25T00:30 10-25T01:00 10-25T01:30",
                "0 * * * * | Europe/Madrid | 2026-10-24T23:30:00Z | 10-25T00:00 10-25T01:00 10-25T02:00",
                // New York, both ways.
                "30 2 * * * | America/New_York | 2026-03-07T12:00:00Z | 03-08T07:00 03-09T06:30",
                "30 1 * * * | America/New_York | 2026-10-31T12:00:00Z | 11-01T05:30 11-02T06:30",
                // Lord Howe moves its clocks by half an hour.
                "15 2 * * * | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 10-03T15:30 10-04T15:15",
                // Samoa had no December 30, 2011.
                "0 12 30 12 * | Pacific/Apia | 2011-12-01T00:00:00Z | 12-30T10:00 2012-12-29T22:00",
                // Beirut changes at midnight.
                "0 0 * * * | Asia/Beirut | 2026-03-28T12:00:00Z | 03-28T22:00 03-29T21:00",
            })
    void firesAt(String cron, String zone, String after, String times) {
        List<Instant> expected = List.of(times.split(" ")).stream()
                .map(time -> time.length() == 11 ? after.substring(0, 5) + time : time)
                .map(time -> Instant.parse(time + ":00Z"))
                .toList();
        List<Instant> fired = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < expected.size(); i++) {
            last = Cron.parse(cron).next(last, ZoneId.of(zone));
            fired.add(last);
        }

        assertThat(fired).containsExactlyElementsOf(expected);
    }

    @Test
    void whatNeverComesIsNotWaitedFor() {
        assertThat(Cron.parse("0 0 30 2 *").next(Instant.EPOCH, ZoneId.of("UTC")))
                .isNull();
        assertThat(Cron.parse("0 * 30 2 *").next(Instant.EPOCH, ZoneId.of("Europe/Madrid")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * *        | five",
                "60 * * * *     | within 0 to 59",
                "0 24 * * *     | within 0 to 23",
                "0 0 0 * *      | within 1 to 31",
                "0 0 * 13 *     | within 1 to 12",
                "0 0 * * 8      | within 0 to 7",
                "5-1 * * * *    | within 0 to 59",
                "*/0 * * * *    | within 0 to 59",
                "1/2/3 * * * *  | within 0 to 59",
                "1-2-3 * * * *  | within 0 to 59",
                "x * * * *      | no number",
                "@sometimes     | five",
            })
    void refuses(String cron, String complaint) {
        assertThatThrownBy(() -> Cron.parse(cron))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining(cron);
    }

    /// Between two times that follow each other there is none: checked minute by minute against the fields themselves.
    @Test
    void leavesNoMinuteOut() {
        ZoneId utc = ZoneId.of("UTC");
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            String text = "%d/%d %d-23 * * *".formatted(random.nextInt(60), 1 + random.nextInt(40), random.nextInt(20));
            Cron cron = Cron.parse(text);
            Instant from = Instant.parse("2026-01-01T00:00:00Z");
            List<Instant> slow = new ArrayList<>();
            for (Instant at = from.plusSeconds(60); slow.size() < 20; at = at.plusSeconds(60)) {
                LocalDateTime local = LocalDateTime.ofInstant(at, utc);
                if (cron.minutes().get(local.getMinute()) && cron.hours().get(local.getHour())) {
                    slow.add(at);
                }
            }
            List<Instant> fast = new ArrayList<>();
            Instant last = from;
            while (fast.size() < 20) {
                last = cron.next(last, utc);
                fast.add(last);
            }

            assertThat(fast).as("seed %d: %s", seed, text).isEqualTo(slow);
        }
    }
}
