package io.datacook.connectors.duckdb;

import io.datacook.api.CursorRange;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.ReadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// The SELECT that a reader runs: the asked columns, the cursor's range, the reader's own conditions.
final class SourceQuery {
    private static final int ROWS_MAX_UNMEASURED = 8192;

    private final String from;
    private final Map<String, ExchangeColumn> columns = new LinkedHashMap<>();
    private final ReadRequest request;

    /// @param from a table in quotes or a query in parentheses
    /// @param all its columns
    SourceQuery(String from, List<ExchangeColumn> all, ReadRequest request) {
        this.from = from;
        this.request = request;
        all.forEach(column -> columns.put(column.field().getName(), column));
    }

    /// What the engine asked for.
    ReadRequest request() {
        return request;
    }

    /// @param extra a column behind the asked ones, or `null`
    /// @param condition of the reader, or `null`
    String sql(@Nullable String extra, @Nullable String condition) {
        List<String> select = new ArrayList<>();
        for (String name : request.columns()) {
            select.add(column(name).expression());
        }
        if (extra != null) {
            select.add(extra);
        }
        List<String> conditions = new ArrayList<>();
        if (condition != null) {
            conditions.add(condition);
        }
        CursorRange range = request.range();
        if (range != null) {
            conditions.add(cursor(range));
        }
        return "SELECT " + String.join(", ", select) + " FROM " + from
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    private ExchangeColumn column(String name) {
        ExchangeColumn column = columns.get(name);
        if (column == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the column '%s' is gone since the run was planned; run again to plan anew".formatted(name));
        }
        return column;
    }

    private String cursor(CursorRange range) {
        String name = Sql.name(range.column());
        String type = DuckTypes.name(column(range.column()).field());
        List<String> bounds = new ArrayList<>(List.of(name + " IS NOT NULL"));
        if (range.after() != null) {
            bounds.add(name + " > CAST(" + Sql.text(range.after()) + " AS " + type + ")");
        }
        if (range.upTo() != null) {
            bounds.add(name + " <= CAST(" + Sql.text(range.upTo()) + " AS " + type + ")");
        }
        return String.join(" AND ", bounds);
    }

    /// How many rows to ask of DuckDB at once: as many as fit where that is known from the types, else few.
    int rowsInBatch() {
        long bytesInRow = 0;
        boolean measured = true;
        for (Field field : request.schema().getFields()) {
            int width = width(field);
            measured &= width >= 0;
            bytesInRow += width < 0 ? 32 : width;
        }
        long fitting = Math.max(1, request.batchBytesMax() / Math.max(1, bytesInRow));
        long most = measured ? request.batchRowsMax() : Math.min(request.batchRowsMax(), ROWS_MAX_UNMEASURED);
        return (int) Math.min(fitting, most);
    }

    private static int width(Field field) {
        return switch (field.getType()) {
            case ArrowType.Bool _ -> 1;
            case ArrowType.Int whole -> whole.getBitWidth() / 8;
            case ArrowType.FloatingPoint _, ArrowType.Date _, ArrowType.Time _, ArrowType.Timestamp _ -> 8;
            case ArrowType.Decimal _, ArrowType.Interval _ -> 16;
            case ArrowType.FixedSizeBinary binary -> binary.getByteWidth();
            default -> -1;
        };
    }
}
