package io.datacook.connectors.postgres;

import com.google.auto.service.AutoService;
import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import io.datacook.api.StateRole;
import java.util.Set;

/// PostgreSQL, from version 12 on.
@AutoService(Connector.class)
public final class PostgresConnector implements Connector {
    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public String summary() {
        return "Tables, views and queries of PostgreSQL by binary COPY; keeps state too.";
    }

    @Override
    public SourceRole<?> source() {
        return new SourceRole<>(
                PostgresSourceOptions.class,
                Set.of(SourceFeature.CURSOR_PUSHDOWN, SourceFeature.PROJECTION, SourceFeature.TYPED),
                PostgresSource::open);
    }

    @Override
    public DestinationRole<?> destination() {
        return new DestinationRole<>(
                PostgresDestinationOptions.class,
                Set.of(
                        DestinationFeature.TRANSACTIONAL,
                        DestinationFeature.APPEND,
                        DestinationFeature.REPLACE,
                        DestinationFeature.MERGE,
                        DestinationFeature.SCD2,
                        DestinationFeature.EVOLVE,
                        DestinationFeature.NESTED),
                PostgresDestination::open);
    }

    @Override
    public StateRole<?> state() {
        return new StateRole<>(PostgresStateOptions.class, PostgresState::open);
    }
}
