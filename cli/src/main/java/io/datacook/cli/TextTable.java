package io.datacook.cli;

import java.util.ArrayList;
import java.util.List;

/// Columns for people: as wide as they need to be, numbers to the right.
///
/// **Threading:** one thread.
final class TextTable {
    private static final int CELL_MAX = 60;

    private final Style style;
    private List<String> headings;
    private List<List<String>> rows = new ArrayList<>();

    /// @param headings one for each column; `#` in front marks numbers
    TextTable(Style style, String... headings) {
        this.style = style;
        this.headings = List.of(headings);
    }

    /// Adds a row; it has a cell for each heading.
    TextTable row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " headings");
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            // The last column may be as long as it is: nothing stands behind it.
            row.add(i == cells.length - 1 ? oneLine(cells[i]) : cut(oneLine(cells[i])));
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Leaves columns out, one after the other, until all lines fit.
    ///
    /// @param width of the screen
    /// @param leastFirst headings of columns one can do without
    TextTable fit(int width, String... leastFirst) {
        for (String heading : leastFirst) {
            if (lines().stream().mapToInt(Style::width).max().orElse(0) <= width) {
                break;
            }
            drop(heading);
        }
        return this;
    }

    /// Leaves a column out that says nothing.
    TextTable dropIfAll(String cell, String heading) {
        int place = place(heading);
        if (place >= 0 && rows.stream().allMatch(row -> row.get(place).equals(cell))) {
            drop(heading);
        }
        return this;
    }

    private int place(String heading) {
        int plain = headings.indexOf(heading);
        return plain >= 0 ? plain : headings.indexOf("#" + heading);
    }

    private void drop(String heading) {
        int place = place(heading);
        if (place >= 0) {
            headings = without(headings, place);
            rows = new ArrayList<>(rows.stream().map(row -> without(row, place)).toList());
        }
    }

    private static List<String> without(List<String> cells, int place) {
        List<String> rest = new ArrayList<>(cells);
        rest.remove(place);
        return List.copyOf(rest);
    }

    private static String oneLine(String cell) {
        return cell.replace('\n', ' ').replace('\t', ' ').replace("\r", "");
    }

    private static String cut(String cell) {
        return Style.width(cell) <= CELL_MAX || cell.indexOf('\u001b') >= 0
                ? cell
                : cell.substring(0, cell.offsetByCodePoints(0, CELL_MAX - 1)) + "…";
    }

    /// The lines, indented by two spaces, without spaces at their ends.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<String> names = headings.stream()
                .map(heading -> heading.startsWith("#") ? heading.substring(1) : heading)
                .toList();
        lines.add(style.faint(line(names)));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    /// Where the last column begins, whose cells may be long.
    int lastColumn() {
        int start = 2;
        for (int i = 0; i < headings.size() - 1; i++) {
            start += width(i) + 2;
        }
        return start;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String space = " ".repeat(width(i) - Style.width(cell));
            line.append("  ").append(headings.get(i).startsWith("#") ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = Style.width(headings.get(column)) - (headings.get(column).startsWith("#") ? 1 : 0);
        for (List<String> row : rows) {
            width = Math.max(width, Style.width(row.get(column)));
        }
        return width;
    }
}
