package io.datacook.connectors.files;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import java.nio.file.Path;

/// A staged file of this machine being written.
final class LocalDraft implements Staging.Draft {
    private final StagingArea area;
    private final EpochId epoch;
    private final int number;
    private final Path file;
    private final StagedOutput output;

    LocalDraft(StagingArea area, EpochId epoch, int number) {
        this.area = area;
        this.epoch = epoch;
        this.number = number;
        this.file = area.target().folder().resolve(area.staged(epoch, number));
        this.output = StagedOutput.create(file);
    }

    @Override
    public StagedOutput output() {
        return output;
    }

    @Override
    public Manifest.StagedFile keep(long rows) {
        output.makeDurable();
        output.close();
        return new Manifest.StagedFile(
                area.staged(epoch, number), area.published(epoch, number), output.bytes(), rows, output.checksum());
    }

    @Override
    public void abandon() {
        output.closeQuietly();
        Folders.remove(file);
    }
}
