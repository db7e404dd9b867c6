package io.datacook.connectors.parquet;

import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.storage.FoundFiles;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The footers of a set of files, read when needed; the last few are kept.
///
/// **Threading:** safe for several threads.
final class Footers implements Iterable<OpenFile> {
    private static final int KEPT_MAX = 32;

    private final FoundFiles files;
    private final Map<String, OpenFile> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OpenFile> eldest) {
            return size() > KEPT_MAX;
        }
    };

    Footers(FoundFiles files) {
        this.files = files;
    }

    /// The footer of the file of a name, which was found now or when the window began.
    OpenFile of(String name) {
        OpenFile known = kept(name);
        return known == null ? keep(OpenFile.of(files.file(name))) : known;
    }

    private OpenFile of(SourceFile file) {
        OpenFile known = kept(file.name());
        return known == null ? keep(OpenFile.of(file)) : known;
    }

    private @Nullable OpenFile kept(String name) {
        synchronized (kept) {
            return kept.get(name);
        }
    }

    private OpenFile keep(OpenFile file) {
        synchronized (kept) {
            kept.put(file.shown(), file);
        }
        return file;
    }

    /// All files in order, one read after the other.
    @Override
    public Iterator<OpenFile> iterator() {
        return files.all().stream().map(this::of).iterator();
    }
}
