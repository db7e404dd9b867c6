package io.datacook.stateservice.events;

import io.datacook.stateservice.Settings;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How Kafka is reached: TLS and who logs in, in the words of Kafka's client. Asked for when the channel is made.
@Singleton
public final class KafkaAccess {
    private static final Map<String, String> LOGINS = Map.of(
            "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
            "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

    KafkaAccess() {}

    /// @throws IllegalStateException if a file cannot be read, or settings do not fit
    @Produces
    @Singleton
    @Identifier(EventSender.CHANNEL)
    static Map<String, Object> settings(Settings settings) {
        return of(settings.events());
    }

    static Map<String, Object> of(Settings.Events events) {
        Map<String, Object> all = new TreeMap<>();
        all.put("security.protocol", protocol(events));
        if (events.tls()) {
            tls(events, all);
        }
        events.username().ifPresent(name -> login(events, name, all));
        return all;
    }

    private static String protocol(Settings.Events events) {
        boolean login = events.username().isPresent();
        return events.tls() ? (login ? "SASL_SSL" : "SSL") : (login ? "SASL_PLAINTEXT" : "PLAINTEXT");
    }

    private static void tls(Settings.Events events, Map<String, Object> all) {
        events.tlsCa().ifPresent(file -> {
            all.put("ssl.truststore.type", "PEM");
            all.put("ssl.truststore.certificates", read("DATACOOK_EVENTS_TLS_CA", file));
        });
        if (events.tlsCert().isPresent() != events.tlsKey().isPresent()) {
            throw new IllegalStateException(
                    "DATACOOK_EVENTS_TLS_CERT and DATACOOK_EVENTS_TLS_KEY belong together: set both or neither");
        }
        events.tlsCert().ifPresent(file -> {
            all.put("ssl.keystore.type", "PEM");
            all.put("ssl.keystore.certificate.chain", read("DATACOOK_EVENTS_TLS_CERT", file));
        });
        events.tlsKey().ifPresent(file -> all.put("ssl.keystore.key", read("DATACOOK_EVENTS_TLS_KEY", file)));
    }

    private static void login(Settings.Events events, String username, Map<String, Object> all) {
        String module = LOGINS.get(events.saslMechanism());
        if (module == null) {
            throw new IllegalStateException("DATACOOK_EVENTS_SASL_MECHANISM is '%s'; allowed are PLAIN, SCRAM-SHA-256 "
                            .formatted(events.saslMechanism())
                    + "and SCRAM-SHA-512");
        }
        Optional<String> password = events.password();
        if (password.isEmpty()) {
            throw new IllegalStateException("DATACOOK_EVENTS_USERNAME is set: set DATACOOK_EVENTS_PASSWORD too");
        }
        all.put("sasl.mechanism", events.saslMechanism());
        all.put(
                "sasl.jaas.config",
                "%s required username=\"%s\" password=\"%s\";"
                        .formatted(module, quoted(username), quoted(password.get())));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String read(String setting, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "%s: %s cannot be read: %s".formatted(setting, file, failed.getMessage()), failed);
        }
    }
}
