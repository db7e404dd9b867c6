package io.datacook.connectors.csv;

/// Where the cells of some records begin and end in a byte array: what [RecordIndexer] finds and parsers read.
///
/// Records lie one after the other, each with [#width] cells. **Threading:** one thread.
final class Cells {
    /// Set in a start if the cell stood in quotes.
    static final int QUOTED = 1 << 31;
    /// Set in a start if the cell has escapes to undo.
    static final int ESCAPED = 1 << 30;
    /// Gives the index of the first byte of a cell from its start.
    static final int INDEX = ESCAPED - 1;

    /// A record with fewer or more cells than there are columns.
    static final int RAGGED = -1;
    /// A record with text behind a closing quote.
    static final int TEXT_AFTER_QUOTE = -2;
    /// A record whose quote never closes.
    static final int QUOTE_OPEN = -3;

    final int width;
    final int recordsMax;
    /// First byte of each cell, with [#QUOTED] and [#ESCAPED].
    final int[] starts;
    /// Byte behind each cell, closing quotes left out.
    final int[] ends;
    /// First byte of each record; one more entry for the byte behind the last one.
    final int[] records;
    /// Line of each record's first character, 1-based; one more entry for the line behind the last one.
    final long[] lines;
    /// 0, or what is wrong with a record: a code of this class, or 1 + the column that does not parse.
    final int[] problems;

    byte[] bytes = {};
    int count;
    int problemCount;
    boolean ascii;

    /// @param width cells of each record, at least 1
    Cells(int width, int cellsMax) {
        this.width = width;
        this.recordsMax = Math.max(1, cellsMax / width);
        // a record that is longer than it should be may overrun by its own cells before it is cut
        this.starts = new int[(recordsMax + 1) * width + 1];
        this.ends = new int[starts.length];
        this.records = new int[recordsMax + 1];
        this.lines = new long[recordsMax + 1];
        this.problems = new int[recordsMax];
    }

    /// Marks a record as wrong; the first problem of a record stays.
    void mark(int record, int problem) {
        if (problems[record] == 0) {
            problems[record] = problem;
            problemCount++;
        }
    }

    /// Leaves a record without its problems out by moving a later one into its place.
    void move(int from, int to) {
        System.arraycopy(starts, from * width, starts, to * width, width);
        System.arraycopy(ends, from * width, ends, to * width, width);
        records[to] = records[from];
        lines[to] = lines[from];
        problems[to] = problems[from];
    }
}
