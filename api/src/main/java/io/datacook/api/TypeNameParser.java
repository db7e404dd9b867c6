package io.datacook.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/// Reads one type name from left to right. Used once, by [TypeNames#parse].
final class TypeNameParser {
    private static final int NESTING_MAX = 64;
    private static final int FIXED_BYTES_MAX = 1 << 20;
    private static final Map<String, ArrowType> PLAIN = plain();
    private static final List<String> SHOWN = List.of(
            "bool",
            "int8",
            "int16",
            "int32",
            "int64",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "float32",
            "float64",
            "decimal(p,s)",
            "date",
            "time[us]",
            "timestamp[us]",
            "timestamp[us, UTC]",
            "duration[us]",
            "interval",
            "string",
            "binary",
            "fixed_binary(n)",
            "uuid",
            "json",
            "list<T>",
            "struct<a: T>",
            "map<K, V>");

    private final String text;
    private int at;

    TypeNameParser(String text) {
        this.text = text;
    }

    Field parse(String column) {
        Field field = type(column, 0);
        skipSpaces();
        if (at < text.length()) {
            throw wrong("does not end where the type does");
        }
        return field;
    }

    private Field type(String column, int depth) {
        if (depth > NESTING_MAX) {
            throw wrong("is nested more than " + NESTING_MAX + " deep");
        }
        String word = word();
        Field field =
                switch (word) {
                    case "uuid" -> TypeNames.uuid(column);
                    case "json", "jsonb" -> TypeNames.json(column);
                    case "list", "array" -> list(column, depth);
                    case "large_list" -> nested(column, new ArrowType.LargeList(), List.of(element(depth)));
                    case "struct", "object" -> struct(column, depth);
                    case "map" -> map(column, depth);
                    default -> new Field(column, FieldType.nullable(simple(word)), null);
                };
        return notNull() ? with(field, false) : field;
    }

    private ArrowType simple(String word) {
        return switch (word) {
            case "decimal", "numeric" -> decimal();
            case "fixed_binary" -> new ArrowType.FixedSizeBinary(sizeIn('(', ')', FIXED_BYTES_MAX));
            case "varchar", "char" -> {
                if (peek() == '(') {
                    sizeIn('(', ')', Integer.MAX_VALUE);
                }
                yield new ArrowType.Utf8();
            }
            case "date" -> date();
            case "time" -> {
                TimeUnit unit = unit(arguments());
                yield new ArrowType.Time(unit, unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND ? 32 : 64);
            }
            case "timestamp", "datetime" -> timestamp(null);
            case "timestamptz" -> timestamp("UTC");
            case "duration" -> new ArrowType.Duration(unit(arguments()));
            case "interval" -> interval();
            default -> {
                ArrowType type = PLAIN.get(word);
                if (type == null) {
                    throw unknown(word);
                }
                yield type;
            }
        };
    }

    private ArrowType decimal() {
        if (peek() != '(') {
            return new ArrowType.Decimal(38, 9, 128);
        }
        expect('(');
        int precision = number(1, 76);
        int scale = 0;
        if (peek() == ',') {
            expect(',');
            scale = number(-76, 76);
        }
        expect(')');
        if (scale > precision) {
            throw wrong("has more digits after the point than digits");
        }
        return new ArrowType.Decimal(precision, scale, precision > 38 ? 256 : 128);
    }

    private ArrowType date() {
        List<String> arguments = arguments();
        if (arguments.isEmpty() || arguments.equals(List.of("day"))) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        if (arguments.equals(List.of("ms"))) {
            return new ArrowType.Date(DateUnit.MILLISECOND);
        }
        throw wrong("has an unknown unit; a date is date or date[ms]");
    }

    private ArrowType timestamp(@Nullable String zoneDefault) {
        List<String> arguments = arguments();
        String zone = arguments.size() > 1 ? arguments.get(1) : zoneDefault;
        return new ArrowType.Timestamp(unit(arguments), zone);
    }

    private ArrowType interval() {
        List<String> arguments = arguments();
        String unit = arguments.isEmpty() ? "month_day_nano" : arguments.getFirst();
        for (IntervalUnit known : IntervalUnit.values()) {
            if (known.name().equalsIgnoreCase(unit)) {
                return new ArrowType.Interval(known);
            }
        }
        throw wrong("has an unknown unit; an interval has year_month, day_time or month_day_nano");
    }

    private TimeUnit unit(List<String> arguments) {
        String unit = arguments.isEmpty() ? "us" : arguments.getFirst();
        return switch (unit) {
            case "s" -> TimeUnit.SECOND;
            case "ms" -> TimeUnit.MILLISECOND;
            case "us" -> TimeUnit.MICROSECOND;
            case "ns" -> TimeUnit.NANOSECOND;
            default -> throw wrong("has the unknown unit '" + unit + "'; units are s, ms, us and ns");
        };
    }

    private Field list(String column, int depth) {
        Field element = element(depth);
        if (peek() == '(') {
            int size = sizeIn('(', ')', Integer.MAX_VALUE);
            return nested(column, new ArrowType.FixedSizeList(size), List.of(element));
        }
        return nested(column, new ArrowType.List(), List.of(element));
    }

    private Field element(int depth) {
        expect('<');
        Field element = type("item", depth + 1);
        expect('>');
        return element;
    }

    private Field struct(String column, int depth) {
        expect('<');
        Map<String, Field> children = new TreeMap<>();
        List<Field> ordered = new ArrayList<>();
        while (peek() != '>') {
            if (!ordered.isEmpty()) {
                expect(',');
            }
            String name = fieldName();
            expect(':');
            Field child = type(name, depth + 1);
            ordered.add(child);
            if (children.put(name, child) != null) {
                throw wrong("names the field '" + name + "' twice");
            }
        }
        expect('>');
        return nested(column, new ArrowType.Struct(), ordered);
    }

    private Field map(String column, int depth) {
        expect('<');
        Field key = with(type(MapVector.KEY_NAME, depth + 1), false);
        expect(',');
        Field value = type(MapVector.VALUE_NAME, depth + 1);
        expect('>');
        Field entries = new Field(
                MapVector.DATA_VECTOR_NAME, FieldType.notNullable(new ArrowType.Struct()), List.of(key, value));
        return nested(column, new ArrowType.Map(false), List.of(entries));
    }

    private static Field nested(String column, ArrowType type, List<Field> children) {
        return new Field(column, FieldType.nullable(type), children);
    }

    private static Field with(Field field, boolean nullable) {
        FieldType type = new FieldType(nullable, field.getType(), field.getDictionary(), field.getMetadata());
        return new Field(field.getName(), type, field.getChildren());
    }

    /// Bracketed arguments, `[us, UTC]` or `(us)`, or none.
    private List<String> arguments() {
        char open = peek();
        if (open != '[' && open != '(') {
            return List.of();
        }
        int end = text.indexOf(open == '[' ? ']' : ')', at);
        if (end < 0) {
            throw wrong("has a bracket that is never closed");
        }
        List<String> arguments = new ArrayList<>();
        for (String argument : text.substring(at + 1, end).split(",", -1)) {
            arguments.add(argument.strip());
        }
        at = end + 1;
        return arguments;
    }

    private int sizeIn(char open, char close, int max) {
        expect(open);
        int size = number(1, max);
        expect(close);
        return size;
    }

    private int number(int min, int max) {
        skipSpaces();
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || (at == start && text.charAt(at) == '-'))) {
            at++;
        }
        try {
            int number = Integer.parseInt(text.substring(start, at));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            at = start;
            throw wrong("needs a whole number here");
        }
        throw wrong("has a number that is not between " + min + " and " + max);
    }

    private String fieldName() {
        if (peek() != '"') {
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            if (start == at) {
                throw wrong("needs the name of a struct's field here");
            }
            return text.substring(start, at);
        }
        StringBuilder name = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                name.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                name.append('"');
                at++;
            } else {
                return name.toString();
            }
        }
        throw wrong("has a quote that is never closed");
    }

    private boolean notNull() {
        skipSpaces();
        String rest = text.substring(at).toLowerCase(Locale.ROOT);
        if (!rest.matches("(?s)not\\s+null\\b.*")) {
            return false;
        }
        at += rest.indexOf("null") + 4;
        return true;
    }

    private String word() {
        skipSpaces();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private char peek() {
        skipSpaces();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw wrong("needs '" + wanted + "' here");
        }
        at++;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException unknown(String word) {
        List<String> words = new ArrayList<>(PLAIN.keySet());
        words.addAll(List.of("decimal", "numeric", "date", "time", "timestamp", "timestamptz", "datetime", "varchar"));
        words.addAll(List.of("duration", "interval", "uuid", "json", "list", "struct", "map", "fixed_binary"));
        String closest = Closest.to(word, words);
        String question = closest == null ? "" : " Did you mean '" + closest + "'?";
        return new IllegalArgumentException("'" + text + "' is not a type" + known() + question);
    }

    private IllegalArgumentException wrong(String what) {
        String place = at == 0 ? "" : " (after '" + text.substring(0, Math.min(at, text.length())) + "')";
        return new IllegalArgumentException("the type '" + text + "' " + what + place + known());
    }

    private static String known() {
        return ". Known: " + String.join(", ", SHOWN) + ".";
    }

    private static Map<String, ArrowType> plain() {
        Map<String, ArrowType> plain = new TreeMap<>();
        for (int bits : new int[] {8, 16, 32, 64}) {
            plain.put("int" + bits, new ArrowType.Int(bits, true));
            plain.put("uint" + bits, new ArrowType.Int(bits, false));
        }
        plain.put("float16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
        plain.put("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
        plain.put("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        plain.put("bool", new ArrowType.Bool());
        plain.put("string", new ArrowType.Utf8());
        plain.put("large_string", new ArrowType.LargeUtf8());
        plain.put("string_view", new ArrowType.Utf8View());
        plain.put("binary", new ArrowType.Binary());
        plain.put("large_binary", new ArrowType.LargeBinary());
        plain.put("binary_view", new ArrowType.BinaryView());
        plain.put("null", new ArrowType.Null());
        Map<String, String> aliases = Map.ofEntries(
                Map.entry("boolean", "bool"),
                Map.entry("tinyint", "int8"),
                Map.entry("smallint", "int16"),
                Map.entry("int", "int32"),
                Map.entry("integer", "int32"),
                Map.entry("bigint", "int64"),
                Map.entry("long", "int64"),
                Map.entry("real", "float32"),
                Map.entry("float", "float64"),
                Map.entry("double", "float64"),
                Map.entry("text", "string"),
                Map.entry("bytes", "binary"));
        aliases.forEach((alias, name) -> {
            ArrowType type = plain.get(name);
            if (type != null) {
                plain.put(alias, type);
            }
        });
        return plain;
    }
}
