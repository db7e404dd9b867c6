package io.datacook.connectors.parquet;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One schema for many files, and each file's columns read as that schema has them.
///
/// Columns go by name; a column that a file lacks is null there. Whole numbers widen, float widens to double, decimals
/// of one scale widen; anything else that differs is refused, since a silent change of values would be worse.
final class ReadAs {
    private ReadAs() {}

    /// The schema that holds the rows of all files, in the order in which columns appear.
    ///
    /// @param files opened one after the other
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the column, both files and both types
    static Schema union(Iterable<OpenFile> files) {
        List<Field> fields = new ArrayList<>();
        List<String> firstFiles = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        int count = 0;
        for (OpenFile file : files) {
            count++;
            for (Field field : file.schema().arrow().getFields()) {
                int at = indexOf(fields, field.getName());
                if (at < 0) {
                    fields.add(field);
                    firstFiles.add(file.shown());
                    found.add(1);
                    continue;
                }
                fields.set(at, both(fields.get(at), firstFiles.get(at), field, file.shown()));
                found.set(at, found.get(at) + 1);
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            fields.set(i, found.get(i) == count ? fields.get(i) : nullable(fields.get(i)));
        }
        return new Schema(fields);
    }

    private static Field both(Field left, String leftFile, Field right, String rightFile) {
        Field both = wider(left, right);
        if (both == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column '%s' is %s in %s and %s in %s; read them as two streams, or write one of them again"
                            .formatted(
                                    right.getName(), TypeNames.name(left), leftFile, TypeNames.name(right), rightFile));
        }
        return both;
    }

    /// The node that reads a file's column as a wanted field.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if the file's type does not fit
    static Node node(Node node, Field wanted, String file) {
        Field both = wider(wanted, node.field());
        if (both == null || !both.getType().equals(wanted.getType())) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "%s: column '%s' is %s, not %s as the stream has it; the file was changed since the window began"
                            .formatted(file, wanted.getName(), TypeNames.name(node.field()), TypeNames.name(wanted)));
        }
        return node.as(wanted, node.children());
    }

    private static int indexOf(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Field nullable(Field field) {
        return new Field(
                field.getName(),
                new FieldType(true, field.getType(), field.getDictionary(), field.getMetadata()),
                field.getChildren());
    }

    /// A field that holds the values of both, or `null`.
    private static @Nullable Field wider(Field left, Field right) {
        ArrowType type = wider(left.getType(), right.getType());
        boolean sameChildren = left.getChildren().equals(right.getChildren());
        if (type == null || !sameChildren) {
            return null;
        }
        boolean nullable = left.isNullable() || right.isNullable();
        return new Field(left.getName(), new FieldType(nullable, type, null, left.getMetadata()), left.getChildren());
    }

    private static @Nullable ArrowType wider(ArrowType left, ArrowType right) {
        if (left.equals(right)) {
            return left;
        }
        return switch (left) {
            case ArrowType.Int a when right instanceof ArrowType.Int b -> wholeNumber(a, b);
            case ArrowType.FloatingPoint a
            when right instanceof ArrowType.FloatingPoint b ->
                a.getPrecision() == FloatingPointPrecision.HALF || b.getPrecision() == FloatingPointPrecision.HALF
                        ? null
                        : new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case ArrowType.Decimal a
            when right instanceof ArrowType.Decimal b && a.getScale() == b.getScale() ->
                new ArrowType.Decimal(
                        Math.max(a.getPrecision(), b.getPrecision()),
                        a.getScale(),
                        Math.max(a.getBitWidth(), b.getBitWidth()));
            default -> null;
        };
    }

    private static @Nullable ArrowType wholeNumber(ArrowType.Int left, ArrowType.Int right) {
        int width = Math.max(left.getBitWidth(), right.getBitWidth());
        if (left.getIsSigned() == right.getIsSigned()) {
            return left.getIsSigned() || width < 64 ? new ArrowType.Int(width, left.getIsSigned()) : null;
        }
        int unsigned = left.getIsSigned() ? right.getBitWidth() : left.getBitWidth();
        int signed = left.getIsSigned() ? left.getBitWidth() : right.getBitWidth();
        int needed = Math.max(signed, unsigned * 2);
        return needed <= 64 ? new ArrowType.Int(needed, true) : null;
    }
}
