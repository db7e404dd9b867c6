package io.datacook.connectors.parquet;

import io.datacook.connectors.files.FileSet;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The footers of a set of files, read when needed; the last few are kept.
///
/// **Threading:** safe for several threads.
final class Footers implements Iterable<OpenFile> {
    private static final int KEPT_MAX = 32;

    private final FileSet files;
    private final Map<Path, OpenFile> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, OpenFile> eldest) {
            return size() > KEPT_MAX;
        }
    };

    Footers(FileSet files) {
        this.files = files;
    }

    /// The footer of one file.
    OpenFile of(Path path) {
        synchronized (kept) {
            OpenFile known = kept.get(path);
            if (known != null) {
                return known;
            }
        }
        OpenFile file = OpenFile.of(path, files.shown(path));
        synchronized (kept) {
            kept.put(path, file);
        }
        return file;
    }

    /// All files in order, one read after the other.
    @Override
    public Iterator<OpenFile> iterator() {
        return files.files().stream().map(this::of).iterator();
    }
}
