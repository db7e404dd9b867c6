package io.datacook.connectors.json;

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
final class JsonSource implements Source {
    private static final List<String> EXTENSIONS = List.of(
            "json", "jsonl", "ndjson", "json.gz", "jsonl.gz", "ndjson.gz", "json.zst", "jsonl.zst", "ndjson.zst");

    private final JsonSourceOptions options;
    private final ConnectorContext context;
    private final FoundFiles files;
    private @Nullable JsonLayout layout;

    private JsonSource(JsonSourceOptions options, ConnectorContext context, FoundFiles files) {
        this.options = options;
        this.context = context;
        this.files = files;
    }

    /// Finds the files.
    ///
    /// @throws DatacookException `STREAM_MISSING` if there are none
    static JsonSource open(JsonSourceOptions options, ConnectorContext context) {
        options.input();
        FoundFiles files = FoundFiles.of(options.path(), options.store(), context, EXTENSIONS);
        return new JsonSource(options, context, files);
    }

    @Override
    public List<StreamInfo> discover() {
        return List.of(describe());
    }

    @Override
    public StreamInfo describe() {
        return files.describe("json", layout().schema(), -1);
    }

    @Override
    public List<Split> splits(ReadRequest request) {
        refuseRange(request);
        return JsonSplits.plan(files.all(), options, context.lanesMax(), JsonSplits.PART_BYTES_MIN);
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        refuseRange(request);
        SourcePart part = SourcePart.of(split, files.file(SourcePart.fileOf(split)));
        return JsonSplitReader.open(part, from, layout(), options, request, context.allocator());
    }

    private static void refuseRange(ReadRequest request) {
        if (request.range() != null) {
            throw new DatacookException(
                    ErrorCode.INTERNAL, "json cannot select rows by a cursor; the engine filters what it reads");
        }
    }

    private synchronized JsonLayout layout() {
        if (layout == null) {
            JsonLayout found = JsonLayout.of(files.all(), options);
            if (found.schema().getFields().isEmpty()) {
                throw new DatacookException(
                        ErrorCode.STREAM_MISSING,
                        ("'%s' holds no objects, so there are no columns to read; declare them with `columns`, or "
                                        + "check `layout` and `records_path`")
                                .formatted(options.path()));
            }
            layout = found;
        }
        return layout;
    }

    @Override
    public void close() {
        files.close();
    }
}
