package io.datacook.engine.rows;

import io.datacook.api.RowText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// Writes the cells of a row's key columns as bytes, so that two keys are equal exactly if their bytes are.
///
/// Nulls equal each other; `-0.0` equals `0.0`, and all NaN are one. **Threading:** one thread at a time.
final class KeyBytes {
    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Cell> cells = new ArrayList<>();

    /// Writes one cell that is not null.
    @FunctionalInterface
    private interface Cell {
        void put(int row);
    }

    private final List<FieldVector> columns = new ArrayList<>();

    /// Looks at the columns of another batch.
    void bind(List<FieldVector> batch) {
        cells.clear();
        columns.clear();
        columns.addAll(batch);
        batch.forEach(column -> cells.add(cell(column)));
    }

    /// The bytes of one row's key, from 0 to their [ByteBuffer#position], until the next call.
    ByteBuffer of(int row) {
        bytes.clear();
        for (int i = 0; i < cells.size(); i++) {
            room(16);
            if (columns.get(i).isNull(row)) {
                bytes.put((byte) 0);
            } else {
                bytes.put((byte) 1);
                cells.get(i).put(row);
            }
        }
        return bytes;
    }

    private Cell cell(FieldVector column) {
        return switch (Kind.of(column.getField())) {
            case BOOL, WHOLE, UNSIGNED64, DATE, TIME, TIMESTAMP, DURATION -> {
                Cells.LongOf longs = Cells.longs(column);
                yield row -> bytes.putLong(longs.at(row));
            }
            case FLOAT -> {
                Cells.DoubleOf doubles = Cells.doubles(column);
                // adding zero turns -0.0 into 0.0; doubleToLongBits makes all NaN one
                yield row -> bytes.putLong(Double.doubleToLongBits(doubles.at(row) + 0.0));
            }
            case TEXT, JSON, BINARY, UUID -> {
                Cells.BytesOf values = Cells.bytes(column);
                yield row -> put(values.at(row));
            }
            case DECIMAL -> {
                Cells.DecimalOf decimals = Cells.decimals(column);
                yield row -> put(decimals.at(row).unscaledValue().toByteArray());
            }
            case NULL, INTERVAL, NESTED, OTHER ->
                row -> put(RowText.cell(column, row).getBytes(StandardCharsets.UTF_8));
        };
    }

    private void put(byte[] value) {
        room(value.length + 16);
        bytes.putInt(value.length).put(value);
    }

    private void room(int more) {
        if (bytes.remaining() < more) {
            int needed = Math.addExact(bytes.position(), more);
            ByteBuffer larger = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.flip();
            bytes = larger.put(bytes);
        }
    }
}
