package io.datacook.cli;

import io.datacook.api.Consequence;
import io.datacook.api.DatacookException;

/// What the process tells the shell. Documented in `docs/reference/cli.md`; numbers never change their meaning.
enum ExitCode {
    /// Everything that was asked for is done.
    DONE(0, "Done."),
    /// The recipe, the command line, the data or a permission: mend it; trying again does not help.
    USER(2, "Mend the recipe, the command line, the data or a permission first; trying again does not help."),
    /// A system outside did not answer: trying again may help.
    EXTERNAL(3, "A system outside failed or did not answer; trying again may help."),
    /// Memory, disk or open files ran out.
    RESOURCES(4, "Memory, disk or another limit of this machine ran out."),
    /// What was read and what arrived differ.
    RECEIPT_MISMATCH(5, "What was read and what is visible at the destination differ."),
    /// A fault of Datacook.
    INTERNAL(70, "A fault of Datacook; the session's logs/fault.log has the details."),
    /// Told to stop by SIGTERM; what was committed stays, the next run continues.
    DRAINED(75, "Asked to stop by SIGTERM; everything committed stays and the next run continues there."),
    /// Ctrl-C; what was committed stays, the next run continues.
    INTERRUPTED(130, "Stopped by Ctrl-C; everything committed stays and the next run continues there.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    /// One sentence for the documentation.
    String meaning() {
        return meaning;
    }

    /// By the one table of errors.
    static ExitCode of(DatacookException failure) {
        int number = Consequence.of(failure.code()).commandExit();
        for (ExitCode exit : values()) {
            if (exit.number == number) {
                return exit;
            }
        }
        throw new IllegalStateException("exit code %d has no meaning here".formatted(number));
    }
}
