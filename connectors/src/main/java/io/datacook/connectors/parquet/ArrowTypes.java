package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/// The Arrow type that a leaf column's values mean.
final class ArrowTypes {
    /// A 128-bit decimal has at most so many digits.
    private static final int DECIMAL128_DIGITS = 38;

    private ArrowTypes() {}

    /// The leaf as an Arrow field.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the column if there is no such type
    static Field field(SchemaElement element, boolean nullable, String file) {
        LogicalType logical = logical(element);
        if (logical.isSetUUID()) {
            return field(element, nullable, new ArrowType.FixedSizeBinary(16), "arrow.uuid");
        }
        boolean json = logical.isSetJSON() || element.getConverted_type() == ConvertedType.JSON;
        return field(element, nullable, type(element, file), json ? "arrow.json" : null);
    }

    private static Field field(SchemaElement element, boolean nullable, ArrowType type, @Nullable String extension) {
        Map<String, String> metadata = extension == null ? Map.of() : Map.of(TypeNames.EXTENSION, extension);
        return new Field(element.getName(), new FieldType(nullable, type, null, metadata), List.of());
    }

    private static ArrowType type(SchemaElement element, String file) {
        return switch (requireNonNull(element.getType())) {
            case BOOLEAN -> new ArrowType.Bool();
            case INT32 -> int32(element);
            case INT64 -> int64(element);
            case INT96 -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case BYTE_ARRAY -> bytes(element, file);
            case FIXED_LEN_BYTE_ARRAY -> fixed(element, file);
        };
    }

    private static ArrowType int32(SchemaElement element) {
        LogicalType logical = logical(element);
        if (logical.isSetUNKNOWN()) {
            return new ArrowType.Null();
        }
        if (logical.isSetINTEGER()) {
            return new ArrowType.Int(
                    logical.getINTEGER().getBitWidth(), logical.getINTEGER().isIsSigned());
        }
        if (logical.isSetTIME()) {
            return new ArrowType.Time(TimeUnit.MILLISECOND, 32);
        }
        if (logical.isSetDATE() || element.getConverted_type() == ConvertedType.DATE) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        if (logical.isSetDECIMAL()) {
            return decimal(element);
        }
        if (element.getConverted_type() == null) {
            return new ArrowType.Int(32, true);
        }
        return switch (element.getConverted_type()) {
            case INT_8 -> new ArrowType.Int(8, true);
            case INT_16 -> new ArrowType.Int(16, true);
            case UINT_8 -> new ArrowType.Int(8, false);
            case UINT_16 -> new ArrowType.Int(16, false);
            case UINT_32 -> new ArrowType.Int(32, false);
            case TIME_MILLIS -> new ArrowType.Time(TimeUnit.MILLISECOND, 32);
            case DECIMAL -> decimal(element);
            default -> new ArrowType.Int(32, true);
        };
    }

    private static ArrowType int64(SchemaElement element) {
        LogicalType logical = logical(element);
        if (logical.isSetINTEGER()) {
            return new ArrowType.Int(64, logical.getINTEGER().isIsSigned());
        }
        if (logical.isSetTIME()) {
            return new ArrowType.Time(unit(requireNonNull(logical.getTIME().getUnit())), 64);
        }
        if (logical.isSetTIMESTAMP()) {
            return new ArrowType.Timestamp(
                    unit(requireNonNull(logical.getTIMESTAMP().getUnit())),
                    logical.getTIMESTAMP().isIsAdjustedToUTC() ? "UTC" : null);
        }
        if (logical.isSetDECIMAL()) {
            return decimal(element);
        }
        if (element.getConverted_type() == null) {
            return new ArrowType.Int(64, true);
        }
        return switch (element.getConverted_type()) {
            case UINT_64 -> new ArrowType.Int(64, false);
            case TIME_MICROS -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIMESTAMP_MILLIS -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
            case TIMESTAMP_MICROS -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case DECIMAL -> decimal(element);
            default -> new ArrowType.Int(64, true);
        };
    }

    private static ArrowType bytes(SchemaElement element, String file) {
        LogicalType logical = logical(element);
        ConvertedType converted = element.getConverted_type();
        if (logical.isSetDECIMAL() || converted == ConvertedType.DECIMAL) {
            return requireDigits(decimal(element), element, file);
        }
        boolean text = logical.isSetSTRING()
                || logical.isSetENUM()
                || logical.isSetJSON()
                || converted == ConvertedType.UTF8
                || converted == ConvertedType.ENUM
                || converted == ConvertedType.JSON;
        return text ? new ArrowType.Utf8() : new ArrowType.Binary();
    }

    private static ArrowType fixed(SchemaElement element, String file) {
        LogicalType logical = logical(element);
        if (logical.isSetDECIMAL() || element.getConverted_type() == ConvertedType.DECIMAL) {
            return requireDigits(decimal(element), element, file);
        }
        if (logical.isSetFLOAT16()) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
        }
        return new ArrowType.FixedSizeBinary(element.getType_length());
    }

    private static ArrowType.Decimal decimal(SchemaElement element) {
        LogicalType logical = logical(element);
        boolean hasLogical = logical.isSetDECIMAL();
        int precision = hasLogical ? logical.getDECIMAL().getPrecision() : element.getPrecision();
        int scale = hasLogical ? logical.getDECIMAL().getScale() : element.getScale();
        return new ArrowType.Decimal(precision, scale, precision > DECIMAL128_DIGITS ? 256 : 128);
    }

    private static ArrowType requireDigits(ArrowType.Decimal decimal, SchemaElement element, String file) {
        if (decimal.getPrecision() > 76) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "%s: column '%s' has decimals of %d digits; 76 is the most Datacook keeps"
                            .formatted(file, element.getName(), decimal.getPrecision()));
        }
        return decimal;
    }

    /// What the footer says, or a type that is none of all.
    private static LogicalType logical(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        return logical == null ? new LogicalType() : logical;
    }

    private static TimeUnit unit(org.apache.parquet.format.TimeUnit unit) {
        if (unit.isSetMILLIS()) {
            return TimeUnit.MILLISECOND;
        }
        return unit.isSetMICROS() ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND;
    }
}
