package io.datacook.connectors.parquet;

import com.google.auto.service.AutoService;
import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import io.datacook.connectors.files.StagedFileDestination;
import io.datacook.connectors.files.storage.Storages;
import java.util.Set;

/// Parquet files on local disk or in a bucket.
@AutoService(Connector.class)
public final class ParquetConnector implements Connector {
    @Override
    public String type() {
        return "parquet";
    }

    @Override
    public String summary() {
        return "Parquet files on disk or in a bucket: one file, a folder, or a pattern";
    }

    @Override
    public SourceRole<?> source() {
        return new SourceRole<>(
                ParquetSourceOptions.class,
                Set.of(
                        SourceFeature.RESUME,
                        SourceFeature.REPEATABLE,
                        SourceFeature.CURSOR_PUSHDOWN,
                        SourceFeature.PROJECTION,
                        SourceFeature.TYPED),
                ParquetSource::open);
    }

    @Override
    public DestinationRole<?> destination() {
        return new DestinationRole<>(
                ParquetDestinationOptions.class,
                Set.of(
                        DestinationFeature.APPEND,
                        DestinationFeature.REPLACE,
                        DestinationFeature.EVOLVE,
                        DestinationFeature.NESTED,
                        DestinationFeature.STAGED),
                (options, context) -> StagedFileDestination.open(
                        Storages.destination(options.path(), options.store(), context),
                        options.path(),
                        new ParquetFormat(options.settings()),
                        options.fileSize(),
                        context));
    }
}
