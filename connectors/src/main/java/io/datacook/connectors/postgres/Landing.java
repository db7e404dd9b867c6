package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import io.datacook.api.WriteMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// How rows come into the target: copied straight into it, or into a temporary table and from there by statements.
///
/// The same for all lanes and epochs of a load.
///
/// @param request what is loaded
/// @param table where the rows end
/// @param columns of the table, those of the request, in its order
/// @param binders how each is written
/// @param staged the temporary table's rows, or `null` if rows are copied straight into the table
/// @param stageColumns names and types of the temporary table's columns, empty without one
/// @param unique what keeps keys unique, for merges
record Landing(
        LoadRequest request,
        TableName table,
        List<Column> columns,
        List<CellEncoder.Binder> binders,
        Merge.@Nullable Staged staged,
        String stageColumns,
        Merge.Uniqueness unique) {
    private static final String STAGE = "pg_temp.\"_datacook_stage\"";

    /// Types whose `=` tells values apart; others are compared as texts.
    private static final Set<String> COMPARABLE = Set.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "oid",
            "float4",
            "float8",
            "numeric",
            "text",
            "varchar",
            "bpchar",
            "name",
            "bytea",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "uuid",
            "jsonb",
            "enum");

    /// Plans for the columns the table has now.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if the table lacks a column
    static Landing plan(Session session, TableName table, LoadRequest request) {
        TypeCatalog catalog = new TypeCatalog(session);
        TableInfo info = new Catalog(session, catalog).table(table);
        if (info == null) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING, "the table %s was dropped while it was loaded".formatted(table));
        }
        List<Column> columns = new ArrayList<>();
        List<CellEncoder.Binder> binders = new ArrayList<>();
        LinkedHashMap<String, String> values = new LinkedHashMap<>();
        LinkedHashMap<String, String> types = new LinkedHashMap<>();
        List<String> stageColumns = new ArrayList<>();
        boolean cast = false;
        for (Field field : request.schema().getFields()) {
            Column column = column(info, field.getName());
            columns.add(column);
            PostgresType written = column.type();
            CellEncoder.Binder binder = CellEncoders.find(field, written);
            String value = "s." + TableName.quote(field.getName());
            if (binder == null) {
                written = natural(session, catalog, field);
                binder = natural(field, written, column);
                value = "(" + value + ")::" + column.type().base();
                cast = true;
            }
            binders.add(binder);
            values.put(field.getName(), value);
            types.put(field.getName(), column.type().base());
            stageColumns.add(TableName.quote(field.getName()) + " " + written.base());
        }
        boolean byKey = !keys(request.mode()).isEmpty();
        if (byKey) {
            stageColumns.add(Merge.NUMBER + " bigint");
        }
        Merge.Staged staged = byKey || cast ? new Merge.Staged(table, STAGE, values, types) : null;
        Merge.Uniqueness unique =
                request.mode() instanceof WriteMode.Merge merge && isUnique(session, table, merge.keys())
                        ? Merge.Uniqueness.BY_INDEX
                        : Merge.Uniqueness.BY_JOIN;
        return new Landing(request, table, columns, binders, staged, String.join(", ", stageColumns), unique);
    }

    private static Column column(TableInfo info, String name) {
        for (Column column : info.columns()) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        throw new DatacookException(
                ErrorCode.SCHEMA_MISMATCH,
                "the table %s has no column '%s' any more; run again".formatted(info.name(), name));
    }

    /// The type to stage a field in whose values the server must cast.
    private static PostgresType natural(Session session, TypeCatalog types, Field field) {
        String spelled = TargetTypes.isNested(field) ? "jsonb" : TargetTypes.staging(field);
        long oid = session.query("SELECT pg_catalog.to_regtype(?)::oid::bigint", row -> row.getLong(1), spelled)
                .getFirst();
        return types.resolve(oid, -1, spelled);
    }

    private static CellEncoder.Binder natural(Field field, PostgresType written, Column column) {
        CellEncoder.Binder binder = CellEncoders.find(field, written);
        if (binder == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "column '%s' is of type %s, which cannot be written as %s; cast it to string with a cast step"
                            .formatted(
                                    field.getName(),
                                    field.getType(),
                                    column.type().spelled()));
        }
        return binder;
    }

    private static boolean isUnique(Session session, TableName table, List<String> keys) {
        return session.holds("""
                SELECT true FROM pg_catalog.pg_index x
                WHERE x.indrelid = ?::regclass AND x.indisunique AND x.indimmediate AND x.indisvalid
                  AND x.indpred IS NULL AND x.indexprs IS NULL
                  AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C")
                       FROM pg_catalog.pg_attribute a, generate_series(0, x.indnkeyatts - 1) AS k(n)
                       WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[k.n]) =
                      (SELECT array_agg(key ORDER BY key COLLATE "C")
                       FROM unnest(string_to_array(?, chr(1))) AS wanted(key))
                LIMIT 1""", table.quoted(), String.join("\u0001", keys));
    }

    /// The columns that identify a row, empty in modes without.
    static List<String> keys(WriteMode mode) {
        return switch (mode) {
            case WriteMode.Append _, WriteMode.Replace _ -> List.of();
            case WriteMode.Merge merge -> merge.keys();
            case WriteMode.Scd2 history -> history.keys();
        };
    }

    /// Whether staged rows carry their number.
    boolean isNumbered() {
        return !keys(request.mode()).isEmpty();
    }

    /// Makes a new session ready.
    void prepare(Session session) {
        if (staged != null) {
            session.execute("CREATE TEMPORARY TABLE IF NOT EXISTS \"_datacook_stage\" (%s) ON COMMIT DELETE ROWS"
                    .formatted(stageColumns));
        }
    }

    /// The statement rows are sent to.
    String copy() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(TableName.quote(column.name())));
        if (isNumbered()) {
            names.add(Merge.NUMBER);
        }
        return "COPY %s (%s) FROM STDIN (FORMAT binary)"
                .formatted(staged == null ? table.quoted() : staged.stage(), String.join(", ", names));
    }

    /// Brings staged rows into the table, before the commit.
    ///
    /// @param touched gathers the keys in modes that have some
    void apply(Session session, Instant now, Touched touched) {
        if (staged == null) {
            return;
        }
        switch (request.mode()) {
            case WriteMode.Append _, WriteMode.Replace _ ->
                session.execute("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s AS s"
                        .formatted(
                                table.quoted(),
                                Merge.list(List.copyOf(staged.columns().keySet())),
                                String.join(", ", staged.columns().values()),
                                staged.stage()));
            case WriteMode.Merge merge -> {
                session.execute(oneAtATime());
                session.execute(touched.add(staged, merge));
                Merge.lastOfEachKey(session, staged, merge.keys());
                Merge.apply(session, staged, merge, unique);
            }
            case WriteMode.Scd2 history -> {
                session.execute(oneAtATime());
                session.execute(touched.add(staged, history));
                Merge.lastOfEachKey(session, staged, history.keys());
                Scd2.apply(staged, history.keys(), comparedAsText(), now).forEach(session::execute);
            }
        }
    }

    /// Two lanes that merge at once could both insert a key, or wait for each other's rows in a circle.
    private String oneAtATime() {
        return "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(%s, 0))"
                .formatted(TableName.literal("datacook merge " + table));
    }

    private List<String> comparedAsText() {
        return columns.stream()
                .filter(column -> !COMPARABLE.contains(
                        column.type().element() == null
                                ? column.type().name()
                                : column.type().element().name()))
                .map(Column::name)
                .toList();
    }
}
