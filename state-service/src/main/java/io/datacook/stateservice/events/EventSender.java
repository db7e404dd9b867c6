package io.datacook.stateservice.events;

import io.datacook.stateservice.store.EventTable.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/// Sends events to Kafka as CloudEvents in binary mode, one after another for each recipe, many recipes at once.
///
/// **Threading:** one thread at a time.
@Singleton
final class EventSender {
    static final String CHANNEL = "run-events";

    private static final int RECIPES_AT_ONCE = 64;
    /// More than the producer and the channel need to give up: see application.properties.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final URI SCHEMA = URI.create("urn:datacook:run-event:1");

    private final MutinyEmitter<String> emitter;

    EventSender(
            @Channel(CHANNEL) @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 2 * RECIPES_AT_ONCE)
                    MutinyEmitter<String> emitter) {
        this.emitter = emitter;
    }

    /// What became of a batch.
    ///
    /// @param positions of the events that Kafka has acknowledged
    /// @param failure the first one, or `null`
    record Sent(Set<Long> positions, @Nullable Throwable failure) {}

    /// Sends them and waits until Kafka has them or will not have them. After a failure nothing more of the same
    /// recipe is sent, so that the order is kept.
    Sent send(List<Event> events) {
        Map<String, List<Event>> byKey = events.stream()
                .collect(Collectors.groupingBy(EventSender::key, LinkedHashMap::new, Collectors.toList()));
        Set<Long> sent = ConcurrentHashMap.newKeySet();
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        Multi.createFrom()
                .iterable(byKey.values())
                .onItem()
                .transformToMulti(ofOneKey -> Multi.createFrom()
                        .iterable(ofOneKey)
                        .onItem()
                        .transformToUniAndConcatenate(event -> emitter.sendMessage(message(event))
                                .invoke(() -> sent.add(event.position()))
                                .replaceWith(event))
                        .onFailure()
                        .invoke(failed -> first.compareAndSet(null, failed))
                        .onFailure()
                        .recoverWithCompletion())
                .merge(RECIPES_AT_ONCE)
                .onItem()
                .ignoreAsUni()
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithUni(() -> {
                    first.compareAndSet(null, new IllegalStateException("Kafka does not answer"));
                    return Uni.createFrom().voidItem();
                })
                .await()
                .indefinitely();
        return new Sent(Set.copyOf(sent), first.get());
    }

    /// Kafka keeps the order of what has the same key.
    private static String key(Event event) {
        return event.tenant() + "/" + event.recipe();
    }

    private static Message<String> message(Event event) {
        return Message.of(
                event.data(),
                Metadata.of(
                        OutgoingKafkaRecordMetadata.<String>builder()
                                .withKey(key(event))
                                .build(),
                        OutgoingCloudEventMetadata.<String>builder()
                                .withId(event.id())
                                .withSource(source(event))
                                .withType(event.type())
                                .withSubject(event.run())
                                .withTimestamp(event.at().atZone(ZoneOffset.UTC))
                                .withDataContentType("application/json")
                                .withDataSchema(SCHEMA)
                                .withExtension("sequence", Long.toString(event.sequence()))
                                .build()));
    }

    private static URI source(Event event) {
        try {
            return new URI(null, null, "/datacook/" + key(event), null);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a path is quoted as needed", impossible);
        }
    }
}
