package io.datacook.engine.stage;

import io.datacook.api.ByteSize;
import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.asset.Asset;
import io.datacook.engine.asset.AssetColumn;
import io.datacook.engine.recipe.AssetConfig;
import io.datacook.engine.rows.CellCast;
import io.datacook.engine.rows.KeySet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One stream's rows held to an asset, over all of its lanes: what is checked, what was found, what is known only when
/// the load ends.
///
/// **Threading:** safe for all lanes of a stream. Unique values are remembered as 128-bit hashes, within a stated
/// memory; two different values are taken for one with odds of n²/2¹²⁹.
public final class Validation {
    /// Memory for the values of one `unique` column: 1.5 million of them.
    public static final ByteSize UNIQUE_BYTES_MAX = new ByteSize(64L << 20);

    private final Asset asset;
    private final AssetConfig.Mode mode;
    private final List<ColumnChecks> columns;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Instant startedAt;
    private final BufferAllocator allocator;
    private long rows;

    /// What is checked of one column.
    ///
    /// @param place of the column
    /// @param refusesNulls whether a null is a problem
    /// @param type the type values are checked as, the column's own unless `cast` is there
    /// @param cast gives values that type, or `null`
    /// @param checks of values that are not null, by the name of the rule
    /// @param unique the values seen, or `null` if they may repeat
    /// @param freshness the newest value, or `null` if it may be old
    record ColumnChecks(
            int place,
            String name,
            boolean refusesNulls,
            Field type,
            @Nullable CellCast cast,
            Map<String, CellCheck> checks,
            @Nullable KeySet unique,
            @Nullable Freshness freshness) {}

    /// How often one rule was broken.
    ///
    /// @param column the column, or empty for the whole load
    /// @param count rows that broke it
    /// @param place where it was broken first
    /// @param reason why, the first time
    public record Finding(String column, long count, String place, String reason) {
        private Finding more() {
            return new Finding(column, count + 1, place, reason);
        }
    }

    /// @param schema the columns that come in
    /// @param startedAt when the run started: what is fresh is fresh then
    /// @param seed keeps the hashes of two runs apart
    /// @param allocator owns small buffers while checking
    /// @throws DatacookException `SCHEMA_MISMATCH` listing every column that is missing, refused or not to be
    ///     checked so
    public Validation(
            Asset asset,
            AssetConfig.Mode mode,
            Schema schema,
            Instant startedAt,
            String seed,
            BufferAllocator allocator) {
        this.asset = asset;
        this.mode = mode;
        this.startedAt = startedAt;
        this.allocator = allocator;
        this.columns = compile(schema, seed);
    }

    /// How strictly rows are held to the asset.
    public AssetConfig.Mode mode() {
        return mode;
    }

    /// Whether a check looks at all rows of a load, so that a load cannot go on in the middle of a split.
    public boolean looksAtAllRows() {
        return columns.stream().anyMatch(column -> column.unique() != null || column.freshness() != null)
                || asset.rows() != null;
    }

    /// What broke rules so far, in [AssetConfig.Mode#WARN] and for checks at the end; the first place of each.
    public synchronized List<Finding> findings() {
        return List.copyOf(findings.values());
    }

    /// The load is over: checks what only all rows together show.
    ///
    /// @throws DatacookException `DATA_INVALID` with all problems, unless the mode is [AssetConfig.Mode#WARN]
    public synchronized void finish() {
        List<String> problems = new ArrayList<>();
        Asset.RowLimits limits = asset.rows();
        if (limits != null && limits.min() != null && rows < limits.min()) {
            problems.add("the load has " + rows + " rows, fewer than rows.min, " + limits.min());
        }
        if (limits != null && limits.max() != null && rows > limits.max()) {
            problems.add("the load has " + rows + " rows, more than rows.max, " + limits.max());
        }
        for (ColumnChecks column : columns) {
            String problem =
                    column.freshness() == null ? null : column.freshness().problem(startedAt);
            if (problem != null) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty() && mode != AssetConfig.Mode.WARN) {
            throw new DatacookException(ErrorCode.DATA_INVALID, String.join("\n", problems))
                    .at("asset " + asset.describe());
        }
        problems.forEach(problem -> findings.put(problem, new Finding("", 1, "the load", problem)));
    }

    List<ColumnChecks> columns() {
        return columns;
    }

    Asset asset() {
        return asset;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    synchronized void count(long more) {
        rows += more;
    }

    synchronized void warn(String column, String rule, String place, String reason) {
        findings.merge(column + "\n" + rule, new Finding(column, 1, place, reason), (old, one) -> old.more());
    }

    private List<ColumnChecks> compile(Schema schema, String seed) {
        List<String> names = schema.getFields().stream().map(Field::getName).toList();
        List<ColumnChecks> compiled = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (AssetColumn column : asset.columns()) {
            int place = names.indexOf(column.name());
            if (place >= 0) {
                compiled.add(checks(column, schema.getFields().get(place), place, seed, problems));
            } else if (column.required() || asset.primaryKey().contains(column.name())) {
                problems.add("column '%s' is required, but does not come in. %s"
                        .formatted(column.name(), Closest.describe(column.name(), names)));
            }
        }
        if (asset.extraColumns() == Asset.ExtraColumns.REFUSE) {
            Set<String> known = asset.columns().stream().map(AssetColumn::name).collect(Collectors.toSet());
            names.stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> problems.add("column '%s' is not in the asset, and extra_columns is refuse. %s"
                            .formatted(name, Closest.describe(name, known))));
        }
        if (!problems.isEmpty()) {
            throw new DatacookException(ErrorCode.SCHEMA_MISMATCH, String.join("\n", problems))
                    .at("asset " + asset.describe());
        }
        return List.copyOf(compiled);
    }

    private ColumnChecks checks(AssetColumn column, Field field, int place, String seed, List<String> problems) {
        CellCast cast = attempt(problems, column, () -> CellChecks.type(field, column.field()));
        Field type = cast == null ? field : column.field();
        AssetColumn.Checks wanted = column.checks();
        Map<String, CellCheck> checks = wanted == null ? Map.of() : values(column, wanted, type, problems);
        KeySet unique = wanted != null && wanted.unique() ? new KeySet(UNIQUE_BYTES_MAX, seed) : null;
        Duration ageMax = wanted == null ? null : wanted.freshness();
        Freshness freshness = ageMax == null ? null : attempt(problems, column, () -> Freshness.of(type, ageMax));
        return new ColumnChecks(
                place, column.name(), asset.refusesNulls(column), type, cast, checks, unique, freshness);
    }

    private Map<String, CellCheck> values(
            AssetColumn column, AssetColumn.Checks wanted, Field type, List<String> problems) {
        Map<String, CellCheck> checks = new LinkedHashMap<>();
        String regex = wanted.regex();
        put(checks, "range", attempt(problems, column, () -> CellChecks.range(type, wanted, allocator)));
        if (wanted.minLength() != null || wanted.maxLength() != null) {
            put(
                    checks,
                    "length",
                    attempt(problems, column, () -> CellChecks.length(type, wanted.minLength(), wanted.maxLength())));
        }
        if (regex != null) {
            put(checks, "regex", attempt(problems, column, () -> CellChecks.regex(type, regex)));
        }
        if (!wanted.allowed().isEmpty()) {
            put(
                    checks,
                    "allowed",
                    attempt(problems, column, () -> CellChecks.allowed(type, wanted.allowed(), allocator)));
        }
        return checks;
    }

    private static void put(Map<String, CellCheck> checks, String rule, @Nullable CellCheck check) {
        if (check != null) {
            checks.put(rule, check);
        }
    }

    private static <T> @Nullable T attempt(List<String> problems, AssetColumn column, Supplier<@Nullable T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException wrong) {
            problems.add("column '" + column.name() + "': " + wrong.getMessage());
            return null;
        }
    }
}
