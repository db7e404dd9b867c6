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
import io.datacook.connectors.files.SourcePart;
import io.datacook.connectors.files.storage.FoundFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of one path or glob as one stream.
///
/// Looks at the files once, on first use. **Threading:** readers may be opened by several threads. **Closing:** frees
/// connections.
final class CsvSource implements Source {
    private static final List<String> EXTENSIONS =
            List.of("csv", "tsv", "csv.gz", "tsv.gz", "csv.zst", "tsv.zst", "csv.zstd", "tsv.zstd");

    private final CsvSourceOptions options;
    private final ConnectorContext context;
    private final FoundFiles files;
    private @Nullable CsvLayout layout;

    private CsvSource(CsvSourceOptions options, ConnectorContext context, FoundFiles files) {
        this.options = options;
        this.context = context;
        this.files = files;
    }

    /// Finds the files.
    ///
    /// @throws DatacookException `STREAM_MISSING` if there are none
    static CsvSource open(CsvSourceOptions options, ConnectorContext context) {
        options.input();
        FoundFiles files = FoundFiles.of(options.path(), options.store(), context, EXTENSIONS);
        return new CsvSource(options, context, files);
    }

    @Override
    public List<StreamInfo> discover() {
        return List.of(describe());
    }

    @Override
    public StreamInfo describe() {
        return files.describe("csv", layout().schema(), -1);
    }

    @Override
    public List<Split> splits(ReadRequest request) {
        refuseRange(request);
        return CsvSplits.plan(files.all(), layout(), options, context.lanesMax(), CsvSplits.PART_BYTES_MIN);
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        refuseRange(request);
        SourcePart part = SourcePart.of(split, files.file(SourcePart.fileOf(split)));
        return CsvSplitReader.open(part, from, layout(), options, request, context.allocator());
    }

    private static void refuseRange(ReadRequest request) {
        if (request.range() != null) {
            throw new DatacookException(
                    ErrorCode.INTERNAL, "csv cannot select rows by a cursor; the engine filters what it reads");
        }
    }

    private synchronized CsvLayout layout() {
        if (layout == null) {
            layout = CsvLayout.of(files.all(), options);
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
        files.close();
    }
}
