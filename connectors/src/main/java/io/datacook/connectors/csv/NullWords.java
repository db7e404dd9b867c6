package io.datacook.connectors.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Empties unquoted cells whose text stands for null, so that parsers need to know the empty text only.
///
/// **Threading:** one thread.
final class NullWords {
    private final byte[][] words;
    private final int lengthMax;

    NullWords(List<String> texts) {
        words = texts.stream()
                .filter(text -> !text.isEmpty())
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        lengthMax = Arrays.stream(words).mapToInt(word -> word.length).max().orElse(0);
    }

    /// Empties the cells.
    void apply(Cells cells) {
        if (words.length == 0) {
            return;
        }
        for (int cell = 0; cell < cells.count * cells.width; cell++) {
            int start = cells.starts[cell];
            int length = cells.ends[cell] - start;
            if (start >= 0 && length > 0 && length <= lengthMax && isNull(cells.bytes, start, cells.ends[cell])) {
                cells.ends[cell] = start;
            }
        }
    }

    private boolean isNull(byte[] bytes, int from, int to) {
        for (byte[] word : words) {
            if (Arrays.equals(bytes, from, to, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }
}
