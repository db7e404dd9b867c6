package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.ConnectorContext;
import io.datacook.api.CursorRange;
import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A table, view or query of a PostgreSQL database.
///
/// One session asks the catalog and then holds the snapshot that all readers share; each reader has its own. A split
/// is a range of pages (`ctid`), so that parallel lanes each read a part of the heap in its order. Readers do not
/// resume inside a split: a page range read again after the table changed may give other rows.
final class PostgresSource implements Source {
    /// Smaller parts are not worth a connection.
    private static final long SPLIT_BYTES_MIN = 8L << 20;
    /// Before, a range of pages was found by reading all of them.
    private static final int VERSION_OF_PAGE_RANGES = 140_000;

    private static final String WHOLE = "0000";

    private final PostgresSourceOptions options;
    private final ConnectorContext context;
    private final Endpoint endpoint;
    private final String subject;
    private @Nullable Session control;
    private @Nullable Catalog catalog;
    private @Nullable Stream stream;
    private @Nullable Snapshot snapshot;

    private PostgresSource(PostgresSourceOptions options, ConnectorContext context) {
        this.options = options;
        this.context = context;
        this.endpoint = Endpoint.of(options.connection(), options.statementTimeout());
        String query = options.query() == null ? "database " + endpoint.database() : "query";
        this.subject = options.table() == null ? query : options.table();
    }

    /// Connects lazily: only the address is checked here.
    static PostgresSource open(PostgresSourceOptions options, ConnectorContext context) {
        return new PostgresSource(options, context);
    }

    @Override
    public synchronized List<StreamInfo> discover() {
        List<StreamInfo> streams = new ArrayList<>();
        for (TableInfo table : catalog().tables()) {
            streams.add(Stream.of(table, options.types()).info());
        }
        if (options.query() != null) {
            streams.add(describe());
        }
        streams.sort(java.util.Comparator.comparing(StreamInfo::name));
        return streams;
    }

    @Override
    public synchronized StreamInfo describe() {
        return stream().info();
    }

    @Override
    public synchronized List<Split> splits(ReadRequest request) {
        TableInfo table = stream().table();
        snapshot();
        if (table != null && table.pages() == 0) {
            return List.of();
        }
        CursorRange range = request.range();
        boolean few = range != null && range.after() != null;
        if (table == null || table.pages() < 0 || few || control().serverVersion() < VERSION_OF_PAGE_RANGES) {
            return List.of(Split.of(WHOLE, Map.of()));
        }
        long wanted = Math.clamp(table.bytes() / SPLIT_BYTES_MIN, 1, Math.min(context.lanesMax(), 10_000));
        int count = (int) Math.min(wanted, table.pages());
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TreeMap<String, String> fields = new TreeMap<>();
            fields.put(Stream.FROM_PAGE, Long.toString(table.pages() * i / count));
            if (i + 1 < count) {
                // The last part has no end: pages may have been added since the table was measured.
                fields.put(Stream.TO_PAGE, Long.toString(table.pages() * (i + 1) / count));
            }
            long rows = table.rowsEstimate() < 0 ? -1 : table.rowsEstimate() / count;
            splits.add(new Split("%04d".formatted(i), fields, rows, table.bytes() / count));
        }
        return splits;
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        Stream source;
        Snapshot seen;
        synchronized (this) {
            source = stream();
            seen = snapshot();
        }
        List<Column> columns = new ArrayList<>();
        for (Field field : request.schema().getFields()) {
            columns.add(source.column(field));
        }
        String copy = source.copy(columns, request.range(), split);
        return new CopyReader(reader(seen), copy, columns, request, options.infinity(), context, place(split), from);
    }

    private String place(Split split) {
        boolean whole =
                !split.fields().containsKey(Stream.TO_PAGE) && split.id().equals(WHOLE);
        return whole ? stream().name() : stream().name() + " split " + split.id();
    }

    private Session reader(Snapshot seen) {
        Session session = Session.open(endpoint, Session.Role.SOURCE, subject);
        try {
            seen.enter(session);
            return session;
        } catch (DatacookException broken) {
            session.close();
            throw broken;
        }
    }

    @Override
    public synchronized @Nullable String cursorMax(String name) {
        Column column = stream().column(name);
        Field field = options.types().field(column);
        ReadRequest request =
                new ReadRequest(new Schema(List.of(field)), null, 1, Integer.MAX_VALUE, ReadRequest.BadRows.FAIL);
        String copy = stream().copyLargest(column);
        try (CopyReader reader = new CopyReader(
                        reader(snapshot()),
                        copy,
                        List.of(column),
                        request,
                        options.infinity(),
                        context,
                        stream().name(),
                        Position.START);
                Batch batch = reader.next()) {
            return batch == null ? null : CursorValues.text(batch.rows().getVector(0), 0);
        }
    }

    private Session control() {
        if (control == null) {
            control = Session.open(endpoint, Session.Role.SOURCE, subject);
        }
        return control;
    }

    private Catalog catalog() {
        if (catalog == null) {
            catalog = new Catalog(control(), new TypeCatalog(control()));
        }
        return catalog;
    }

    private Snapshot snapshot() {
        if (snapshot == null) {
            snapshot = options.sharedSnapshot() ? Snapshot.hold(control()) : Snapshot.each();
        }
        return snapshot;
    }

    private synchronized Stream stream() {
        if (stream == null) {
            stream = find();
        }
        return stream;
    }

    private Stream find() {
        if (options.query() != null) {
            return Stream.ofQuery(options.query(), catalog().columnsOf(options.query()), options.types());
        }
        if (options.table() == null) {
            throw ConnectionOptions.invalid("neither table nor query is given; write `table: schema.name`");
        }
        TableInfo table = catalog().table(TableName.parse(options.table()));
        if (table == null) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    ("there is no table or view %s in %s that user and search path reach; "
                                    + "`datacook discover` lists what there is")
                            .formatted(options.table(), endpoint.describe()));
        }
        return Stream.of(table, options.types());
    }

    @Override
    public synchronized void close() {
        if (control != null) {
            control.close();
        }
    }
}
