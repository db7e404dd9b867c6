package io.datacook.connectors.csv;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import io.datacook.connectors.files.Storage;
import io.datacook.connectors.files.storage.Storages;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files of one path or glob as one stream.
///
/// Looks at the files once, on first use. **Threading:** readers may be opened by several threads. **Closing:** holds
/// nothing open.
final class CsvSource implements Source {
    private static final List<String> EXTENSIONS =
            List.of("csv", "tsv", "csv.gz", "tsv.gz", "csv.zst", "tsv.zst", "csv.zstd", "tsv.zstd");

    private final CsvSourceOptions options;
    private final ConnectorContext context;
    private final Storage storage;
    private final List<SourceFile> files;
    private @Nullable CsvLayout layout;

    private CsvSource(CsvSourceOptions options, ConnectorContext context, Storage storage) {
        this.options = options;
        this.context = context;
        this.storage = storage;
        this.files = storage.find(options.path(), EXTENSIONS);
    }

    /// Finds the files.
    ///
    /// @throws DatacookException `STREAM_MISSING` if there are none
    static CsvSource open(CsvSourceOptions options, ConnectorContext context) {
        options.input();
        Storage storage = Storages.source(options.path(), options.store(), context);
        try {
            return new CsvSource(options, context, storage);
        } catch (RuntimeException failed) {
            storage.close();
            throw failed;
        }
    }

    @Override
    public List<StreamInfo> discover() {
        return List.of(describe());
    }

    @Override
    public StreamInfo describe() {
        return new StreamInfo(
                name(),
                new TreeMap<>(Map.of("path", options.path())),
                layout().schema(),
                List.of(),
                -1,
                files.stream().mapToLong(SourceFile::bytes).sum());
    }

    @Override
    public List<Split> splits(ReadRequest request) {
        refuseRange(request);
        return CsvSplits.plan(files, layout(), options, context.lanesMax(), CsvSplits.PART_BYTES_MIN);
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        refuseRange(request);
        SourcePart part = SourcePart.of(split, storage.file(SourcePart.fileOf(split)));
        return CsvSplitReader.open(part, from, layout(), options, request, context.allocator());
    }

    private static void refuseRange(ReadRequest request) {
        if (request.range() != null) {
            throw new DatacookException(
                    ErrorCode.INTERNAL, "csv cannot select rows by a cursor; the engine filters what it reads");
        }
    }

    /// `lineitem` for `data/lineitem*.csv.gz`.
    private String name() {
        String file = options.path().substring(options.path().lastIndexOf('/') + 1);
        String bare =
                file.replaceFirst("\\..*", "").replaceAll("[*?\\[\\]{},]+", "").replaceFirst("[-_.]+$", "");
        return bare.isBlank() ? "csv" : bare;
    }

    private synchronized CsvLayout layout() {
        if (layout == null) {
            layout = CsvLayout.of(files, options);
            if (layout.schema().getFields().isEmpty()) {
                layout = null;
                throw new DatacookException(
                        ErrorCode.STREAM_MISSING,
                        "'%s' is empty, so there are no columns to read; it needs at least a header"
                                .formatted(options.path()));
            }
        }
        return layout;
    }

    @Override
    public void close() {
        storage.close();
    }
}
