package io.datacook.engine.load;

import io.datacook.api.Batch;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.engine.receipt.ReceiptBook;
import io.datacook.engine.stage.Closing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The epoch a lane is writing. Writers open with the first row, so empty epochs leave no trace.
///
/// **Threading:** one thread. **Closing:** discards what was not prepared.
final class OpenEpoch implements AutoCloseable {
    private final EpochId id;
    private final Sinks sinks;
    private final LoadTools tools;
    private final ReceiptBook.Page page;
    private @Nullable EpochWriter writer;
    private RejectSink.@Nullable EpochRejects rejectWriter;
    private @Nullable Instant startedAt;
    private @Nullable Position at;
    private long rows;
    private long bytes;
    private long rejects;

    OpenEpoch(EpochId id, Sinks sinks, LoadTools tools, ReceiptBook.Page page) {
        this.id = id;
        this.sinks = sinks;
        this.tools = tools;
        this.page = page;
    }

    EpochId id() {
        return id;
    }

    /// The position after the last batch, or `null` if the epoch cannot end there.
    @Nullable
    Position at() {
        return at;
    }

    long rows() {
        return rows;
    }

    /// Arrow bytes.
    long bytes() {
        return bytes;
    }

    long rejects() {
        return rejects;
    }

    boolean isEmpty() {
        return rows == 0 && rejects == 0;
    }

    Duration elapsed() {
        Instant now = tools.clock().instant();
        return startedAt == null || now.isBefore(startedAt) ? Duration.ZERO : Duration.between(startedAt, now);
    }

    void write(Batch batch) {
        if (startedAt == null) {
            startedAt = tools.clock().instant();
        }
        if (batch.rowCount() > 0) {
            long size = batch.bytes();
            page.add(batch);
            Instant before = tools.clock().instant();
            writer().write(batch);
            rows += batch.rowCount();
            bytes += size;
            Instant after = tools.clock().instant();
            Duration took = after.isBefore(before) ? Duration.ZERO : Duration.between(before, after);
            tools.listener().batchWritten(id.split(), batch.rowCount(), size, took);
            tools.faults().at(FaultPoint.BATCH_WRITTEN);
        }
        reject(batch.rejects());
        at = batch.position();
    }

    private void reject(List<Reject> refused) {
        if (refused.isEmpty()) {
            return;
        }
        rejects += refused.size();
        tools.listener().rejected(id.split(), refused);
        RejectSink sink = sinks.rejects();
        if (sink != null) {
            if (rejectWriter == null) {
                rejectWriter = sink.begin(id);
            }
            rejectWriter.write(refused);
        }
    }

    /// The destination's writer, opened now if it is not.
    EpochWriter writer() {
        EpochWriter open = writer;
        if (open == null) {
            open = sinks.load().begin(id);
            writer = open;
            tools.faults().at(FaultPoint.EPOCH_BEGUN);
        }
        return open;
    }

    /// Its rows for the receipt.
    ReceiptBook.Page page() {
        return page;
    }

    @Nullable
    EpochWriter writerIfOpen() {
        return writer;
    }

    RejectSink.@Nullable EpochRejects rejectWriter() {
        return rejectWriter;
    }

    @Override
    public void close() {
        List<AutoCloseable> open = new ArrayList<>();
        if (rejectWriter != null) {
            open.add(rejectWriter);
        }
        if (writer != null) {
            open.add(writer);
        }
        Closing.all(open);
    }
}
