package io.datacook.engine.schema;

import io.datacook.api.TypeNames;
import io.datacook.engine.rows.Casts;
import io.datacook.engine.rows.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// Which types hold every value of which others, so that a column may get such a type without being asked.
///
/// Nothing else widens: never a whole number to a float, never anything to a string, never a date to a timestamp.
/// [#RULES] is the one table; the documentation prints it. Stateless; safe for all threads.
public final class Widening {
    private static final int DECIMAL_DIGITS_MAX = 38;

    /// One way to widen.
    ///
    /// @param from the narrower types, for people
    /// @param to the wider types, for people
    /// @param why what makes it lossless
    /// @param holds whether the rule lets a type become another
    record Rule(String from, String to, String why, Test holds) {}

    /// Whether a type may become another.
    @FunctionalInterface
    interface Test {
        boolean test(Field from, Field to);
    }

    /// All of them; one that applies is enough.
    static final List<Rule> RULES = List.of(
            new Rule("`null`", "every type", "there is no value to lose", (from, to) -> Kind.of(from) == Kind.NULL),
            new Rule(
                    "`int8` `int16` `int32`",
                    "a signed int of more bits",
                    "the range grows on both ends",
                    (from, to) -> from.getType() instanceof ArrowType.Int small
                            && to.getType() instanceof ArrowType.Int large
                            && small.getIsSigned() == large.getIsSigned()
                            && small.getIsSigned()
                            && small.getBitWidth() < large.getBitWidth()),
            new Rule(
                    "`uint8` `uint16` `uint32`",
                    "any int of more bits",
                    "the range holds all unsigned numbers of fewer bits",
                    (from, to) -> from.getType() instanceof ArrowType.Int small
                            && to.getType() instanceof ArrowType.Int large
                            && !small.getIsSigned()
                            && small.getBitWidth() < large.getBitWidth()),
            new Rule(
                    "any int",
                    "`decimal(p,s)` with room for its digits before the point",
                    "int8 and uint8 need 3 digits, 16 bits 5, 32 bits 10, int64 19, uint64 20",
                    (from, to) -> from.getType() instanceof ArrowType.Int whole
                            && to.getType() instanceof ArrowType.Decimal decimal
                            && decimal.getScale() >= 0
                            && decimal.getPrecision() - decimal.getScale() >= digits(whole)),
            new Rule(
                    "`float16` `float32`",
                    "a float of more bits",
                    "every value has the same digits and more",
                    (from, to) -> from.getType() instanceof ArrowType.FloatingPoint small
                            && to.getType() instanceof ArrowType.FloatingPoint large
                            && small.getPrecision().compareTo(large.getPrecision()) < 0),
            new Rule(
                    "`decimal(p,s)`",
                    "`decimal(p+n, s+m)`, n ≥ m ≥ 0",
                    "no digit is lost on either side of the point",
                    (from, to) -> from.getType() instanceof ArrowType.Decimal small
                            && to.getType() instanceof ArrowType.Decimal large
                            && large.getScale() >= small.getScale()
                            && large.getPrecision() - large.getScale() >= small.getPrecision() - small.getScale()),
            new Rule(
                    "`time[unit]`",
                    "`time` of a finer unit",
                    "a day has room for all of them",
                    (from, to) -> from.getType() instanceof ArrowType.Time coarse
                            && to.getType() instanceof ArrowType.Time fine
                            && coarse.getUnit().compareTo(fine.getUnit()) < 0),
            new Rule(
                    "`timestamp[s]` `timestamp[ms]`, the zone alike",
                    "`timestamp[ms]` `timestamp[us]`",
                    "292 000 years fit; nanoseconds hold the years 1677 to 2262 only, so nothing widens to them",
                    (from, to) -> from.getType() instanceof ArrowType.Timestamp coarse
                            && to.getType() instanceof ArrowType.Timestamp fine
                            && (coarse.getTimezone() == null) == (fine.getTimezone() == null)
                            && finer(coarse.getUnit(), fine.getUnit())),
            new Rule(
                    "`timestamp` with a zone",
                    "the same in another zone",
                    "both are points in UTC",
                    (from, to) -> from.getType() instanceof ArrowType.Timestamp left
                            && to.getType() instanceof ArrowType.Timestamp right
                            && left.getTimezone() != null
                            && right.getTimezone() != null
                            && left.getUnit() == right.getUnit()),
            new Rule(
                    "`duration[s]` `duration[ms]`",
                    "`duration[ms]` `duration[us]`",
                    "292 000 years fit",
                    (from, to) -> from.getType() instanceof ArrowType.Duration coarse
                            && to.getType() instanceof ArrowType.Duration fine
                            && finer(coarse.getUnit(), fine.getUnit())),
            new Rule(
                    "`date`",
                    "`date[ms]` and back",
                    "both count days",
                    (from, to) -> from.getType() instanceof ArrowType.Date left
                            && to.getType() instanceof ArrowType.Date right
                            && (left.getUnit() == DateUnit.DAY || right.getUnit() == DateUnit.DAY)),
            new Rule(
                    "`string` `json`",
                    "`string` `large_string` `string_view`",
                    "the texts are the same; a string is not taken for JSON",
                    (from, to) ->
                            (Kind.of(from) == Kind.TEXT || Kind.of(from) == Kind.JSON) && Kind.of(to) == Kind.TEXT),
            new Rule(
                    "`binary` `fixed_binary(n)`",
                    "`binary` `large_binary` `binary_view`",
                    "the bytes are the same",
                    (from, to) -> Kind.of(from) == Kind.BINARY
                            && Kind.of(to) == Kind.BINARY
                            && !(to.getType() instanceof ArrowType.FixedSizeBinary)));

    private Widening() {}

    /// Whether a column's type holds every value of another's; types that are alike do.
    public static boolean holds(Field narrow, Field wide) {
        if (Casts.same(narrow, wide)) {
            return true;
        }
        return RULES.stream().anyMatch(rule -> rule.holds().test(narrow, wide));
    }

    /// The narrowest type that holds both columns' values, as a nullable column of the left one's name, or `null`.
    public static @Nullable Field common(Field left, Field right) {
        if (holds(left, right)) {
            return retyped(left, right);
        }
        if (holds(right, left)) {
            return left;
        }
        for (ArrowType candidate : candidates(left.getType(), right.getType())) {
            Field field = TypeNames.parse(left.getName(), TypeNames.name(candidate));
            if (holds(left, field) && holds(right, field)) {
                return field;
            }
        }
        return null;
    }

    private static Field retyped(Field name, Field type) {
        return new Field(name.getName(), type.getFieldType(), type.getChildren());
    }

    private static List<ArrowType> candidates(ArrowType left, ArrowType right) {
        List<ArrowType> candidates = new ArrayList<>();
        for (int bits : new int[] {16, 32, 64}) {
            candidates.add(new ArrowType.Int(bits, true));
        }
        int scale = Math.max(scale(left), scale(right));
        int precision = Math.max(whole(left), whole(right)) + scale;
        if (precision >= 1 && precision <= DECIMAL_DIGITS_MAX) {
            candidates.add(new ArrowType.Decimal(precision, scale, 128));
        }
        for (TimeUnit unit : new TimeUnit[] {TimeUnit.MILLISECOND, TimeUnit.MICROSECOND}) {
            candidates.add(new ArrowType.Timestamp(unit, null));
            candidates.add(new ArrowType.Timestamp(unit, "UTC"));
        }
        return candidates;
    }

    private static boolean finer(TimeUnit coarse, TimeUnit fine) {
        return coarse.compareTo(fine) < 0 && fine != TimeUnit.NANOSECOND;
    }

    private static int scale(ArrowType type) {
        return type instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
    }

    private static int whole(ArrowType type) {
        return switch (type) {
            case ArrowType.Decimal decimal -> decimal.getPrecision() - decimal.getScale();
            case ArrowType.Int whole -> digits(whole);
            default -> 0;
        };
    }

    /// Digits the largest number of a type has.
    private static int digits(ArrowType.Int type) {
        return switch (type.getBitWidth()) {
            case 8 -> 3;
            case 16 -> 5;
            case 32 -> 10;
            default -> type.getIsSigned() ? 19 : 20;
        };
    }
}
