package io.datacook.engine.stage;

import io.datacook.api.Batch;
import io.datacook.api.BatchStream;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.SplitReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One split of a source as a stream, the leftmost stage.
///
/// Checks that the connector keeps its word: every batch has the columns it was asked for. **Threading:** one thread
/// at a time. **Closing:** closes the reader.
public final class Extract implements BatchStream {
    private final SplitReader reader;
    private final Schema schema;
    private final String stream;

    /// @param schema the columns the reader was asked for
    /// @param stream the stream's name, for messages
    public Extract(SplitReader reader, Schema schema, String stream) {
        this.reader = reader;
        this.schema = schema;
        this.stream = stream;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        Batch batch;
        try {
            batch = reader.next();
        } catch (DatacookException failed) {
            throw failed.at("stream " + stream);
        }
        if (batch != null && !batch.schema().getFields().equals(schema.getFields())) {
            Schema given = batch.schema();
            batch.close();
            throw new DatacookException(
                    ErrorCode.INTERNAL,
                    "the source of stream %s was asked for columns %s and gave %s; please report this connector fault"
                            .formatted(stream, schema.getFields(), given.getFields()));
        }
        return batch;
    }

    @Override
    public void acknowledge(Position committed) {
        reader.acknowledge(committed);
    }

    @Override
    public void close() {
        reader.close();
    }
}
