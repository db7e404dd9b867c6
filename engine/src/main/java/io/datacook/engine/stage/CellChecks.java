package io.datacook.engine.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import io.datacook.engine.asset.AssetColumn.Checks;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.Kind;
import io.datacook.engine.rows.Rounding;
import io.datacook.engine.schema.Widening;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Makes the checks of values that an asset asks for.
///
/// Each method throws an [IllegalArgumentException] that names the check's key if it does not go with the column.
final class CellChecks {
    private CellChecks() {}

    /// The cast that shows which values of another type fit the asset's.
    ///
    /// @return `null` if every value of the column's type does
    static @Nullable CellCast type(Field column, Field wanted) {
        if (Widening.holds(column, wanted)) {
            return null;
        }
        CellCast cast = Casts.find(column, wanted, Rounding.EXACT);
        if (cast == null || !related(Kind.of(column), Kind.of(wanted))) {
            throw new IllegalArgumentException("type: the column comes in as %s, not %s"
                    .formatted(TypeNames.name(column), TypeNames.name(wanted)));
        }
        return cast;
    }

    /// Whether values of one kind may stand for values of another: texts of untyped sources, numbers, points in time.
    private static boolean related(Kind from, Kind to) {
        return from == Kind.TEXT || from == to || (isNumber(from) && isNumber(to)) || (isPoint(from) && isPoint(to));
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.WHOLE || kind == Kind.UNSIGNED64 || kind == Kind.FLOAT || kind == Kind.DECIMAL;
    }

    private static boolean isPoint(Kind kind) {
        return kind == Kind.DATE || kind == Kind.TIMESTAMP;
    }

    /// Strings and bytes of some length.
    static CellCheck length(Field column, @Nullable Integer min, @Nullable Integer max) {
        Kind kind = Kind.of(column);
        String key = min != null ? "min_length" : "max_length";
        if (kind != Kind.TEXT && kind != Kind.BINARY && kind != Kind.JSON) {
            throw new IllegalArgumentException(key + ": the column is " + TypeNames.name(column)
                    + "; only strings and binary values have " + "a length");
        }
        String unit = kind == Kind.BINARY ? "bytes" : "characters";
        return from -> row -> {
            String text = String.valueOf(RowText.plain(from, row));
            // binary values are spelled in base64: four characters for three bytes
            int length = kind == Kind.BINARY
                    ? java.util.Base64.getDecoder().decode(text).length
                    : text.codePointCount(0, text.length());
            if (min != null && length < min) {
                return shown(text) + " has " + length + " " + unit + ", fewer than min_length, " + min;
            }
            return max != null && length > max
                    ? shown(text) + " has " + length + " " + unit + ", more than max_length, " + max
                    : null;
        };
    }

    /// Strings that match a pattern as a whole.
    static CellCheck regex(Field column, String regex) {
        if (Kind.of(column) != Kind.TEXT) {
            throw new IllegalArgumentException(
                    "regex: the column is " + TypeNames.name(column) + "; only strings match patterns");
        }
        Pattern pattern = Pattern.compile(regex);
        return from -> row -> {
            String text = String.valueOf(RowText.plain(from, row));
            return pattern.matcher(text).matches() ? null : shown(text) + " does not match the regex " + regex;
        };
    }

    /// Values out of a list.
    static CellCheck allowed(Field column, List<String> values, BufferAllocator allocator) {
        Set<String> texts = new LinkedHashSet<>();
        for (String value : values) {
            try (FieldVector one = parsed("allowed", column, value, allocator)) {
                texts.add(String.valueOf(RowText.plain(one, 0)));
            }
        }
        List<String> listed = texts.stream().limit(20).toList();
        String list = String.join(", ", listed) + (texts.size() > listed.size() ? ", …" : "");
        return from -> row -> {
            String text = String.valueOf(RowText.plain(from, row));
            return texts.contains(text) ? null : shown(text) + " is not one of the allowed: " + list;
        };
    }

    /// All range checks of a column.
    static @Nullable CellCheck range(Field column, Checks checks, BufferAllocator allocator) {
        if (checks.min() == null && checks.max() == null) {
            return null;
        }
        return RangeCheck.of(column, checks.min(), checks.max(), allocator);
    }

    /// A text as a column of one row, of another column's type; owned by the caller.
    static FieldVector parsed(String key, Field column, String text, BufferAllocator allocator) {
        Field string = TypeNames.parse(column.getName(), "string");
        CellCast cast = Casts.find(string, column, Rounding.EXACT);
        if (cast == null) {
            throw new IllegalArgumentException(
                    key + ": the column is " + TypeNames.name(column) + ", whose values have no order and no text");
        }
        FieldVector value = column.createVector(allocator);
        try (VarCharVector texts = new VarCharVector(string, allocator)) {
            texts.allocateNew();
            texts.setSafe(0, text.getBytes(UTF_8));
            texts.setValueCount(1);
            value.allocateNew();
            String reason = cast.bind(texts, value).cast(0);
            if (reason != null) {
                throw new IllegalArgumentException(key + ": " + reason);
            }
            value.setValueCount(1);
            return value;
        } catch (RuntimeException | Error failed) {
            value.close();
            throw failed;
        }
    }

    /// A text shortened for messages.
    static String shown(String value) {
        return "'" + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + "'";
    }
}
