package io.datacook.pod;

import io.datacook.api.Batch;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.link.LinkOptions;
import io.datacook.engine.link.LinkServer;
import io.datacook.engine.link.LinkUpstream;
import io.datacook.engine.link.LinkWatch;
import io.datacook.engine.load.StopSignal;
import io.datacook.engine.recipe.Environment;
import io.datacook.engine.recipe.Recipe;
import io.datacook.engine.recipe.RecipeFiles;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/// One transport, one side: `LinkBench server raw|link|flight PORT`, or
/// `LinkBench client raw|link|flight PORT REPETITIONS none|zstd LANES`.
///
/// The client prints a line for each repetition: transport, compression, lanes, MB/s of Arrow bytes over all lanes, and
/// its CPU seconds for a GB. Only the link compresses.
public final class LinkBench {
    static final int BATCHES = 100;
    private static final int WARM_UPS = 2;
    static final int ROWS = 1 << 16;

    private LinkBench() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("server")) {
            serve(arguments[1], port);
            return;
        }
        LinkOptions.Compression compression = LinkOptions.Compression.valueOf(arguments[4].toUpperCase(Locale.ROOT));
        int lanes = Integer.parseInt(arguments[5]);
        Recipe recipe = recipe();
        // Mutiny looks for context providers at its first use, and two threads must not do so at once.
        Uni.createFrom().voidItem().await().indefinitely();
        try (BufferAllocator allocator = new RootAllocator();
                ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            for (int i = -WARM_UPS; i < Integer.parseInt(arguments[3]); i++) {
                long cpu = cpuNanos();
                long before = System.nanoTime();
                List<Future<Long>> all = new ArrayList<>();
                for (int lane = 0; lane < lanes; lane++) {
                    all.add(threads.submit(() -> receive(arguments[1], port, recipe, compression, allocator)));
                }
                long bytes = 0;
                for (Future<Long> each : all) {
                    bytes += each.get();
                }
                double seconds = (System.nanoTime() - before) / 1e9;
                if (i < 0) {
                    continue;
                }
                System.out.printf(
                        Locale.ROOT,
                        "%s %s %d %.0f %.2f%n",
                        arguments[1],
                        arguments[4],
                        lanes,
                        bytes / 1e6 / seconds,
                        (cpuNanos() - cpu) / 1e9 / (bytes / 1e9));
            }
        }
        System.exit(0);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Recipe recipe() throws Exception {
        Path file = java.nio.file.Files.createTempFile("bench", ".yaml");
        try {
            java.nio.file.Files.writeString(
                    file, "name: b\nsource: { type: csv, path: x }\ndestination: { type: csv, path: y }\n");
            return RecipeFiles.load(file, new Environment(Map.of(), 2)).orThrow();
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    private static void serve(String transport, int port) throws Exception {
        BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot rows = BenchRows.make(ROWS, allocator);
        switch (transport) {
            case "raw" -> serveRaw(port, rows);
            case "link" -> {
                LinkRoute route = new LinkRoute();
                route.open(new LinkServer(recipe(), new BenchRows(rows), allocator, LinkWatch.SILENT));
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
                        .createHttpServer()
                        .requestHandler(route::serve)
                        .listen(port, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
            default ->
                FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port), new NoOpFlightProducer() {
                            @Override
                            public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
                                // gRPC tells that it is ready only after this call has returned.
                                Thread.ofPlatform().start(() -> sendFlight(rows.slice(0, ROWS), listener));
                            }
                        })
                        .build()
                        .start();
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static void sendFlight(VectorSchemaRoot rows, FlightProducer.ServerStreamListener listener) {
        BackpressureStrategy pressure = new BackpressureStrategy.CallbackBackpressureStrategy();
        pressure.register(listener);
        listener.setUseZeroCopy(true);
        try (rows) {
            listener.start(rows);
            for (int i = 0; i < BATCHES; i++) {
                pressure.waitForListener(60_000);
                listener.putNext();
            }
            listener.completed();
        }
    }

    private static void serveRaw(int port, VectorSchemaRoot rows) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", port));
        Thread.ofPlatform().start(() -> {
            while (true) {
                try {
                    SocketChannel channel = server.accept();
                    Thread.ofPlatform().start(() -> sendRaw(channel, rows.slice(0, ROWS)));
                } catch (java.io.IOException gone) {
                    System.err.println(gone.getMessage());
                }
            }
        });
    }

    private static void sendRaw(SocketChannel channel, VectorSchemaRoot rows) {
        try (channel;
                rows;
                ArrowStreamWriter writer = new ArrowStreamWriter(rows, null, channel)) {
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            writer.start();
            for (int i = 0; i < BATCHES; i++) {
                writer.writeBatch();
            }
            writer.end();
        } catch (java.io.IOException gone) {
            System.err.println(gone.getMessage());
        }
    }

    private static long receive(
            String transport, int port, Recipe recipe, LinkOptions.Compression compression, BufferAllocator allocator)
            throws Exception {
        return switch (transport) {
            case "raw" -> receiveRaw(port, allocator);
            case "link" -> receiveLink(port, recipe, compression, allocator);
            default -> receiveFlight(port, allocator);
        };
    }

    private static long receiveRaw(int port, BufferAllocator allocator) throws Exception {
        long bytes = 0;
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                ArrowStreamReader reader = new ArrowStreamReader(Channels.newInputStream(channel), allocator)) {
            while (reader.loadNextBatch()) {
                bytes += BenchRows.bytes(reader.getVectorSchemaRoot());
            }
        }
        return bytes;
    }

    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    private static long receiveLink(
            int port, Recipe recipe, LinkOptions.Compression compression, BufferAllocator allocator) {
        LinkClient client = new LinkClient(
                VERTX.createHttpClient(new HttpClientOptions()),
                Directory.fixed(new Peer(StageName.EXTRACTOR, "127.0.0.1:" + port, 0)),
                StageName.EXTRACTOR,
                Duration.ofSeconds(10),
                Clock.systemUTC(),
                StopSignal.NEVER);
        LinkUpstream link =
                new LinkUpstream(client, LinkOptions.DEFAULT.with(compression), allocator, LinkWatch.SILENT);
        long bytes = 0;
        try (Feed feed = link.open(recipe.streams().getFirst());
                SplitRows rows = feed.read(Split.of("s", Map.of()), Position.START, null)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                bytes += BenchRows.bytes(batch.rows());
                batch.close();
            }
        }
        return bytes;
    }

    private static long receiveFlight(int port, BufferAllocator allocator) throws Exception {
        long bytes = 0;
        try (FlightClient client = FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port))
                        .build();
                FlightStream stream = client.getStream(new Ticket(new byte[0]))) {
            while (stream.next()) {
                bytes += BenchRows.bytes(stream.getRoot());
            }
        }
        return bytes;
    }
}
