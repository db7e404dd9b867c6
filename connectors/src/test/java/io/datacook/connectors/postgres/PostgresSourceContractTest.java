package io.datacook.connectors.postgres;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.PostgresServer.Database;
import io.datacook.testkit.SourceContract;
import java.util.Set;

class PostgresSourceContractTest implements SourceContract {
    private static final Database DATABASE = PostgresServer.freshDatabase();

    @Override
    public Set<SourceFeature> features() {
        return new PostgresConnector().source().features();
    }

    @Override
    public Source open(ConnectorContext context, int rows) {
        String table = "rows_" + rows;
        DATABASE.execute(
                "CREATE TABLE IF NOT EXISTS " + table + " (id int, name text, changed bigint)",
                ("INSERT INTO %1$s SELECT i, CASE WHEN i %% 7 <> 0 THEN 'row-' || i END, "
                                + "CASE WHEN i %% 5 <> 0 THEN (i + 1) / 2 END FROM generate_series(1, %2$d) i "
                                + "WHERE NOT EXISTS (SELECT FROM %1$s)")
                        .formatted(table, rows));
        return open(context, table);
    }

    private static Source open(ConnectorContext context, String table) {
        try (Rig rig = new Rig(DATABASE)) {
            return PostgresSource.open(rig.source(table, null), context);
        }
    }

    @Override
    public Source openMissing(ConnectorContext context) {
        return open(context, "public.missing");
    }

    @Override
    public String missingName() {
        return "public.missing";
    }
}
