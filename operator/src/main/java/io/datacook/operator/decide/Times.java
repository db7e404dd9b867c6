package io.datacook.operator.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Instants as Kubernetes spells them: RFC 3339, whole seconds.
final class Times {
    private Times() {}

    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static @Nullable Instant parse(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : OffsetDateTime.parse(text).toInstant();
    }

    /// When an object was made; the epoch's beginning if the API server has not said so yet.
    static Instant created(HasMetadata object) {
        Instant created = parse(object.getMetadata().getCreationTimestamp());
        return created == null ? Instant.EPOCH : created;
    }
}
