package io.datacook.engine.recipe;

import java.util.Comparator;

/// Where a key or value was written.
///
/// @param file the file as users know it, `datacook://audit` for a shipped cookbook, or the name of a variable
/// @param line 1-based, or 0 where there are no lines
/// @param column 1-based and in characters, or 0
public record Place(String file, int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingInt(Place::line).thenComparingInt(Place::column);

    /// A place without lines: a file as a whole, an environment variable, a built-in default.
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /// `orders.yaml:7:3`, clickable in terminals and editors.
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
