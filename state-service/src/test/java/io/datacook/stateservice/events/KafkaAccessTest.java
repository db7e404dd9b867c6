package io.datacook.stateservice.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.stateservice.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
    @TempDir
    private Path folder;

    /// @param tls whether over TLS
    private record Given(
            boolean tls,
            Optional<Path> tlsCa,
            Optional<Path> tlsCert,
            Optional<Path> tlsKey,
            Optional<String> username,
            Optional<String> password,
            String saslMechanism)
            implements Settings.Events {
        private static Given plain() {
            return new Given(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "SCRAM-SHA-512");
        }

        private Given withTls(@Nullable Path ca, @Nullable Path cert, @Nullable Path key) {
            return new Given(
                    true,
                    Optional.ofNullable(ca),
                    Optional.ofNullable(cert),
                    Optional.ofNullable(key),
                    username,
                    password,
                    saslMechanism);
        }

        private Given withLogin(@Nullable String secret, String mechanism) {
            return new Given(
                    tls, tlsCa, tlsCert, tlsKey, Optional.of("loader"), Optional.ofNullable(secret), mechanism);
        }

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public String bootstrapServers() {
            return "kafka:9092";
        }

        @Override
        public String topic() {
            return "t";
        }

        @Override
        public Duration interval() {
            return Duration.ZERO;
        }

        @Override
        public int rows() {
            return 1;
        }

        @Override
        public Duration age() {
            return Duration.ZERO;
        }
    }

    @Test
    void withoutTlsAndLoginThereIsNothingToSay() {
        assertThat(KafkaAccess.of(Given.plain())).containsExactly(Map.entry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void tlsTrustsTheGivenCertificatesAndShowsItsOwn() throws IOException {
        Path file = Files.writeString(folder.resolve("file.pem"), "PEM");

        Map<String, Object> access = KafkaAccess.of(Given.plain().withTls(file, file, file));

        assertThat(access)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.certificates", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", "PEM")
                .containsEntry("ssl.keystore.key", "PEM");
    }

    @Test
    void aPasswordIsQuotedAsJaasWantsIt() {
        Map<String, Object> access =
                KafkaAccess.of(Given.plain().withTls(null, null, null).withLogin("a\"b\\c", "SCRAM-SHA-512"));

        assertThat(access)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required "
                                + "username=\"loader\" password=\"a\\\"b\\\\c\";");
    }

    @Test
    void settingsThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> KafkaAccess.of(Given.plain().withLogin(null, "PLAIN")))
                .hasMessageContaining("DATACOOK_EVENTS_PASSWORD");
        assertThatThrownBy(() -> KafkaAccess.of(Given.plain().withLogin("b", "NTLM")))
                .hasMessageContaining("NTLM")
                .hasMessageContaining("SCRAM-SHA-256");
        assertThatThrownBy(() -> KafkaAccess.of(Given.plain().withTls(null, folder, null)))
                .hasMessageContaining("DATACOOK_EVENTS_TLS_KEY");
        assertThatThrownBy(() -> KafkaAccess.of(Given.plain().withTls(folder.resolve("absent"), null, null)))
                .hasMessageContaining("DATACOOK_EVENTS_TLS_CA")
                .hasMessageContaining("absent");
    }
}
