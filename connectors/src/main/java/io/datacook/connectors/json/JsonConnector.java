package io.datacook.connectors.json;

import com.google.auto.service.AutoService;
import io.datacook.api.Connector;
import io.datacook.api.DestinationFeature;
import io.datacook.api.DestinationRole;
import io.datacook.api.SourceFeature;
import io.datacook.api.SourceRole;
import io.datacook.connectors.files.StagedFileDestination;
import io.datacook.connectors.files.storage.Storages;
import java.util.Set;

/// JSON files on local disk or in a bucket.
@AutoService(Connector.class)
public final class JsonConnector implements Connector {
    @Override
    public String type() {
        return "json";
    }

    @Override
    public String summary() {
        return "JSON files: newline-delimited, arrays, arrays inside of documents; nested values stay nested";
    }

    @Override
    public SourceRole<?> source() {
        return new SourceRole<>(
                JsonSourceOptions.class,
                Set.of(SourceFeature.RESUME, SourceFeature.REPEATABLE, SourceFeature.PROJECTION),
                JsonSource::open);
    }

    @Override
    public DestinationRole<?> destination() {
        return new DestinationRole<>(
                JsonDestinationOptions.class,
                Set.of(
                        DestinationFeature.STAGED,
                        DestinationFeature.APPEND,
                        DestinationFeature.REPLACE,
                        DestinationFeature.EVOLVE,
                        DestinationFeature.NESTED),
                (options, context) -> StagedFileDestination.open(
                        Storages.destination(options.path(), options.store(), context),
                        options.path(),
                        JsonFormat.of(options),
                        options.fileSize(),
                        context));
    }
}
