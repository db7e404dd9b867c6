package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Reject;
import io.datacook.api.RowText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Fills the vectors of one batch row by row; rows with a cell that has no Arrow value are left out or end the run.
final class BatchBuilder {
    private final VectorSchemaRoot root;
    private final List<Column> columns;
    private final CellDecoder[] decoders;
    private final ReadRequest request;
    private final String place;
    private final long firstNumber;
    private final List<Reject> rejects = new ArrayList<>();
    private long[] numbers = {};
    private int capacity;
    private int rows;
    private int left;

    /// @param root empty; stays the caller's until [#build]
    /// @param capacity rows to make room for at once
    /// @param rowsBefore rows of the split in earlier batches, those left out included
    BatchBuilder(
            VectorSchemaRoot root,
            List<Column> columns,
            CellDecoders decoders,
            int capacity,
            ReadRequest request,
            String place,
            long rowsBefore) {
        this.root = root;
        this.columns = columns;
        this.request = request;
        this.place = place;
        this.capacity = capacity;
        this.firstNumber = rowsBefore + 1;
        this.decoders = new CellDecoder[columns.size()];
        for (int i = 0; i < this.decoders.length; i++) {
            FieldVector vector = root.getVector(i);
            vector.setInitialCapacity(capacity);
            vector.allocateNew();
            this.decoders[i] = decoders.of(columns.get(i).type(), vector);
            this.decoders[i].reserve(capacity);
        }
    }

    /// Rows in the batch.
    int rows() {
        return rows;
    }

    /// Rows in the batch and rows left out of it.
    int rowsTaken() {
        return rows + left;
    }

    /// Rows of the split up to here, those left out included.
    long rowsSeen() {
        return firstNumber - 1 + rows + left;
    }

    /// Adds the row that begins at a place in a message.
    void add(byte[] message, int at) {
        if (rows == capacity) {
            capacity = (int) Math.min(request.batchRowsMax(), capacity * 2L);
            for (CellDecoder decoder : decoders) {
                decoder.reserve(capacity);
            }
        }
        int next = at + 2;
        BadCell bad = null;
        int badColumn = -1;
        for (int i = 0; i < decoders.length; i++) {
            int length = Wire.int32(message, next);
            next += 4;
            if (length == Wire.NULL) {
                decoders[i].setNull(rows);
                continue;
            }
            try {
                decoders[i].decode(rows, message, next, length);
            } catch (BadCell cell) {
                decoders[i].setNull(rows);
                bad = bad == null ? cell : bad;
                badColumn = badColumn == -1 ? i : badColumn;
            }
            next += length;
        }
        if (bad == null) {
            keep();
        } else {
            reject(bad, columns.get(badColumn));
        }
    }

    private void keep() {
        if (left > 0) {
            if (rows == numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(rows + 1, Math.min(capacity, rows * 2)));
            }
            numbers[rows] = firstNumber + rows + left;
        }
        rows++;
    }

    private void reject(BadCell bad, Column column) {
        String row = place + " row " + (firstNumber + rows + left);
        if (request.onBadRow() == ReadRequest.BadRows.FAIL) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    "%s, column %s (%s): %s: %s"
                            .formatted(row, column.name(), column.type().spelled(), bad.value(), bad.getMessage()));
        }
        if (left == 0) {
            numbers = new long[rows];
            for (int i = 0; i < rows; i++) {
                numbers[i] = firstNumber + i;
            }
        }
        left++;
        String record = RowText.row(root, rows);
        rejects.add(new Reject("read", row, column.name(), bad.value(), String.valueOf(bad.getMessage()), record));
    }

    /// The batch; the vectors are its own from now on.
    Batch build(@Nullable Position position) {
        for (CellDecoder decoder : decoders) {
            decoder.finish(rows);
        }
        root.setRowCount(rows);
        Origin origin = left == 0
                ? Origin.consecutive(place, "row", firstNumber)
                : Origin.listed(place, "row", Arrays.copyOf(numbers, rows));
        return new Batch(root, position, origin, rejects);
    }
}
