package io.datacook.connectors.csv;

import com.google.auto.service.AutoService;
import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import java.util.Set;

/// CSV files on local disk or in a bucket.
@AutoService(Connector.class)
public final class CsvConnector implements Connector {
    @Override
    public String type() {
        return "csv";
    }

    @Override
    public String summary() {
        return "CSV files: any delimiter, quotes, gzip and zstd, globs, inferred or declared types";
    }

    @Override
    public SourceRole<?> source() {
        return new SourceRole<>(
                CsvSourceOptions.class,
                Set.of(SourceFeature.RESUME, SourceFeature.REPEATABLE, SourceFeature.PROJECTION),
                CsvSource::open);
    }

    @Override
    public DestinationRole<?> destination() {
        return new DestinationRole<>(
                CsvDestinationOptions.class,
                Set.of(DestinationFeature.STAGED, DestinationFeature.APPEND, DestinationFeature.REPLACE),
                CsvDestination::open);
    }
}
