package io.datacook.engine.stage;

import io.datacook.api.CursorValues;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// How old the newest value of a column may be. **Threading:** safe for all lanes.
final class Freshness {
    private final Field field;
    private final Duration ageMax;
    private @Nullable String newest;

    private Freshness(Field field, Duration ageMax) {
        this.field = field;
        this.ageMax = ageMax;
    }

    static Freshness of(Field field, Duration ageMax) {
        Kind kind = Kind.of(field);
        if ((kind != Kind.DATE && kind != Kind.TIMESTAMP) || !CursorValues.supports(field.getType())) {
            throw new IllegalArgumentException(
                    "freshness: the column is " + TypeNames.name(field) + "; only dates and timestamps grow old");
        }
        return new Freshness(field, ageMax);
    }

    /// Looks at one more batch.
    void look(FieldVector column, int rows) {
        String latest = null;
        for (int row = 0; row < rows; row++) {
            if (!column.isNull(row)) {
                latest = CursorValues.max(field.getType(), latest, CursorValues.text(column, row));
            }
        }
        synchronized (this) {
            newest = CursorValues.max(field.getType(), newest, latest);
        }
    }

    /// Why the values are too old, or `null`.
    synchronized @Nullable String problem(Instant startedAt) {
        String value = newest;
        if (value == null) {
            return "column '" + field.getName() + "' has no value, so that nothing is fresh";
        }
        Instant instant =
                switch (field.getType()) {
                    case ArrowType.Date _ ->
                        LocalDate.parse(value).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
                    case ArrowType.Timestamp stamp when stamp.getTimezone() != null -> Instant.parse(value);
                    default -> LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
                };
        return instant.plus(ageMax).isBefore(startedAt)
                ? "the newest value of column '" + field.getName() + "' is " + value + ", older than freshness allows, "
                        + ageMax
                : null;
    }
}
