package io.datacook.stateservice.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.stateservice.Settings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
    @TempDir
    private Path folder;

    /// @param settings names below `datacook.events.` and values
    private static Settings.Events settings(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "datacook.events.enabled", "true",
                "datacook.events.bootstrap-servers", "kafka:9092",
                "datacook.events.topic", "t",
                "datacook.database.url", "jdbc:postgresql://x/y",
                "datacook.database.username", "u",
                "datacook.database.connections", "1"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put("datacook.events." + settings[i], settings[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(Settings.class)
                .events();
    }

    @Test
    void withoutTlsAndLoginThereIsNothingToSay() {
        assertThat(KafkaAccess.of(settings())).containsExactly(Map.entry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void tlsTrustsTheGivenCertificatesAndShowsItsOwn() throws IOException {
        Path file = Files.writeString(folder.resolve("file.pem"), "PEM");

        Map<String, Object> access = KafkaAccess.of(settings(
                "tls", "true", "tls-ca", file.toString(), "tls-cert", file.toString(), "tls-key", file.toString()));

        assertThat(access)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.certificates", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", "PEM")
                .containsEntry("ssl.keystore.key", "PEM");
    }

    @Test
    void aPasswordIsQuotedAsJaasWantsIt() {
        Map<String, Object> access =
                KafkaAccess.of(settings("tls", "true", "username", "loader", "password", "a\"b\\c"));

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
        assertThatThrownBy(() -> KafkaAccess.of(settings("username", "loader")))
                .hasMessageContaining("DATACOOK_EVENTS_PASSWORD");
        assertThatThrownBy(() -> KafkaAccess.of(settings("username", "a", "password", "b", "sasl-mechanism", "NTLM")))
                .hasMessageContaining("NTLM")
                .hasMessageContaining("SCRAM-SHA-256");
        assertThatThrownBy(() -> KafkaAccess.of(settings("tls", "true", "tls-cert", "/x")))
                .hasMessageContaining("DATACOOK_EVENTS_TLS_KEY");
        assertThatThrownBy(() -> KafkaAccess.of(settings("tls", "true", "tls-ca", "/does/not/exist")))
                .hasMessageContaining("DATACOOK_EVENTS_TLS_CA")
                .hasMessageContaining("/does/not/exist");
    }
}
