package io.datacook.stateservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A run event as a stranger reads it from Kafka.
record Received(String key, Map<String, String> headers, JsonNode data) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    String type() {
        return header("ce_type").replace("dev.datacook.run.", "");
    }

    String run() {
        return header("ce_subject");
    }

    String id() {
        return header("ce_id");
    }

    long sequence() {
        return Long.parseLong(header("ce_sequence"));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Reads a topic from its beginning until enough has come; fails if it does not come.
    static List<Received> await(String bootstrapServers, Predicate<List<Received>> enough) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "test-" + System.nanoTime(),
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                "500");
        List<Received> all = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("datacook.run-events"));
            while (!enough.test(all)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("these came, and nothing more: " + all);
                }
                consumer.poll(Duration.ofMillis(200)).forEach(record -> all.add(of(record)));
            }
        }
        return all;
    }

    private static Received of(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            return new Received(record.key(), headers, JSON.readTree(record.value()));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(record.value(), broken);
        }
    }

    /// Whether a run's event of this type has come.
    static Predicate<List<Received>> has(String run, String type) {
        return all -> all.stream()
                .anyMatch(event -> event.run().equals(run) && event.type().equals(type));
    }
}
