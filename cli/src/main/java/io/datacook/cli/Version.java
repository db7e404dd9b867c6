package io.datacook.cli;

import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {
    /// The release; the tidy build checks it against the pom.
    static final String NUMBER = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {"datacook " + NUMBER, "Java " + Runtime.version()};
    }
}
