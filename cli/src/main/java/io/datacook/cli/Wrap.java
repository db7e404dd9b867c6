package io.datacook.cli;

import java.util.ArrayList;
import java.util.List;

/// Breaks long lines between words, for screens. Stateless; safe for all threads.
final class Wrap {
    private static final int ROOM_MIN = 20;

    private Wrap() {}

    /// The lines a text takes.
    ///
    /// @param text one line, escape sequences take no room
    /// @param indent of the lines after the first
    /// @param width columns there are; a text stays whole where the indent leaves too few of them
    static List<String> lines(String text, int indent, int width) {
        if (Style.width(text) <= width || width - indent < ROOM_MIN) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : text.split("(?<=\\S)(?= )", -1)) {
            int length = Style.width(word);
            if (used + length > width && !line.toString().isBlank()) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent)).append(word.stripLeading());
                used = indent + Style.width(word.stripLeading());
            } else {
                line.append(word);
                used += length;
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
