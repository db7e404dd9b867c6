package io.datacook.engine.receipt;

import io.datacook.api.ChecksumForm;
import io.datacook.api.TypeNames;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// The form in which a receipt takes a column's values, see [ChecksumForm]; only columns of one form are compared.
final class Forms {
    private Forms() {}

    static String of(Field field) {
        if (TypeNames.isJson(field)) {
            return ChecksumForm.JSON;
        }
        if (TypeNames.isUuid(field)) {
            return ChecksumForm.UUID;
        }
        return of(field.getType());
    }

    private static String of(ArrowType type) {
        return switch (type) {
            case ArrowType.Int _ -> ChecksumForm.NUMBER;
            case ArrowType.Decimal decimal -> ChecksumForm.decimal(decimal.getScale());
            case ArrowType.FloatingPoint _ -> ChecksumForm.FLOAT;
            case ArrowType.Bool _ -> ChecksumForm.BOOL;
            case ArrowType.Date _ -> ChecksumForm.DATE;
            case ArrowType.Time _ -> ChecksumForm.TIME;
            case ArrowType.Timestamp _ -> ChecksumForm.TIMESTAMP;
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _, ArrowType.Utf8View _ -> ChecksumForm.TEXT;
            case ArrowType.Binary _, ArrowType.LargeBinary _, ArrowType.BinaryView _ -> ChecksumForm.BINARY;
            case ArrowType.FixedSizeBinary _ -> ChecksumForm.BINARY;
            // other systems keep them in other parts, so that only like ones are compared
            case ArrowType.Duration _ -> "duration";
            case ArrowType.Interval _ -> "interval";
            case ArrowType.ExtensionType extension -> of(extension.storageType());
            default -> ChecksumForm.JSON;
        };
    }
}
