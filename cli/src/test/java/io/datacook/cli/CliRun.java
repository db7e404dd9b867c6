package io.datacook.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Runs commands in this process, in a folder, with a clock that goes on by a millisecond at each look.
record CliRun(Path folder, Map<String, String> variables, String answers, boolean screen, Interrupts interrupts) {
    private static final AtomicInteger RUNS = new AtomicInteger();

    /// What a command did.
    record Result(int exit, String out, String err) {
        String all() {
            return out + err;
        }
    }

    static CliRun in(Path folder) {
        return new CliRun(folder, Map.of(), "", false, new Interrupts());
    }

    CliRun with(String variable, String value) {
        return new CliRun(folder, Map.of(variable, value), answers, screen, interrupts);
    }

    /// Somebody sits at a terminal and types this.
    CliRun answering(String text) {
        return new CliRun(folder, variables, text, true, interrupts);
    }

    CliRun interruptedBy(Interrupts other) {
        return new CliRun(folder, variables, answers, screen, other);
    }

    Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new BufferedReader(new StringReader(answers)),
                screen,
                screen,
                screen,
                100);
        Host host = new Host(
                folder,
                variables,
                new TickingClock(),
                terminal,
                interrupts,
                () -> "t%03d".formatted(RUNS.incrementAndGet()));
        int exit = Cli.run(host, args);
        return new Result(exit, out.toString(), err.toString());
    }

    private static final class TickingClock extends Clock {
        private final AtomicLong looks = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-21T08:30:00Z").plus(Duration.ofMillis(looks.incrementAndGet()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
