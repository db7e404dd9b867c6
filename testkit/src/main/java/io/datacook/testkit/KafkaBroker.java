package io.datacook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real Kafka of one node as a process of its own, that can be killed and started again with its data, on the same
/// port. The class path of the tests must hold `org.apache.kafka:kafka_2.13`.
///
/// **Threading:** one thread starts and ends it; anybody may use its address. **Closing:** ends the process; its
/// folder belongs to the caller.
public final class KafkaBroker implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final String CLUSTER = "datacook-tests-00000000";

    private final int port;
    private final Path log;
    private final Path properties;
    private Process process;

    private KafkaBroker(int port, Path log, Path properties) {
        this.port = port;
        this.log = log;
        this.properties = properties;
        this.process = launch(List.of("kafka.Kafka", properties.toString()));
    }

    /// Starts one that keeps its data in the folder, and waits until it can be reached.
    public static KafkaBroker start(Path folder) {
        int port = ServerProcess.freePort();
        try {
            Files.createDirectories(folder);
            Path properties = Files.writeString(folder.resolve("server.properties"), """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@127.0.0.1:%2$d
                    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                    controller.listener.names=CONTROLLER
                    inter.broker.listener.name=PLAINTEXT
                    log.dirs=%3$s
                    num.partitions=3
                    offsets.topic.replication.factor=1
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    group.initial.rebalance.delay.ms=0
                    """.formatted(
                            port, ServerProcess.freePort(), folder.resolve("data")));
            Path log = folder.resolve("kafka.log");
            await(
                    launch(
                            List.of("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties.toString()),
                            log),
                    log);
            KafkaBroker broker = new KafkaBroker(port, log, properties);
            broker.awaitReady();
            return broker;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// `127.0.0.1:12345`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /// `kill -9`, and waits until it is dead.
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// Starts the killed one again, and waits until it can be reached.
    public void restart() {
        process = launch(List.of("kafka.Kafka", properties.toString()));
        awaitReady();
    }

    private Process launch(List<String> main) {
        return launch(main, log);
    }

    private static Process launch(List<String> main, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(main);
        return ServerProcess.launch(command, Map.of(), log);
    }

    private static void await(Process once, Path log) {
        try {
            if (!once.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
                throw new AssertionError("Kafka's folder cannot be made: " + ServerProcess.text(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// It listens once it is a member of its cluster.
    private void awaitReady() {
        ServerProcess.awaitReady(process, "Kafka", log, () -> ServerProcess.listens(port));
    }

    @Override
    public void close() {
        kill();
    }
}
