package io.datacook.testkit;

import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/// Arrow types that tests put through whatever carries or stores rows.
public final class SampleTypes {
    private SampleTypes() {}

    /// Every type without children that a table may have; intervals, which no destination takes, are left out.
    public static List<ArrowType> leaves() {
        return List.of(
                new ArrowType.Bool(),
                new ArrowType.Int(8, true),
                new ArrowType.Int(16, true),
                new ArrowType.Int(32, true),
                new ArrowType.Int(64, true),
                new ArrowType.Int(8, false),
                new ArrowType.Int(16, false),
                new ArrowType.Int(32, false),
                new ArrowType.Int(64, false),
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                new ArrowType.Decimal(9, 2, 128),
                new ArrowType.Decimal(18, 4, 128),
                new ArrowType.Decimal(38, 10, 128),
                new ArrowType.Decimal(5, 0, 256),
                new ArrowType.Decimal(76, 20, 256),
                new ArrowType.Date(DateUnit.DAY),
                new ArrowType.Date(DateUnit.MILLISECOND),
                new ArrowType.Time(TimeUnit.SECOND, 32),
                new ArrowType.Time(TimeUnit.MILLISECOND, 32),
                new ArrowType.Time(TimeUnit.MICROSECOND, 64),
                new ArrowType.Time(TimeUnit.NANOSECOND, 64),
                new ArrowType.Timestamp(TimeUnit.SECOND, null),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, null),
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
                new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
                new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Berlin"),
                new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"),
                new ArrowType.Duration(TimeUnit.MICROSECOND),
                new ArrowType.Utf8(),
                new ArrowType.LargeUtf8(),
                new ArrowType.Binary(),
                new ArrowType.LargeBinary(),
                new ArrowType.FixedSizeBinary(7),
                new ArrowType.Null());
    }

    /// A column that may be null.
    public static Field field(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    /// A column that may not.
    public static Field required(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.notNullable(type), List.of(children));
    }

    /// A map column.
    public static Field map(String name, Field key, Field value) {
        return field(name, new ArrowType.Map(false), required("entries", new ArrowType.Struct(), key, value));
    }
}
