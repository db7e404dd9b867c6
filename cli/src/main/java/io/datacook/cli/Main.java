package io.datacook.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The process. Quarkus packages it and describes it to native images; no container is started, for no command needs
/// one and each would wait for it.
@QuarkusMain
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        // Libraries have nothing to say to users; what matters arrives as an exception.
        Logger.getLogger("").setLevel(Level.OFF);
        String training = System.getProperty(Training.PROPERTY);
        System.exit(training == null ? Cli.run(Host.system(), args) : Training.run(Path.of(training)));
    }
}
