package io.datacook.connectors.csv;

import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Utf8;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Texts: bytes copied as they are, escapes undone, checked to be UTF-8.
final class TextColumn extends ColumnParser {
    private static final int GATHERED_MAX = 64 << 10;
    private static final long BYTES_FIRST = 16 << 10;

    /// Batches end by their bytes long before they have all rows where texts are huge.
    private static final long BYTES_FIRST_MAX = 4 << 20;

    private final byte escape;
    private final byte[] gathered = new byte[GATHERED_MAX + Digits.PADDING];
    private byte[] ends = {};
    private @Nullable ArrowBuf offsets;
    private @Nullable ArrowBuf data;
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
    void start(BufferAllocator lender, int rowsMax) {
        // the batch before says how long texts are
        long first = rowsBefore == 0 ? BYTES_FIRST : (bytesBefore / rowsBefore + 1) * rowsMax;
        first = Math.min(first, BYTES_FIRST_MAX);
        offsets = lender.buffer(4L * (rowsMax + 1));
        offsets.setInt(0, 0);
        data = lender.buffer(first);
        held = 0;
        written = 0;
    }

    @Override
    void load(FieldVector vector, ArrowFieldNode node, ArrowBuf validity) {
        rowsBefore = node.getLength();
        bytesBefore = written;
        vector.loadFieldBuffers(node, List.of(validity, offsets(), Objects.requireNonNull(data)));
    }

    @Override
    public void close() {
        if (data != null) {
            data.close();
            data = null;
        }
        if (offsets != null) {
            offsets.close();
            offsets = null;
        }
    }

    private ArrowBuf offsets() {
        return Objects.requireNonNull(offsets, "no vector was begun");
    }

    @Override
    void parse(Cells cells, int from, int to, int row) {
        int count = to - from;
        if (ends.length < count * 4 + Digits.PADDING) {
            ends = new byte[count * 4 + Digits.PADDING];
        }
        byte[] bytes = cells.bytes;
        int[] starts = cells.starts;
        int[] cellEnds = cells.ends;
        boolean ascii = cells.ascii;
        int cell = from * cells.width + column;
        for (int record = from; record < to; record++, cell += cells.width) {
            int flags = starts[cell];
            int start = flags & Cells.INDEX;
            int length = cellEnds[cell] - start;
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
            Digits.putInt(ends, (record - from) * 4, (int) written);
        }
        drain();
        offsets().setBytes(4L * (row + 1), ends, 0, 4L * count);
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
        if (length <= 16) {
            // whole words: what is copied too much is overwritten by the next text
            Digits.putLong(gathered, held, Digits.word(bytes, start));
            Digits.putLong(gathered, held + 8, Digits.word(bytes, start + 8));
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
        ArrowBuf current = Objects.requireNonNull(data, "no vector was begun");
        if (current.capacity() < written + more) {
            ArrowBuf larger = allocator().buffer(Math.max(written + more, 2 * current.capacity()));
            larger.setBytes(0, current, 0, written - held);
            current.close();
            data = larger;
            return larger;
        }
        return current;
    }

    @Override
    void forget(int row) {
        written = offsets().getInt(4L * row);
        held = 0;
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
