package io.datacook.cli;

import picocli.CommandLine.Option;

/// `--output`, for commands that print data.
final class Output {
    /// What `--output` takes.
    enum Format {
        /// For people.
        text,
        /// For programs: one JSON document on standard output, everything else on standard error.
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Print for people or for programs: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    boolean isJson() {
        return format == Format.json;
    }
}
