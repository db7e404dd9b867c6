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
final class JsonSource implements Source {
    private static final List<String> EXTENSIONS = List.of(
            "json", "jsonl", "ndjson", "json.gz", "jsonl.gz", "ndjson.gz", "json.zst", "jsonl.zst", "ndjson.zst");

    private final JsonSourceOptions options;
    private final ConnectorContext context;
    private final Storage storage;
    private final List<SourceFile> files;
    private @Nullable JsonLayout layout;

    private JsonSource(JsonSourceOptions options, ConnectorContext context, Storage storage) {
        this.options = options;
        this.context = context;
        this.storage = storage;
        this.files = storage.find(options.path(), EXTENSIONS);
    }

    /// Finds the files.
    ///
    /// @throws DatacookException `STREAM_MISSING` if there are none
    static JsonSource open(JsonSourceOptions options, ConnectorContext context) {
        options.input();
        Storage storage = Storages.source(options.path(), options.store(), context);
        try {
            return new JsonSource(options, context, storage);
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
        return JsonSplits.plan(files, options, context.lanesMax(), JsonSplits.PART_BYTES_MIN);
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        refuseRange(request);
        SourcePart part = SourcePart.of(split, storage.file(SourcePart.fileOf(split)));
        return JsonSplitReader.open(part, from, layout(), options, request, context.allocator());
    }

    private static void refuseRange(ReadRequest request) {
        if (request.range() != null) {
            throw new DatacookException(
                    ErrorCode.INTERNAL, "json cannot select rows by a cursor; the engine filters what it reads");
        }
    }

    /// `events` for `data/events*.json.gz`.
    private String name() {
        String file = options.path().substring(options.path().lastIndexOf('/') + 1);
        String bare =
                file.replaceFirst("\\..*", "").replaceAll("[*?\\[\\]{},]+", "").replaceFirst("[-_.]+$", "");
        return bare.isBlank() ? "json" : bare;
    }

    private synchronized JsonLayout layout() {
        if (layout == null) {
            JsonLayout found = JsonLayout.of(files, options);
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
        // nothing is held open
    }
}
