package io.datacook.connectors.json;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.Lines;
import io.datacook.connectors.files.SourcePart;

/// Finds where records begin and end in a window over a file.
///
/// The record found last lies in the window's bytes from [#from] to [#to] until the next call. **Threading:** one
/// thread.
abstract sealed class Framer permits LineFramer, ValueFramer {
    final ByteWindow window;
    final SourcePart part;
    private long line;
    private int counted;
    private int from;
    private int to;

    /// @param line the line of the window's first byte, 1-based
    Framer(ByteWindow window, SourcePart part, long line) {
        this.window = window;
        this.part = part;
        this.line = line;
    }

    /// Finds the next record; the one before must be done with.
    ///
    /// @return `false` if there is none
    final boolean next() {
        while (true) {
            if (find()) {
                return true;
            }
            if (window.isEnded()) {
                return false;
            }
            // lines in front of it can be counted no more once the window moved on
            moveTo(window.start());
            int before = window.start();
            if (!window.more()) {
                throw new DatacookException(
                                ErrorCode.DATA_INVALID,
                                "a record is longer than %d bytes; raise `record_bytes_max`, or check `layout`"
                                        .formatted(window.limit() - window.start()))
                        .at(place(window.start()));
            }
            counted -= before;
        }
    }

    /// Looks for the next record in what was read so far; keeps it by [#found].
    ///
    /// @return `false` if more must be read, or there is no more
    abstract boolean find();

    /// Keeps a record, and that everything in front of it is done with.
    final boolean found(int first, int behind, int next) {
        moveTo(first);
        from = first;
        to = behind;
        window.release(next);
        return true;
    }

    /// Releases bytes that belong to no record.
    final void skipTo(int index) {
        moveTo(index);
        window.release(index);
    }

    private void moveTo(int index) {
        line += Lines.count(window.bytes(), counted, index);
        counted = index;
    }

    final int from() {
        return from;
    }

    final int to() {
        return to;
    }

    /// The line of the record's first byte.
    final long line() {
        return line;
    }

    /// Offset behind the record.
    final long offset() {
        return window.offset(window.start());
    }

    /// Line of the first byte behind the record.
    final long nextLine() {
        return line + Lines.count(window.bytes(), counted, window.start());
    }

    /// `events.json:7:3`, the column in characters.
    final String place(int index) {
        byte[] bytes = window.bytes();
        int lineStart = index;
        while (lineStart > 0 && bytes[lineStart - 1] != '\n' && bytes[lineStart - 1] != '\r') {
            lineStart--;
        }
        long atLine = line + (index >= counted ? Lines.count(bytes, counted, index) : 0);
        int characters =
                new String(bytes, lineStart, index - lineStart, java.nio.charset.StandardCharsets.UTF_8).length();
        return part.file().name() + ":" + atLine + ":" + (characters + 1);
    }

    static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
