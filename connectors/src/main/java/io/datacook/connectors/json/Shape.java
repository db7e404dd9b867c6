package io.datacook.connectors.json;

import io.datacook.api.TypeNames;
import io.datacook.connectors.files.DateTimes;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/// What the values seen at one place of a sample have in common, and the type that keeps them all without loss.
///
/// Values of different kinds become a `json` column, which keeps them as they are; so do places that held nothing but
/// nulls and empty lists or objects. **Threading:** one thread.
final class Shape {
    /// Objects with more different keys than this, each in few of them, are maps.
    private static final int MAP_KEYS_MIN = 100;
    private static final int MAP_KEY_SHARE = 10;
    private static final int SIGNIFICANT_MAX = 17;
    private static final int DECIMAL_MAX = 38;

    private final DateTimes times = new DateTimes();
    private final Map<String, Shape> fields = new LinkedHashMap<>();
    private int seen;
    private int objects;
    private boolean bools;
    private boolean numbers;
    private boolean texts;
    private boolean lists;
    private final boolean detectTimes;
    private @Nullable Shape element;

    private boolean whole = true;
    private boolean beyondLong;
    private boolean exponent;
    private int wholesMax;
    private int scaleMax;
    private int significantMax;

    private boolean dates = true;
    private boolean stamps = true;
    private boolean zoned = true;
    private boolean nanos;

    Shape(boolean detectTimes) {
        this.detectTimes = detectTimes;
    }

    /// Saw `true` or `false`.
    void addBool() {
        seen++;
        bools = true;
    }

    /// Saw a number.
    void addNumber(String text) {
        seen++;
        numbers = true;
        int digits = text.startsWith("-") ? text.length() - 1 : text.length();
        int point = text.indexOf('.');
        boolean exponential = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        exponent |= exponential;
        whole &= point < 0 && !exponential;
        if (point < 0 && !exponential) {
            wholesMax = Math.max(wholesMax, digits);
            beyondLong |= digits > 18 && !fitsLong(text);
        } else if (!exponential) {
            scaleMax = Math.max(scaleMax, text.length() - point - 1);
            wholesMax = Math.max(wholesMax, digits - (text.length() - point));
        }
        significantMax = Math.max(significantMax, significant(text));
    }

    /// Saw a string.
    void addText(String text) {
        seen++;
        texts = true;
        if (!detectTimes || (!dates && !stamps && !zoned)) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean isTime = times.timestamp(Arrays.copyOf(bytes, bytes.length + Digits.PADDING), 0, bytes.length);
        boolean isDate = isTime && bytes.length == DateTimes.DATE_LENGTH;
        dates &= isDate;
        stamps &= isTime && !times.isZoned();
        zoned &= isTime && times.isZoned();
        nanos |= isTime && times.nanos() % 1000 != 0;
    }

    /// Saw an object; its fields follow.
    void addObject() {
        seen++;
        objects++;
    }

    /// The shape of a field of an object that was seen.
    Shape field(String name) {
        return fields.computeIfAbsent(name, _ -> new Shape(detectTimes));
    }

    /// Saw a list.
    ///
    /// @return the shape of its elements
    Shape addList() {
        seen++;
        lists = true;
        return element();
    }

    /// The columns of the records seen.
    List<Field> columns() {
        List<Field> columns = new ArrayList<>();
        fields.forEach((name, shape) -> columns.add(shape.toField(name)));
        return columns;
    }

    /// The nullable column that keeps everything seen.
    Field toField(String name) {
        int kinds = (bools ? 1 : 0) + (numbers ? 1 : 0) + (texts ? 1 : 0) + (lists ? 1 : 0) + (objects > 0 ? 1 : 0);
        if (kinds != 1) {
            return TypeNames.json(name);
        }
        if (bools) {
            return plain(name, new ArrowType.Bool());
        }
        if (numbers) {
            return number(name);
        }
        if (texts) {
            return plain(name, text());
        }
        return lists ? list(name) : object(name);
    }

    private Field number(String name) {
        boolean decimalFits = !exponent && wholesMax + scaleMax <= DECIMAL_MAX;
        if (whole && !beyondLong) {
            return plain(name, new ArrowType.Int(64, true));
        }
        if (!whole && significantMax <= SIGNIFICANT_MAX) {
            return plain(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        }
        return decimalFits ? plain(name, new ArrowType.Decimal(DECIMAL_MAX, scaleMax, 128)) : TypeNames.json(name);
    }

    private ArrowType text() {
        if (!detectTimes) {
            return new ArrowType.Utf8();
        }
        if (dates) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        TimeUnit unit = nanos ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND;
        if (stamps) {
            return new ArrowType.Timestamp(unit, null);
        }
        return zoned ? new ArrowType.Timestamp(unit, "UTC") : new ArrowType.Utf8();
    }

    private Field list(String name) {
        if (element().seen == 0) {
            return TypeNames.json(name);
        }
        return new Field(
                name,
                FieldType.nullable(new ArrowType.List()),
                List.of(element().toField("element")));
    }

    private Field object(String name) {
        if (fields.isEmpty()) {
            return TypeNames.json(name);
        }
        if (isMap()) {
            Shape values = new Shape(detectTimes);
            fields.values().forEach(values::merge);
            Field key = new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null);
            Field entries = new Field(
                    "entries", FieldType.notNullable(new ArrowType.Struct()), List.of(key, values.toField("value")));
            return new Field(name, FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        }
        return new Field(name, FieldType.nullable(new ArrowType.Struct()), columns());
    }

    private boolean isMap() {
        long filled = fields.values().stream().mapToLong(shape -> shape.seen).sum();
        return fields.size() > MAP_KEYS_MIN && filled * MAP_KEY_SHARE < (long) objects * fields.size();
    }

    private void merge(Shape other) {
        seen += other.seen;
        objects += other.objects;
        bools |= other.bools;
        numbers |= other.numbers;
        texts |= other.texts;
        whole &= other.whole;
        beyondLong |= other.beyondLong;
        exponent |= other.exponent;
        wholesMax = Math.max(wholesMax, other.wholesMax);
        scaleMax = Math.max(scaleMax, other.scaleMax);
        significantMax = Math.max(significantMax, other.significantMax);
        if (other.texts) {
            dates &= other.dates;
            stamps &= other.stamps;
            zoned &= other.zoned;
            nanos |= other.nanos;
        }
        if (other.lists) {
            lists = true;
            element().merge(other.element());
        }
        other.fields.forEach((name, shape) -> field(name).merge(shape));
    }

    private Shape element() {
        Shape made = element;
        if (made == null) {
            made = new Shape(detectTimes);
            element = made;
        }
        return made;
    }

    private static Field plain(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    private static boolean fitsLong(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException beyond) {
            return false;
        }
    }

    private static int significant(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Numbers.significant(bytes, 0, bytes.length);
    }
}
