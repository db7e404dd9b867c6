package io.datacook.cli;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Option;

/// `--yes`, for commands that take something away.
final class Consent {
    @Option(
            names = {"-y", "--yes"},
            description = "Do it without asking.")
    private boolean given;

    /// Asks where somebody can answer.
    ///
    /// @param what the consequence, as a sentence
    /// @throws DatacookException `USAGE` if the answer is no, or nobody can answer
    void require(Host host, String what) {
        if (given) {
            return;
        }
        Terminal terminal = host.terminal();
        if (!terminal.inIsKeyboard() || !terminal.errIsScreen()) {
            throw new DatacookException(ErrorCode.USAGE, what + "\nAdd --yes if that is meant.");
        }
        terminal.err().print(what + " Go on? [y/N] ");
        terminal.err().flush();
        try {
            String answer = terminal.in().readLine();
            if (answer == null || !answer.strip().matches("(?i)y|yes")) {
                throw new DatacookException(ErrorCode.USAGE, "not done, as you wish; nothing was touched");
            }
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
