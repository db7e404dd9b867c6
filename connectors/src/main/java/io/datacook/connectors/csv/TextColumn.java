package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Utf8;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;

/// Texts: bytes copied as they are, escapes undone, checked to be UTF-8.
final class TextColumn extends ColumnParser {
    private static final int GATHERED_MAX = 64 << 10;
    private static final int BYTES_PER_TEXT_FIRST = 16;

    private final byte escape;
    private final byte[] gathered = new byte[GATHERED_MAX + Digits.PADDING];
    private byte[] offsets = {};
    private int held;
    /// Bytes of this vector so far, those held back included.
    private long written;
    private int rowsBefore;
    private long bytesBefore;

    TextColumn(Field field, int column, Dialect dialect) {
        super(field, column);
        this.escape = dialect.escape();
    }

    @Override
    void allocate(FieldVector made, int rowsMax) {
        // the batch before says how long texts are
        long perRow = rowsBefore == 0 ? BYTES_PER_TEXT_FIRST : bytesBefore / rowsBefore + 1;
        ((VarCharVector) made)
                .allocateNew(Math.max(8, perRow * Math.min(rowsMax, rowsBefore == 0 ? 1024 : rowsMax)), rowsMax);
        held = 0;
        written = 0;
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        int count = to - from;
        if (offsets.length < count * 4 + Digits.PADDING) {
            offsets = new byte[count * 4 + Digits.PADDING];
        }
        byte[] bytes = cells.bytes;
        int[] starts = cells.starts;
        int[] ends = cells.ends;
        boolean ascii = cells.ascii;
        int cell = from * cells.width + column;
        for (int record = from; record < to; record++, cell += cells.width) {
            int flags = starts[cell];
            int start = flags & Cells.INDEX;
            int length = ends[cell] - start;
            if (length == 0) {
                if (flags >= 0) {
                    setNull(row + record - from);
                }
            } else {
                if (!ascii && !Utf8.isValid(bytes, start, start + length)) {
                    mark(cells, record);
                }
                if ((flags & Cells.ESCAPED) != 0) {
                    addEscaped(bytes, start, start + length);
                } else {
                    add(bytes, start, length);
                }
            }
            Digits.putInt(offsets, (record - from) * 4, (int) written);
        }
        drain();
        vector().getOffsetBuffer().setBytes(4L * (row + 1), offsets, 0, 4L * count);
    }

    private void add(byte[] bytes, int start, int length) {
        if (length > GATHERED_MAX - held) {
            drain();
            if (length > GATHERED_MAX) {
                data(length).setBytes(written, bytes, start, length);
                written += length;
                return;
            }
        }
        if (length <= 32) {
            // whole words: what is copied too much is overwritten by the next text
            for (int i = 0; i < length; i += 8) {
                Digits.putLong(gathered, held + i, Digits.word(bytes, start + i));
            }
        } else {
            System.arraycopy(bytes, start, gathered, held, length);
        }
        held += length;
        written += length;
    }

    private void addEscaped(byte[] bytes, int start, int end) {
        int from = start;
        for (int i = start; i + 1 < end; i++) {
            if (bytes[i] == escape) {
                addPiece(bytes, from, i - from);
                from = i + 1;
                i++;
            }
        }
        addPiece(bytes, from, end - from);
    }

    private void addPiece(byte[] bytes, int start, int length) {
        if (length > 0) {
            add(bytes, start, length);
        }
    }

    private void drain() {
        if (held > 0) {
            data(0).setBytes(written - held, gathered, 0, held);
            held = 0;
        }
    }

    private ArrowBuf data(int more) {
        VarCharVector texts = (VarCharVector) vector();
        if (texts.getDataBuffer().capacity() < written + more) {
            texts.reallocDataBuffer(
                    Math.max(written + more, 2 * texts.getDataBuffer().capacity()));
        }
        return texts.getDataBuffer();
    }

    @Override
    void forget(int row) {
        written = row == 0 ? 0 : vector().getOffsetBuffer().getInt(4L * row);
        held = 0;
    }

    @Override
    void finish(FieldVector ended, int rows) {
        ended.getOffsetBuffer().setInt(0, 0);
        ((VarCharVector) ended).setLastSet(rows - 1);
        rowsBefore = rows;
        bytesBefore = written;
    }

    @Override
    String expected() {
        return "valid UTF-8; if the file has another encoding, name it in `encoding`, such as `iso-8859-1`";
    }

    @Override
    int rowBytes() {
        return 4;
    }

    @Override
    long textBytes(Cells cells, int from, int to) {
        return cellBytes(cells, from, to);
    }
}
