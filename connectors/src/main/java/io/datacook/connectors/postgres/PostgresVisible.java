package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.LoadRequest;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.VisibleKeys;
import io.datacook.api.VisibleRows;
import io.datacook.api.VisibleSums;
import io.datacook.api.WriteMode;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A window's rows as any reader of the table finds them, counted and added up by the server.
///
/// An appended row is known by the transaction that wrote it (`xmin`), a replaced one by being there, a merged one by
/// its key. **Threading:** one thread at a time. **Closing:** drops the list of keys once it was looked at.
final class PostgresVisible implements VisibleRows, AutoCloseable {
    /// A table of more bytes is not read to its end for the rows of one load.
    private static final long SCAN_BYTES_MAX = 1L << 30;
    /// How many pages before the table's former end may have had room for new rows.
    private static final long PAGES_BEFORE = 1_024;

    private static final int COLUMNS_MAX = 200;
    private static final int ROWS_MAX = 8_192;
    private static final int BYTES_MAX = 4 << 20;
    private static final long XID_MASK = 0xFFFF_FFFFL;
    private static final String OTHER = "other";
    private static final Set<String> READ_AS_LIST = Set.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "text",
            "varchar",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "uuid");

    private final PostgresDestination.Target target;
    private final LoadRequest request;
    private final Ledger ledger;
    private final Touched touched;
    private boolean looked;

    PostgresVisible(PostgresDestination.Target target, LoadRequest request, Ledger ledger, Touched touched) {
        this.target = target;
        this.request = request;
        this.ledger = ledger;
        this.touched = touched;
    }

    @Override
    public boolean isComputed() {
        return true;
    }

    @Override
    public @Nullable VisibleKeys keys() {
        if (touched.keys().isEmpty()) {
            return null;
        }
        try (Session session = target.connect()) {
            VisibleKeys keys = touched.count(session);
            looked = true;
            return keys;
        }
    }

    @Override
    public VisibleSums sums(long expected) {
        try (Session session = snapshot()) {
            TableInfo table = table(session);
            List<Column> columns = loaded(table);
            boolean atEnd = isLong(table);
            String where = where(session, atEnd);
            List<VisibleSums.Column> sums = new ArrayList<>();
            long rows = 0;
            for (int from = 0; from < columns.size(); from += COLUMNS_MAX) {
                List<Column> some = columns.subList(from, Math.min(columns.size(), from + COLUMNS_MAX));
                rows = sums(session, some, where, sums);
            }
            if (atEnd && rows < expected) {
                throw new DatacookException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        ("not all rows are at the table's end, and the table is too large to look for the others "
                                        + "(%d MiB, at most %d are read)")
                                .formatted(table.bytes() >> 20, SCAN_BYTES_MAX >> 20));
            }
            return new VisibleSums(rows, sums);
        }
    }

    private long sums(Session session, List<Column> columns, String where, List<VisibleSums.Column> sums) {
        String selected = columns.stream().map(PostgresVisible::sums).collect(Collectors.joining(", "));
        return session.query(
                        "SELECT count(*), %s FROM %s AS t WHERE %s"
                                .formatted(selected, target.table().quoted(), where),
                        row -> collect(row, columns, sums))
                .getFirst();
    }

    private static String sums(Column column) {
        ColumnChecksum checksum = ColumnChecksum.of(column);
        return checksum == null ? "count(t." + TableName.quote(column.name()) + "), NULL::text" : checksum.sums();
    }

    private static long collect(ResultSet row, List<Column> columns, List<VisibleSums.Column> sums)
            throws SQLException {
        long rows = row.getLong(1);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            ColumnChecksum checksum = ColumnChecksum.of(column);
            String sum = row.getString(2 * i + 3);
            if (checksum != null || !isRead(column)) {
                sums.add(new VisibleSums.Column(
                        column.name(),
                        checksum == null ? OTHER : checksum.form(),
                        rows - row.getLong(2 * i + 2),
                        sum == null ? 0 : new BigInteger(sum).longValue()));
            }
        }
        return rows;
    }

    /// Whether a column's values come back as they were written, though the server cannot add them up.
    private static boolean isRead(Column column) {
        PostgresType element = column.type().element();
        return element == null
                ? column.type().name().equals("json") || column.type().name().equals("jsonb")
                : READ_AS_LIST.contains(element.name());
    }

    @Override
    public void read(Set<String> wanted, Consumer<VectorSchemaRoot> rows) {
        Session session = snapshot();
        TableInfo table;
        String where;
        try {
            table = table(session);
            where = where(session, isLong(table));
        } catch (RuntimeException failed) {
            session.close();
            throw failed;
        }
        List<Column> columns = loaded(table).stream()
                .filter(column -> wanted.contains(column.name()))
                .toList();
        List<Field> fields = columns.stream().map(PostgresTypes.LOSSLESS::field).toList();
        String copy = "COPY (SELECT %s FROM %s AS t WHERE %s) TO STDOUT (FORMAT binary)"
                .formatted(
                        columns.stream().map(PostgresTypes.LOSSLESS::select).collect(Collectors.joining(", ")),
                        target.table().quoted(),
                        where);
        ReadRequest all = new ReadRequest(new Schema(fields), null, ROWS_MAX, BYTES_MAX, ReadRequest.BadRows.FAIL);
        String place = target.table().toString();
        try (CopyReader reader =
                new CopyReader(session, copy, columns, all, Infinity.ERROR, target.context(), place, Position.START)) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next) {
                    rows.accept(batch.rows());
                }
            }
        }
    }

    /// One moment of the table, for all statements of a session.
    private Session snapshot() {
        Session session = target.connect();
        try {
            Snapshot.each().enter(session);
            return session;
        } catch (DatacookException broken) {
            session.close();
            throw broken;
        }
    }

    private TableInfo table(Session session) {
        TableInfo info = new Catalog(session, new TypeCatalog(session)).table(target.table());
        if (info == null) {
            throw new DatacookException(ErrorCode.DATA_INVALID, "the table %s is gone".formatted(target.table()));
        }
        return info;
    }

    private List<Column> loaded(TableInfo table) {
        List<String> names =
                request.schema().getFields().stream().map(Field::getName).toList();
        return table.columns().stream()
                .filter(column -> names.contains(column.name()))
                .toList();
    }

    private boolean isLong(TableInfo table) {
        return request.mode() instanceof WriteMode.Append && table.bytes() > SCAN_BYTES_MAX;
    }

    private String where(Session session, boolean atEnd) {
        return switch (request.mode()) {
            case WriteMode.Append() -> written(session, atEnd);
            case WriteMode.Replace() -> "true";
            case WriteMode.Merge _ -> touched.matches();
            case WriteMode.Scd2 _ -> touched.matches() + " AND t." + Scd2.TO + " IS NULL";
        };
    }

    private String written(Session session, boolean atEnd) {
        Ledger.Found found = ledger.found(session);
        List<Long> transactions = found.transactions();
        if (transactions == null) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "the load took too many commits to find its rows by them; raise runtime.checkpoint");
        }
        String xids =
                transactions.stream().map(xid -> Long.toString(xid & XID_MASK)).collect(Collectors.joining(","));
        String tail =
                atEnd ? "t.ctid >= '(%d,0)'::tid AND ".formatted(Math.max(0, found.firstPage() - PAGES_BEFORE)) : "";
        return tail + "t.xmin = ANY ('{" + xids + "}'::xid[])";
    }

    @Override
    public void close() {
        if (!looked) {
            return;
        }
        try (Session session = target.connect()) {
            session.execute("SET lock_timeout = '2s'; DROP TABLE IF EXISTS "
                    + touched.table().quoted());
        } catch (DatacookException inUse) {
            looked = false; // the next window's open drops it
        }
    }
}
