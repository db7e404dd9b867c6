package io.datacook.engine.receipt;

import io.datacook.api.ChecksumForm;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Counts rows and sums the hashes of their cells, column by column.
///
/// Sums of parts add up to the sum of the whole in any order. **Threading:** one thread at a time.
final class RowSums {
    private static final int HEX = 16;
    private static final long NULL_DOCUMENT = Hashes.of("null");

    private final Map<String, ColumnSum> columns = new LinkedHashMap<>();
    private @Nullable ColumnHashes hashes;
    private long rows;

    /// Adds the rows of a batch, which stays the caller's.
    void add(VectorSchemaRoot batch) {
        rows += batch.getRowCount();
        for (FieldVector vector : batch.getFieldVectors()) {
            add(sum(vector, batch.getRowCount()));
        }
    }

    /// Adds what others counted.
    void add(RowSums other) {
        rows += other.rows;
        other.columns.values().forEach(this::add);
    }

    /// Adds a column of rows that are counted already.
    void add(ColumnSum column) {
        columns.merge(column.name(), column, ColumnSum::plus);
    }

    /// Counts rows of which the columns are added by themselves.
    void addRows(long more) {
        rows += more;
    }

    long rows() {
        return rows;
    }

    /// By name, in the order of the first batch.
    Map<String, ColumnSum> columns() {
        return columns;
    }

    /// On one line, as [#parse] reads it: `2 id=number,0,1f;name=text,1,2e`.
    String text() {
        StringBuilder text = new StringBuilder().append(rows).append(' ');
        columns.values()
                .forEach(column -> text.append(URLEncoder.encode(column.name(), StandardCharsets.UTF_8))
                        .append('=')
                        .append(column.form())
                        .append(',')
                        .append(column.nulls())
                        .append(',')
                        .append(Long.toHexString(column.checksum()))
                        .append(';'));
        return text.toString();
    }

    /// What [#text] gave, or `null` if it is something else.
    static @Nullable RowSums parse(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            return null;
        }
        try {
            RowSums sums = new RowSums();
            sums.rows = Long.parseLong(text.substring(0, blank));
            for (String column : text.substring(blank + 1).split(";", 0)) {
                if (!column.isEmpty()) {
                    sums.add(parseColumn(column));
                }
            }
            return sums;
        } catch (IllegalArgumentException | IndexOutOfBoundsException foreign) {
            return null;
        }
    }

    private static ColumnSum parseColumn(String text) {
        int named = text.indexOf('=');
        int last = text.lastIndexOf(',');
        int middle = text.lastIndexOf(',', last - 1);
        return new ColumnSum(
                URLDecoder.decode(text.substring(0, named), StandardCharsets.UTF_8),
                text.substring(named + 1, middle),
                Long.parseLong(text.substring(middle + 1, last)),
                Long.parseUnsignedLong(text.substring(last + 1), HEX));
    }

    private ColumnSum sum(FieldVector vector, int count) {
        String form = Forms.of(vector.getField());
        if (form.equals(ChecksumForm.JSON)) {
            return documents(vector, count);
        }
        if (hashes == null) {
            hashes = new ColumnHashes();
        }
        int nulls = vector.getNullCount();
        return new ColumnSum(vector.getName(), form, nulls, hashes.sum(vector, count, nulls));
    }

    /// Files and databases of JSON do not all tell the document null from no document.
    private static ColumnSum documents(FieldVector vector, int count) {
        CellHashes hashes = CellHashes.of(vector);
        int nulls = 0;
        long sum = 0;
        for (int row = 0; row < count; row++) {
            long hash = vector.isNull(row) ? NULL_DOCUMENT : hashes.at(row);
            if (hash == NULL_DOCUMENT) {
                nulls++;
            } else {
                sum += hash;
            }
        }
        return new ColumnSum(vector.getName(), ChecksumForm.JSON, nulls, sum);
    }
}
