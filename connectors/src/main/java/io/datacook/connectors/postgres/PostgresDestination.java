package io.datacook.connectors.postgres;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.Destination;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A table of a PostgreSQL database, written in its own transactions.
final class PostgresDestination implements Destination {
    private final PostgresDestinationOptions options;
    private final ConnectorContext context;
    private final Endpoint endpoint;
    private final TableName table;
    private @Nullable Session session;

    private PostgresDestination(PostgresDestinationOptions options, ConnectorContext context) {
        this.options = options;
        this.context = context;
        this.endpoint = Endpoint.of(options.connection(), options.statementTimeout());
        this.table = TableName.parse(options.table());
    }

    /// Connects lazily: only the address and the name are checked here.
    static PostgresDestination open(PostgresDestinationOptions options, ConnectorContext context) {
        TableName.checkLength("table", TableName.parse(options.table()).table());
        return new PostgresDestination(options, context);
    }

    @Override
    public @Nullable Schema existing() {
        TableInfo info = new Catalog(session(), new TypeCatalog(session())).table(table);
        if (info == null) {
            return null;
        }
        List<Field> fields = new ArrayList<>();
        for (Column column : info.columns()) {
            if (!Scd2.isOwn(column.name())) {
                fields.add(options.types().field(column));
            }
        }
        return new Schema(fields);
    }

    @Override
    public Schema stored(Schema incoming) {
        List<Field> fields = new ArrayList<>();
        for (Field field : incoming.getFields()) {
            TableName.checkLength("column", field.getName());
            fields.add(TargetTypes.stored(field));
        }
        return new Schema(fields);
    }

    @Override
    public Load load(LoadRequest request) {
        stored(request.schema());
        return new PostgresLoad(new Target(endpoint, qualified(), options, context), request);
    }

    /// The table with the schema it is in, or would be created in.
    private TableName qualified() {
        if (table.schema() != null) {
            return table;
        }
        List<String> found = session()
                .query(
                        "SELECT coalesce((SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
                                + "ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.to_regclass(?)), "
                                + "current_schema())",
                        row -> row.getString(1),
                        table.quoted());
        if (found.isEmpty() || found.getFirst() == null) {
            throw ConnectionOptions.invalid("the user's search path has no schema to create tables in; write the "
                    + "table with its schema, such as public." + table);
        }
        return table.in(found.getFirst());
    }

    @Override
    public String describe() {
        return "postgres " + endpoint.describe() + " " + table;
    }

    private Session session() {
        if (session == null) {
            session = Session.open(endpoint, Session.Role.DESTINATION, table.toString());
        }
        return session;
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }

    /// Where a load writes.
    ///
    /// @param table with its schema
    record Target(Endpoint endpoint, TableName table, PostgresDestinationOptions options, ConnectorContext context) {
        /// A connection for one lane.
        ///
        /// @throws DatacookException `DESTINATION_UNREACHABLE` or `ACCESS_DENIED`
        Session connect() {
            return Session.open(endpoint, Session.Role.DESTINATION, table.toString());
        }
    }
}
