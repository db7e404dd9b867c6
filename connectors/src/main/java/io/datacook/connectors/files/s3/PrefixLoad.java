package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import io.datacook.connectors.files.FileFormat;
import io.datacook.connectors.files.FileRows;
import io.datacook.connectors.files.FormatWriter;
import io.datacook.connectors.files.StagedEpochWriter;
import io.datacook.connectors.files.StagedOutput;
import io.datacook.connectors.files.StreamTag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Loads one window into a prefix: stages uploads, publishes by completing them.
///
/// **Append:** each committed epoch's uploads are completed at once. **Replace:** all uploads are completed when the
/// window ends, then the objects that were there are removed: a reader that lists in between finds old and new rows,
/// never a part of a file and never too few rows. **Overtaken runs:** what is to be removed is listed first and the
/// fence looked at afterwards. A later run raises the fence before it makes anything visible, so its objects can never
/// be among what an earlier one removes.
final class PrefixLoad implements Load {
    private static final String FOLDER = ".datacook-staging/";
    private static final int PART_BYTES_MAX = 16 << 20;

    private final PrefixTarget target;
    private final Bucket bucket;
    private final FileFormat format;
    private final LoadRequest request;
    private final BufferAllocator allocator;
    private final UploadNames names;
    private final UploadStaging staging;
    private final Publisher publisher;
    private final FenceMarks marks;

    PrefixLoad(PrefixTarget target, FileFormat format, LoadRequest request, BufferAllocator allocator) {
        String tag = StreamTag.of(request, null);
        this.target = target;
        this.bucket = target.bucket();
        this.format = format;
        this.request = request;
        this.allocator = allocator;
        this.names = new UploadNames(target.prefix(), request.window(), tag, target.extension());
        this.staging = new UploadStaging(bucket, names, partBytes(allocator.getLimit(), target.lanesMax()), allocator);
        this.publisher = new Publisher(bucket, target.prefix());
        this.marks = new FenceMarks(bucket, target.prefix() + FOLDER + tag + "/", target.shown());
    }

    /// A sixteenth of a lane's share of the budget, within what stores take and what helps.
    static int partBytes(long budget, int lanes) {
        return Math.clamp(budget / (16L * lanes), UploadSink.PART_BYTES_MIN, PART_BYTES_MAX);
    }

    @Override
    public void open() {
        if (replaces() && target.prefix().isEmpty()) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "write_mode replace would remove what lies at the top of the bucket; set destination.path to a "
                            + "prefix of its own, such as %s/orders".formatted(target.shown()));
        }
        marks.raise(request.fence());
        for (Bucket.Upload upload : bucket.uploads(target.prefix())) {
            // those of this window may be named by a manifest that the state holds
            if (names.isOfStream(upload.key())
                    && !names.isOfWindow(upload.key())
                    && UploadNames.fenceOf(upload.key()) < request.fence()) {
                bucket.abort(upload);
            }
        }
    }

    @Override
    public @Nullable String claim(String split, long fence) {
        marks.requireNoHigherThan(request.fence());
        return null;
    }

    @Override
    public EpochWriter begin(EpochId epoch) {
        return new StagedEpochWriter(staging, epoch, format, request.schema(), allocator, target.fileBytesMax());
    }

    @Override
    public void publish(Manifest manifest) {
        if (!replaces()) {
            manifest.files().forEach(publisher::publish);
        }
    }

    @Override
    public void finish(List<Manifest> manifests) {
        marks.requireNoHigherThan(request.fence());
        List<Manifest.StagedFile> files = manifests.stream()
                .flatMap(manifest -> manifest.files().stream())
                .toList();
        if (replaces()) {
            exchange(files);
        } else {
            // what was published may have been moved on by its readers since
            files.forEach(publisher::publishIfStaged);
        }
        for (Bucket.Upload upload : bucket.uploads(target.prefix() + request.window() + "-")) {
            if (names.isOfWindow(upload.key())) {
                bucket.abort(upload);
            }
        }
    }

    @Override
    public VisibleRows visible() {
        return format.readBack(this::visibleRows, request.schema(), allocator);
    }

    @Override
    public void close() {
        // nothing is held between calls
    }

    private List<FileRows> visibleRows() {
        return target.entries().stream()
                .filter(entry -> replaces() || names.isOfWindow(entry.key()))
                .map(entry -> FileRows.all(S3Object.file(bucket, entry)))
                .toList();
    }

    private void exchange(List<Manifest.StagedFile> files) {
        Set<String> kept = new HashSet<>();
        for (Manifest.StagedFile file : files) {
            publisher.publish(file);
            kept.add(target.prefix() + file.target());
        }
        if (files.isEmpty()) {
            kept.add(target.prefix() + putEmpty());
        }
        List<Bucket.Entry> found = target.entries();
        marks.requireNoHigherThan(request.fence());
        for (Bucket.Entry old : found) {
            if (!kept.contains(old.key())) {
                bucket.delete(old.key());
            }
        }
    }

    /// A table without rows still has columns: readers of the prefix find them in a file of no rows.
    private String putEmpty() {
        String name = names.emptyName(request.fence());
        UploadSink sink = staging.sink(name);
        try (StagedOutput out = StagedOutput.into(sink);
                FormatWriter writer = format.open(out, request.schema(), allocator)) {
            writer.finish();
            out.makeDurable();
            publisher.publish(new Manifest.StagedFile(sink.staged().text(), name, out.bytes(), 0, out.checksum()));
        } catch (RuntimeException failure) {
            sink.abortQuietly();
            throw failure;
        }
        return name;
    }

    private boolean replaces() {
        return request.mode() instanceof WriteMode.Replace;
    }
}
