package io.datacook.engine.link;

import io.datacook.api.Batch;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.Reject;
import io.datacook.engine.link.LinkOptions.Compression;
import io.datacook.engine.stage.SplitRows.Counted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Batches as frames: position, origin, rejects and counts in the metadata, then the Arrow IPC record batch.
final class BatchCodec {
    private final Schema schema;
    private final BufferAllocator allocator;

    /// @param schema of all batches
    /// @param allocator owns the batches that are read
    BatchCodec(Schema schema, BufferAllocator allocator) {
        this.schema = schema;
        this.allocator = allocator;
    }

    /// Makes a frame that is sent from the batch's own buffers.
    ///
    /// @param batch closed here; its buffers live on until the frame is closed
    /// @param counted what was counted so far
    static Frame frame(Batch batch, Counted counted, Compression compression) {
        try (batch) {
            ArrowRecordBatch records =
                    new VectorUnloader(batch.rows(), true, codec(compression), true).getRecordBatch();
            try {
                MetaWriter metadata = new MetaWriter();
                write(metadata, batch);
                CountedCodec.write(metadata, counted);
                metadata.blob(MessageSerializer.serializeMetadata(records, IpcOption.DEFAULT));
                return Frame.of(
                        FrameType.BATCH, metadata, records.getBuffers(), records.computeBodyLength(), records::close);
            } catch (RuntimeException failed) {
                records.close();
                throw failed;
            }
        }
    }

    private static CompressionCodec codec(Compression compression) {
        return switch (compression) {
            case NONE -> NoCompressionCodec.INSTANCE;
            case ZSTD -> new ZstdCodec();
        };
    }

    private static void write(MetaWriter metadata, Batch batch) {
        Position position = batch.position();
        metadata.flag(position != null);
        if (position != null) {
            metadata.fields(position.fields());
        }
        Origin origin = batch.origin();
        metadata.text(origin.resource()).text(origin.unit()).number(origin.first());
        metadata.numbers(origin.numbers());
        metadata.list(
                batch.rejects(),
                reject -> metadata.text(reject.stage())
                        .text(reject.place())
                        .text(reject.column())
                        .text(reject.value())
                        .text(reject.reason())
                        .text(reject.record()));
    }

    /// A batch and what was counted up to it.
    record Read(Batch batch, Counted counted) {}

    /// Reads a frame.
    ///
    /// @param frame closed here
    Read read(Received frame) {
        boolean taken = false;
        try {
            MetaReader metadata = frame.reader();
            Position position = metadata.flag() ? new Position(metadata.fields()) : null;
            Origin origin = new Origin(metadata.text(), metadata.text(), metadata.number(), metadata.numbers());
            List<Reject> rejects = metadata.list(() -> new Reject(
                    metadata.text(),
                    metadata.text(),
                    metadata.textOrNull(),
                    metadata.textOrNull(),
                    metadata.text(),
                    metadata.text()));
            Counted counted = CountedCodec.read(metadata);
            ByteBuffer message = metadata.blob();
            taken = true;
            return new Read(new Batch(rows(message, frame.body()), position, origin, rejects), counted);
        } finally {
            if (!taken) {
                frame.close();
            }
        }
    }

    private VectorSchemaRoot rows(ByteBuffer message, @Nullable ArrowBuf body) {
        ArrowBuf whole = body == null ? allocator.getEmpty() : body;
        RecordBatch header = (RecordBatch) Message.getRootAsMessage(message).header(new RecordBatch());
        try (ArrowRecordBatch records = records(header, whole)) {
            VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
            try {
                new VectorLoader(root, ZstdCodec.FACTORY).load(records);
                return root;
            } catch (RuntimeException failed) {
                root.close();
                throw failed;
            }
        }
    }

    /// Takes the body over.
    private static ArrowRecordBatch records(@Nullable RecordBatch header, ArrowBuf body) {
        if (header == null) {
            body.close();
            throw LinkFailures.damaged("a batch without an Arrow message");
        }
        try {
            return MessageSerializer.deserializeRecordBatch(header, body);
        } catch (IOException unreadable) {
            body.close();
            throw LinkFailures.damaged("a batch that is no Arrow message: " + unreadable.getMessage());
        }
    }
}
