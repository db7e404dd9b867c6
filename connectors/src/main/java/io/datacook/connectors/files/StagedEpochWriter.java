package io.datacook.connectors.files;

import io.datacook.api.Batch;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Writes the rows of one epoch into staged files, a new one whenever the last has its size.
final class StagedEpochWriter implements EpochWriter.Staged {
    private final StagingArea area;
    private final EpochId epoch;
    private final FileFormat format;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final long fileBytesMax;
    private final List<Manifest.StagedFile> files = new ArrayList<>();
    private @Nullable StagedOutput output;
    private @Nullable FormatWriter writer;
    private long rows;
    private boolean prepared;

    StagedEpochWriter(
            StagingArea area,
            EpochId epoch,
            FileFormat format,
            Schema schema,
            BufferAllocator allocator,
            long fileBytesMax) {
        this.area = area;
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
            Folders.makeDurable(area.windowFolder());
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
        for (Manifest.StagedFile file : files) {
            Folders.remove(area.target().folder().resolve(file.staged()));
        }
        files.clear();
    }

    private FormatWriter start() {
        Path file = area.target().folder().resolve(area.staged(epoch, files.size() + 1));
        output = StagedOutput.create(file);
        writer = format.open(output, schema, allocator);
        return writer;
    }

    private void end() {
        if (writer == null || output == null) {
            return;
        }
        writer.finish();
        writer.close();
        writer = null;
        output.makeDurable();
        output.close();
        files.add(new Manifest.StagedFile(
                area.staged(epoch, files.size() + 1),
                area.published(epoch, files.size() + 1),
                output.bytes(),
                rows,
                output.checksum()));
        output = null;
        rows = 0;
    }

    /// Frees a file that was begun and not ended, and removes it.
    private void abandon() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (output != null) {
            output.closeQuietly();
            Folders.remove(output.file());
            output = null;
        }
    }
}
