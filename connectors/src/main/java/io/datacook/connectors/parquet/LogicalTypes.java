package io.datacook.connectors.parquet;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.UUIDType;

/// Says in a footer what the values of a leaf column mean, also in the older spelling where there is one.
final class LogicalTypes {
    /// The metadata key by which Arrow names an extension type.
    static final String EXTENSION_NAME = "ARROW:extension:name";

    private LogicalTypes() {}

    /// Describes a field's type.
    static void describe(Field field, SchemaElement element) {
        switch (field.getType()) {
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _, ArrowType.Utf8View _ -> text(field, element);
            case ArrowType.Int number -> whole(number, element);
            case ArrowType.Decimal decimal -> decimal(decimal, element);
            case ArrowType.Date _ -> {
                element.setLogicalType(LogicalType.DATE(new DateType()));
                element.setConverted_type(ConvertedType.DATE);
            }
            case ArrowType.Time time -> time(time, element);
            case ArrowType.Timestamp stamp -> timestamp(stamp, element);
            case ArrowType.FloatingPoint _
            when element.getType_length() == 2 -> element.setLogicalType(LogicalType.FLOAT16(new Float16Type()));
            case ArrowType.Null _ -> element.setLogicalType(LogicalType.UNKNOWN(new NullType()));
            case ArrowType.ExtensionType extension
            when extension.extensionName().equals("arrow.uuid") ->
                element.setLogicalType(LogicalType.UUID(new UUIDType()));
            case ArrowType.FixedSizeBinary binary
            when binary.getByteWidth() == 16 && isUuid(field) ->
                element.setLogicalType(LogicalType.UUID(new UUIDType()));
            default -> {
                // plain numbers and bytes say it all
            }
        }
    }

    private static boolean isUuid(Field field) {
        return "arrow.uuid".equals(field.getMetadata().get(EXTENSION_NAME));
    }

    private static void text(Field field, SchemaElement element) {
        if ("arrow.json".equals(field.getMetadata().get(EXTENSION_NAME))) {
            element.setLogicalType(LogicalType.JSON(new org.apache.parquet.format.JsonType()));
            element.setConverted_type(ConvertedType.JSON);
            return;
        }
        element.setLogicalType(LogicalType.STRING(new StringType()));
        element.setConverted_type(ConvertedType.UTF8);
    }

    private static void whole(ArrowType.Int number, SchemaElement element) {
        int bits = number.getBitWidth();
        boolean signed = number.getIsSigned();
        if (signed && bits >= 32) {
            return;
        }
        element.setLogicalType(LogicalType.INTEGER(new IntType((byte) bits, signed)));
        element.setConverted_type(ConvertedType.valueOf((signed ? "INT_" : "UINT_") + bits));
    }

    private static void decimal(ArrowType.Decimal decimal, SchemaElement element) {
        element.setLogicalType(LogicalType.DECIMAL(new DecimalType(decimal.getScale(), decimal.getPrecision())));
        element.setConverted_type(ConvertedType.DECIMAL);
        element.setScale(decimal.getScale());
        element.setPrecision(decimal.getPrecision());
    }

    private static void time(ArrowType.Time time, SchemaElement element) {
        element.setLogicalType(LogicalType.TIME(new TimeType(false, unit(time.getUnit()))));
        switch (time.getUnit()) {
            case SECOND, MILLISECOND -> element.setConverted_type(ConvertedType.TIME_MILLIS);
            case MICROSECOND -> element.setConverted_type(ConvertedType.TIME_MICROS);
            case NANOSECOND -> {
                // the older spelling knows no nanoseconds
            }
        }
    }

    private static void timestamp(ArrowType.Timestamp stamp, SchemaElement element) {
        boolean utc = stamp.getTimezone() != null;
        element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(utc, unit(stamp.getUnit()))));
        if (!utc) {
            // the older spelling would be read as UTC
            return;
        }
        switch (stamp.getUnit()) {
            case SECOND, MILLISECOND -> element.setConverted_type(ConvertedType.TIMESTAMP_MILLIS);
            case MICROSECOND -> element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
            case NANOSECOND -> {
                // the older spelling knows no nanoseconds
            }
        }
    }

    private static TimeUnit unit(org.apache.arrow.vector.types.TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> TimeUnit.MILLIS(new MilliSeconds());
            case MICROSECOND -> TimeUnit.MICROS(new MicroSeconds());
            case NANOSECOND -> TimeUnit.NANOS(new NanoSeconds());
        };
    }
}
