package io.datacook.connectors.csv;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import io.datacook.connectors.files.StagedFileDestination;
import io.datacook.connectors.files.storage.Storages;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A folder of CSV files, or one. All its files have the same columns: a reader of CSV goes by their order.
final class CsvDestination implements Destination {
    private final StagedFileDestination files;

    private CsvDestination(StagedFileDestination files) {
        this.files = files;
    }

    /// Opens a destination; changes nothing.
    static CsvDestination open(CsvDestinationOptions options, ConnectorContext context) {
        return new CsvDestination(StagedFileDestination.open(
                Storages.destination(options.path(), options.store(), context),
                options.path(),
                CsvFormat.of(options),
                options.fileSize(),
                context));
    }

    @Override
    public @Nullable Schema existing() {
        return files.existing();
    }

    @Override
    public Schema stored(Schema incoming) {
        return files.stored(incoming);
    }

    @Override
    public Load load(LoadRequest request) {
        if (request.mode() instanceof WriteMode.Append) {
            for (SchemaChange change : request.changes()) {
                if (change instanceof SchemaChange.AddColumn(org.apache.arrow.vector.types.pojo.Field field)) {
                    throw new DatacookException(
                            ErrorCode.RECIPE_UNSUPPORTED,
                            ("column '%s' is new, and the CSV files in '%s' do not have it; load into another folder, "
                                            + "or take `write_mode: replace`")
                                    .formatted(field.getName(), describe()));
                }
            }
        }
        return files.load(request);
    }

    @Override
    public String describe() {
        return files.describe();
    }

    @Override
    public void close() {
        files.close();
    }
}
