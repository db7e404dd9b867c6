package io.datacook.connectors.csv;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Reject;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Lines;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Says what is wrong with a record, where, and what to do. Only reached for bad records. **Threading:** one thread.
final class BadRecords {
    private static final int VALUE_CHARS_MAX = 80;

    private final String resource;
    private final List<String> names;
    private final List<ColumnParser> parsers;
    private final Dialect dialect;

    BadRecords(String resource, List<String> names, List<ColumnParser> parsers, Dialect dialect) {
        this.resource = resource;
        this.names = names;
        this.parsers = parsers;
        this.dialect = dialect;
    }

    /// The failure of a run that stops at bad rows.
    DatacookException failure(Cells cells, int record) {
        Spot spot = spot(cells, record);
        return new DatacookException(
                        ErrorCode.DATA_INVALID,
                        reason(cells, record) + "; " + nextStep(cells, record)
                                + ", or let `errors.policy` skip bad rows or keep them as dead letters")
                .at(resource + ":" + spot.line() + ":" + spot.column());
    }

    /// The record for the dead letters.
    Reject reject(Cells cells, int record) {
        int problem = cells.problems[record];
        Spot spot = spot(cells, record);
        String column = problem > 0 ? names.get(problem - 1) : null;
        return new Reject(
                "read",
                resource + " line " + cells.lines[record],
                column,
                problem > 0 ? value(cells, record, problem) : null,
                reason(cells, record) + " (" + resource + ":" + spot.line() + ":" + spot.column() + ")",
                raw(cells, record));
    }

    private String reason(Cells cells, int record) {
        int problem = cells.problems[record];
        if (problem > 0) {
            String value = value(cells, record, problem);
            String shown = value.length() > VALUE_CHARS_MAX ? value.substring(0, VALUE_CHARS_MAX) + "…" : value;
            return "'%s' in column '%s' is not %s".formatted(shown, names.get(problem - 1), expected(problem));
        }
        return switch (problem) {
            case Cells.RAGGED -> {
                int found = width(cells, record);
                yield "the record has %d cell%s where there are %d columns"
                        .formatted(found, found == 1 ? "" : "s", cells.width);
            }
            case Cells.TEXT_AFTER_QUOTE -> "text follows a closing quote; within quotes a quote is written twice";
            case Cells.QUOTE_OPEN -> "a quote opens in this line and never closes";
            default -> throw new IllegalStateException("problem " + problem);
        };
    }

    private String nextStep(Cells cells, int record) {
        int problem = cells.problems[record];
        if (problem > 0) {
            return "mend it, declare the type, such as `columns: {%s: string}`, or widen the sample with `sample_bytes`"
                    .formatted(names.get(problem - 1));
        }
        return "mend the record, check `delimiter`, `quote` and `escape`";
    }

    private String expected(int problem) {
        for (ColumnParser parser : parsers) {
            if (parser.column == problem - 1) {
                return parser.expected();
            }
        }
        return "of its type";
    }

    private String value(Cells cells, int record, int problem) {
        return ColumnParser.text(cells, record * cells.width + problem - 1, dialect);
    }

    /// The record as it stands in the file, without its line end.
    private static String raw(Cells cells, int record) {
        int from = cells.records[record];
        int to = end(cells, record);
        return new String(cells.bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static int end(Cells cells, int record) {
        int end = cells.records[record + 1];
        // an empty line behind the record was skipped with it
        while (end > cells.records[record] && (cells.bytes[end - 1] == '\n' || cells.bytes[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private int width(Cells cells, int record) {
        int from = cells.records[record];
        int length = end(cells, record) - from;
        byte[] text = new byte[length + Digits.PADDING];
        System.arraycopy(cells.bytes, from, text, 0, length);
        List<List<Sample.Cell>> parsed =
                Sample.parse(text, length, 1, dialect, true).records();
        return parsed.isEmpty() ? 0 : parsed.getFirst().size();
    }

    /// Where the problem is, lines and columns 1-based, columns in characters.
    private record Spot(long line, long column) {}

    private static Spot spot(Cells cells, int record) {
        int problem = cells.problems[record];
        int from = cells.records[record];
        int at = from;
        if (problem > 0) {
            int start = cells.starts[record * cells.width + problem - 1];
            at = (start & Cells.INDEX) - (start < 0 ? 1 : 0);
        }
        long line = cells.lines[record] + Lines.count(cells.bytes, from, at);
        int lineStart = at;
        while (lineStart > from && cells.bytes[lineStart - 1] != '\n' && cells.bytes[lineStart - 1] != '\r') {
            lineStart--;
        }
        int characters = new String(cells.bytes, lineStart, at - lineStart, StandardCharsets.UTF_8).length();
        return new Spot(line, characters + 1L);
    }
}
