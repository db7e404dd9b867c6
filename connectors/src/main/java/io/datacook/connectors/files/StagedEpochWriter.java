package io.datacook.connectors.files;

import io.datacook.api.Batch;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Writes the rows of one epoch into staged files, a new one whenever the last has its size.
public final class StagedEpochWriter implements EpochWriter.Staged {
    private final Staging staging;
    private final EpochId epoch;
    private final FileFormat format;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final long fileBytesMax;
    private final List<Manifest.StagedFile> files = new ArrayList<>();
    private Staging.@Nullable Draft draft;
    private @Nullable FormatWriter writer;
    private long rows;
    private boolean prepared;

    /// @param fileBytesMax a file is ended once it has this size
    public StagedEpochWriter(
            Staging staging,
            EpochId epoch,
            FileFormat format,
            Schema schema,
            BufferAllocator allocator,
            long fileBytesMax) {
        this.staging = staging;
        this.epoch = epoch;
        this.format = format;
        this.schema = schema;
        this.allocator = allocator;
        this.fileBytesMax = fileBytesMax;
    }

    @Override
    public void write(Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        FormatWriter open = writer == null ? start() : writer;
        open.write(batch.rows());
        rows += batch.rowCount();
        if (open.bytesExpected() >= fileBytesMax) {
            end();
        }
    }

    @Override
    public Manifest prepare() {
        end();
        if (!files.isEmpty()) {
            staging.makeDurable();
        }
        prepared = true;
        return new Manifest(files);
    }

    @Override
    public void close() {
        abandon();
        if (prepared) {
            return;
        }
        files.forEach(staging::remove);
        files.clear();
    }

    private FormatWriter start() {
        draft = staging.begin(epoch, files.size() + 1);
        writer = format.open(draft.output(), schema, allocator);
        return writer;
    }

    private void end() {
        if (writer == null || draft == null) {
            return;
        }
        writer.finish();
        writer.close();
        writer = null;
        files.add(draft.keep(rows));
        draft = null;
        rows = 0;
    }

    /// Frees a file that was begun and not ended, and removes it.
    private void abandon() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (draft != null) {
            draft.abandon();
            draft = null;
        }
    }
}
