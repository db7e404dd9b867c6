package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.SplitReader;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/// Reads the rows of one `COPY … TO STDOUT (FORMAT binary)` into batches.
///
/// The server sends one message for each row; a row that would make a batch too large waits for the next one. Only the
/// last batch carries a position: a split is read to its end or again.
final class CopyReader implements SplitReader {
    private static final int HEADER = 19;
    private static final String ROWS = "rows";

    private final Session session;
    private final List<Column> columns;
    private final ReadRequest request;
    private final CellDecoders decoders;
    private final ConnectorContext context;
    private final String place;
    private final RowSize rowSize;
    private final @Nullable CopyOut copy;
    private byte @Nullable [] waiting;
    private int waitingAt;
    private long rowsRead;
    private boolean ended;
    private int rowsExpected = 1_024;

    /// @param session owned by the reader, already inside the transaction to read in
    CopyReader(
            Session session,
            String statement,
            List<Column> columns,
            ReadRequest request,
            Infinity infinity,
            ConnectorContext context,
            String place,
            Position from) {
        this.session = session;
        this.columns = List.copyOf(columns);
        this.request = request;
        this.decoders = new CellDecoders(infinity);
        this.context = context;
        this.place = place;
        this.rowSize = RowSize.of(request.schema());
        this.ended = isEnd(from, session);
        this.copy = ended ? null : start(statement);
    }

    /// Whether a position is the end of the split, the only one that batches carry.
    private static boolean isEnd(Position from, Session session) {
        try {
            return !from.isStart() && from.number(ROWS) >= 0;
        } catch (DatacookException foreign) {
            session.close();
            throw foreign;
        }
    }

    private CopyOut start(String statement) {
        try {
            return session.copyOut(statement);
        } catch (DatacookException refused) {
            session.close();
            throw refused;
        }
    }

    @Override
    public @Nullable Batch next() {
        if (!ended && waiting == null) {
            advance();
        }
        if (ended) {
            return null;
        }
        VectorSchemaRoot root = VectorSchemaRoot.create(request.schema(), context.allocator());
        try {
            BatchBuilder builder = new BatchBuilder(root, columns, decoders, capacity(), request, place, rowsRead);
            fill(builder);
            rowsRead = builder.rowsSeen();
            rowsExpected = Math.max(1_024, builder.rows());
            return builder.build(ended ? Position.of(ROWS, rowsRead) : null);
        } catch (RuntimeException | Error broken) {
            root.close();
            throw broken;
        }
    }

    private int capacity() {
        long fitting = Math.max(1, request.batchBytesMax() / rowSize.width());
        return (int) Math.min(Math.min(fitting, request.batchRowsMax()), rowsExpected);
    }

    private void fill(BatchBuilder builder) {
        long bytes = 0;
        while (!ended && builder.rowsTaken() < request.batchRowsMax()) {
            byte[] row = waiting;
            if (row == null) {
                throw new IllegalStateException("no row waits though the copy goes on");
            }
            long size = rowSize.of(row.length - waitingAt);
            if (builder.rowsTaken() > 0 && bytes + size > request.batchBytesMax()) {
                return;
            }
            bytes += size;
            builder.add(row, waitingAt);
            advance();
        }
    }

    /// Waits for the next row, or notes the end.
    private void advance() {
        CopyOut running = copy;
        if (running == null) {
            ended = true;
            return;
        }
        try {
            boolean first = rowsRead == 0 && waiting == null;
            byte[] message = running.readFromCopy();
            // The header comes in front of the first row, or of the end mark where there is no row.
            waitingAt = first && message != null ? HEADER : 0;
            if (message == null || Wire.int16(message, waitingAt) == -1) {
                waiting = null;
                ended = true;
                if (message != null) {
                    drain(running);
                }
            } else {
                waiting = message;
            }
        } catch (SQLException broken) {
            throw session.translate(broken);
        } catch (IndexOutOfBoundsException broken) {
            throw new DatacookException(ErrorCode.INTERNAL, place + ": the server's copy is cut off", broken);
        }
    }

    private static void drain(CopyOut running) throws SQLException {
        while (running.readFromCopy() != null) {
            // Nothing follows the end mark; the answer to the command is awaited.
        }
    }

    @Override
    public void close() {
        if (!ended) {
            session.abort();
        }
        session.close();
    }
}
