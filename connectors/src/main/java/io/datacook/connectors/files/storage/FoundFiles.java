package io.datacook.connectors.files.storage;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.StreamInfo;
import io.datacook.connectors.files.ObjectStore;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.Storage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;

/// The files that a source's `path` names, looked for once: one stream, wherever they lie.
///
/// **Threading:** safe for several threads. **Closing:** by the source; closes the storage.
public final class FoundFiles implements AutoCloseable {
    private final String path;
    private final Storage storage;
    private final List<SourceFile> all;

    private FoundFiles(String path, Storage storage, List<String> extensions) {
        this.path = path;
        this.storage = storage;
        this.all = storage.find(path, extensions);
    }

    /// Finds them; reads none.
    ///
    /// @param path a file, a folder or a pattern, see [Storage#find]
    /// @param extensions which files of a folder count, without the first dot
    /// @throws DatacookException `STREAM_MISSING` if there are none, `RECIPE_INVALID` if path and options do
    ///     not fit
    public static FoundFiles of(String path, ObjectStore store, ConnectorContext context, List<String> extensions) {
        Storage storage = Storages.source(path, store, context);
        try {
            return new FoundFiles(path, storage, extensions);
        } catch (RuntimeException failed) {
            storage.close();
            throw failed;
        }
    }

    /// All of them, sorted by path; at least one.
    public List<SourceFile> all() {
        return all;
    }

    /// One of them as it is now.
    ///
    /// @param name as [SourceFile#name] has it
    /// @throws DatacookException `STREAM_MISSING`, `ACCESS_DENIED`
    public SourceFile file(String name) {
        return storage.file(name);
    }

    /// What they are together.
    ///
    /// @param type the connector's, which names a stream whose path has no letters
    /// @param rows of all files, -1 if unknown
    public StreamInfo describe(String type, Schema schema, long rows) {
        long bytes = all.stream().mapToLong(SourceFile::bytes).sum();
        return new StreamInfo(name(type), new TreeMap<>(Map.of("path", path)), schema, List.of(), rows, bytes);
    }

    /// `lineitem` for `data/lineitem*.csv.gz` and for `data/lineitem/`.
    private String name(String type) {
        String file = path.replaceFirst("/+$", "").replaceFirst(".*/", "");
        String bare =
                file.replaceFirst("\\..*", "").replaceAll("[*?\\[\\]{},]+", "").replaceFirst("[-_.]+$", "");
        return bare.isBlank() ? type : bare;
    }

    @Override
    public void close() {
        storage.close();
    }
}
