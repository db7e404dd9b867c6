package io.datacook.cli;

import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {
    /// The release; a test holds it to the pom.
    static final String NUMBER = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {"datacook " + NUMBER, "Java " + Runtime.version()};
    }
}
