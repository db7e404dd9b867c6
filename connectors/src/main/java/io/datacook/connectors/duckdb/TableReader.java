package io.datacook.connectors.duckdb;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.SplitReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Reads a range of a table's rows in the order of their numbers; each batch's position is the number after its last.
final class TableReader implements SplitReader {
    private static final String NUMBER = Catalog.OWN + "rowid";

    private final DuckDBConnection connection;
    private final DuckResult result;
    private final Schema schema;
    private final Slices slices;
    private final String resource;
    private long last = -1;

    private TableReader(DuckDBConnection connection, DuckResult result, Schema schema, Slices slices, String resource) {
        this.connection = connection;
        this.result = result;
        this.schema = schema;
        this.slices = slices;
        this.resource = resource;
    }

    /// Starts reading.
    ///
    /// @param connection owned by the reader if this succeeds
    static TableReader open(
            DuckDBConnection connection, BufferAllocator allocator, SourceQuery query, RowRange range, String resource)
            throws SQLException {
        Schema asked = query.request().schema();
        List<Field> numbered = new ArrayList<>(asked.getFields());
        numbered.add(Field.nullable(NUMBER, new ArrowType.Int(64, true)));
        String sql = query.sql("rowid AS " + Sql.name(NUMBER), range.condition());
        DuckResult result = DuckResult.open(connection, allocator, sql, new Schema(numbered), query.rowsInBatch());
        Slices slices = new Slices(query.request().batchBytesMax());
        return new TableReader(connection, result, asked, slices, resource);
    }

    @Override
    public @Nullable Batch next() {
        VectorSchemaRoot rows = slices.next();
        if (rows == null) {
            try {
                VectorSchemaRoot more = result.next();
                if (more == null) {
                    return null;
                }
                slices.add(more);
            } catch (SQLException failed) {
                throw DuckErrors.translate(failed, ErrorCode.SOURCE_UNREACHABLE, resource);
            }
            return next();
        }
        return batch(rows);
    }

    private Batch batch(VectorSchemaRoot rows) {
        int count = rows.getRowCount();
        List<FieldVector> vectors = rows.getFieldVectors();
        Origin origin;
        try (BigIntVector numbers = (BigIntVector) vectors.getLast()) {
            origin = origin(numbers, count);
            last = numbers.get(count - 1);
        } catch (RuntimeException failed) {
            rows.close();
            throw failed;
        }
        VectorSchemaRoot asked = new VectorSchemaRoot(schema, vectors.subList(0, vectors.size() - 1), count);
        return new Batch(asked, Position.of(RowRange.FROM, last + 1), origin, List.of());
    }

    /// Users count rows from 1. A position is only right if numbers ascend, so that is made sure of.
    private Origin origin(BigIntVector numbers, int count) {
        long first = numbers.get(0);
        long[] listed = new long[count];
        long before = last;
        for (int i = 0; i < count; i++) {
            long number = numbers.get(i);
            if (number <= before) {
                throw new DatacookException(
                        ErrorCode.INTERNAL,
                        "%s came out of order: row %d after row %d".formatted(resource, number + 1, before + 1));
            }
            before = number;
            listed[i] = number + 1;
        }
        return before - first == count - 1
                ? Origin.consecutive(resource, "row", first + 1)
                : Origin.listed(resource, "row", listed);
    }

    @Override
    public void close() {
        slices.close();
        try (connection;
                result) {
            // The result before its connection.
        } catch (SQLException failed) {
            throw DuckErrors.translate(failed, ErrorCode.SOURCE_UNREACHABLE, resource);
        }
    }
}
