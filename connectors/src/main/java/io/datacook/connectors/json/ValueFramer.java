package io.datacook.connectors.json;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.SourcePart;

/// Values one after the other, or the elements of an array, over any number of lines.
///
/// Follows strings, brackets and braces only: what is wrong inside of a record is found by its parser, and reading
/// goes on behind it.
final class ValueFramer extends Framer {
    private final boolean array;
    private boolean needsComma;
    private boolean ended;

    /// @param array whether the values are elements, with commas between them and a bracket behind the last
    /// @param behindValue whether a value was read before, so that a comma comes next in an array
    ValueFramer(ByteWindow window, SourcePart part, long line, boolean array, boolean behindValue) {
        super(window, part, line);
        this.array = array;
        this.needsComma = array && behindValue;
    }

    @Override
    boolean find() {
        byte[] bytes = window.bytes();
        int limit = window.limit();
        int at = skipSpaces(bytes, window.start(), limit);
        skipTo(at);
        if (ended || (at == limit && window.isEnded() && !array)) {
            skipTo(limit);
            return false;
        }
        if (at == limit) {
            return endsEarly(at);
        }
        if (array && bytes[at] == ']') {
            ended = true;
            skipTo(limit);
            return false;
        }
        if (needsComma) {
            if (bytes[at] != ',') {
                throw broken(at, "a comma or ] must follow an element");
            }
            at = skipSpaces(bytes, at + 1, limit);
            if (at == limit) {
                return endsEarly(at);
            }
        }
        int end = valueEnd(bytes, at, limit);
        if (end < 0) {
            return endsEarly(at);
        }
        needsComma = array;
        return found(at, end, end);
    }

    private boolean endsEarly(int at) {
        if (window.isEnded()) {
            throw broken(at, "the file ends within a value or an array");
        }
        return false;
    }

    private DatacookException broken(int at, String why) {
        return new DatacookException(
                        ErrorCode.DATA_INVALID, why + "; mend the file, check that it was copied whole, and `layout`")
                .at(place(at));
    }

    private static int skipSpaces(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /// The byte behind a value, or -1 if it does not end in front of the limit.
    private int valueEnd(byte[] bytes, int from, int limit) {
        int depth = 0;
        int at = from;
        while (at < limit) {
            switch (bytes[at]) {
                case '"' -> {
                    at = stringEnd(bytes, at, limit);
                    if (at < 0) {
                        return -1;
                    }
                    if (depth == 0) {
                        return at;
                    }
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    if (depth <= 0) {
                        // a bracket too many ends a value in front of itself
                        return depth < 0 ? Math.max(at, from + 1) : at + 1;
                    }
                }
                case ' ', '\n', '\r', '\t', ',' -> {
                    if (depth == 0) {
                        return Math.max(at, from + 1);
                    }
                }
                default -> {
                    // a letter or digit of a value
                }
            }
            at++;
        }
        return depth == 0 && window.isEnded() ? limit : -1;
    }

    private static int stringEnd(byte[] bytes, int quote, int limit) {
        for (int at = quote + 1; at < limit; at++) {
            if (bytes[at] == '\\') {
                at++;
            } else if (bytes[at] == '"') {
                return at + 1;
            }
        }
        return -1;
    }
}
