package io.datacook.connectors.csv;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import io.datacook.connectors.files.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// Chooses the parser of a column. Stateless; safe for all threads.
final class CsvColumns {
    private static final int HEAD_BYTES_MAX = 1 << 20;

    private CsvColumns() {}

    /// The columns of a file as its records have them.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if it has columns the first file lacks
    static List<String> names(SourceFile file, CsvLayout layout, CsvSourceOptions options) {
        CsvHead head = CsvHead.of(file, CsvHead.peek(file, options, HEAD_BYTES_MAX), layout.dialect());
        List<String> known =
                layout.schema().getFields().stream().map(Field::getName).toList();
        for (String name : head.names()) {
            if (!known.contains(name)) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "'%s' has a column '%s' that the first file lacks; narrow `path` to files of one kind. %s"
                                .formatted(file.name(), name, Closest.describe(name, known)));
            }
        }
        return head.names();
    }

    /// The parsers of the columns that are asked for, in that order.
    ///
    /// @param names the columns of the file's records
    static List<ColumnParser> parsers(List<String> names, Dialect dialect, CsvSourceOptions options, Schema asked) {
        List<ColumnParser> parsers = new ArrayList<>();
        for (Field field : asked.getFields()) {
            boolean strict = !options.columns().containsKey(field.getName());
            parsers.add(parser(field, names.indexOf(field.getName()), strict, dialect));
        }
        return parsers;
    }

    /// The parser of a column.
    ///
    /// @param column its index among a record's cells, or -1 if the file lacks it
    /// @param strict whether the type was inferred: then texts it would change are refused
    static ColumnParser parser(Field field, int column, boolean strict, Dialect dialect) {
        if (column < 0) {
            return new AbsentColumn(field);
        }
        return switch (field.getType()) {
            case ArrowType.Bool _ -> new BoolColumn(field, column, strict);
            case ArrowType.Int type
            when type.getIsSigned() || type.getBitWidth() < 64 ->
                new IntegerColumn(field, column, type.getBitWidth(), type.getIsSigned(), strict);
            case ArrowType.FloatingPoint type
            when type.getPrecision() != FloatingPointPrecision.HALF ->
                new DoubleColumn(field, column, type.getPrecision() == FloatingPointPrecision.DOUBLE ? 64 : 32, strict);
            case ArrowType.Decimal type when type.getBitWidth() == 128 -> new DecimalColumn(field, column);
            case ArrowType.Date type
            when type.getUnit() == org.apache.arrow.vector.types.DateUnit.DAY -> new DateColumn(field, column);
            case ArrowType.Timestamp _ -> new TimestampColumn(field, column);
            case ArrowType.Utf8 _ -> new TextColumn(field, column, dialect);
            default -> rare(field, column, dialect);
        };
    }

    private static ColumnParser rare(Field field, int column, Dialect dialect) {
        AnyType type = AnyType.of(field.getType());
        if (type == null) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "columns.%s is %s, which csv cannot read; take string and a `cast` step"
                            .formatted(field.getName(), TypeNames.name(field)));
        }
        return new AnyColumn(field, column, type, dialect);
    }
}
