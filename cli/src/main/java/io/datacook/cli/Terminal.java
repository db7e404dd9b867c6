package io.datacook.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where a command reads and prints.
///
/// @param out what was asked for
/// @param err everything else: progress, warnings, errors
/// @param in answers to questions
/// @param outIsScreen whether somebody watches `out`
/// @param errIsScreen whether somebody watches `err`
/// @param inIsKeyboard whether somebody can answer
/// @param width columns of the screen
record Terminal(
        PrintWriter out,
        PrintWriter err,
        BufferedReader in,
        boolean outIsScreen,
        boolean errIsScreen,
        boolean inIsKeyboard,
        int width) {
    private static final int WIDTH_DEFAULT = 100;
    private static final int WIDTH_MIN = 40;
    private static final int WIDTH_MAX = 240;

    /// Columns of `out`; what is no screen takes lines of any length.
    int outWidth() {
        return outIsScreen ? width : Integer.MAX_VALUE;
    }

    /// Columns of `err`, likewise.
    int errWidth() {
        return errIsScreen ? width : Integer.MAX_VALUE;
    }

    /// The terminal of this process.
    static Terminal system(Map<String, String> variables) {
        boolean errIsScreen = isScreen(2);
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                isScreen(1),
                errIsScreen,
                isScreen(0),
                errIsScreen ? width(variables) : WIDTH_DEFAULT);
    }

    /// Linux tells where each descriptor leads; elsewhere the JDK tells for input and output together.
    private static boolean isScreen(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return Optional.ofNullable(System.console())
                    .map(Console::isTerminal)
                    .orElse(false);
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    private static int width(Map<String, String> variables) {
        String columns = variables.getOrDefault("COLUMNS", "");
        if (columns.matches("\\d{2,4}")) {
            return clamp(Integer.parseInt(columns));
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
            return ended && size.matches("\\d+ \\d+")
                    ? clamp(Integer.parseInt(size.substring(size.indexOf(' ') + 1)))
                    : WIDTH_DEFAULT;
        } catch (IOException | NumberFormatException noTerminal) {
            return WIDTH_DEFAULT;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return WIDTH_DEFAULT;
        }
    }

    private static int clamp(int columns) {
        return Math.clamp(columns, WIDTH_MIN, WIDTH_MAX);
    }
}
