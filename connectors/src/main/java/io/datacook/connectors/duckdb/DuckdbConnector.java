package io.datacook.connectors.duckdb;

import com.google.auto.service.AutoService;
import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import java.util.Set;

/// DuckDB database files.
@AutoService(Connector.class)
public final class DuckdbConnector implements Connector {
    @Override
    public String type() {
        return "duckdb";
    }

    @Override
    public String summary() {
        return "Tables of DuckDB database files; sources may be views and queries too.";
    }

    @Override
    public SourceRole<?> source() {
        return new SourceRole<>(
                DuckdbSourceOptions.class,
                Set.of(
                        SourceFeature.RESUME,
                        SourceFeature.REPEATABLE,
                        SourceFeature.CURSOR_PUSHDOWN,
                        SourceFeature.PROJECTION,
                        SourceFeature.TYPED),
                DuckdbSource::open);
    }

    @Override
    public DestinationRole<?> destination() {
        return new DestinationRole<>(
                DuckdbDestinationOptions.class,
                Set.of(
                        DestinationFeature.TRANSACTIONAL,
                        DestinationFeature.APPEND,
                        DestinationFeature.REPLACE,
                        DestinationFeature.MERGE,
                        DestinationFeature.SCD2,
                        DestinationFeature.EVOLVE,
                        DestinationFeature.NESTED),
                DuckdbDestination::open);
    }
}
