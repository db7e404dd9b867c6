package io.datacook.testkit;

import io.datacook.api.ConnectorContext;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a test class tells [SourceContract] about the source it proves.
///
/// The streams it makes have the columns `id` (a whole number of any width), `name` (text) and `changed` (a whole
/// number of any width), in this order, and hold [#table] in the order of `id`.
public interface SourceSubject {
    /// What the source's role declares. Declared features are proven, absent ones are tested for their refusal.
    Set<SourceFeature> features();

    /// Opens the stream that holds the first `rows` rows of [#table]; called again with the same count it opens the
    /// same stream. With 0 rows the stream exists, has its columns, and is empty.
    Source open(ConnectorContext context, int rows);

    /// Opens a stream that does not exist. This, or the source's `describe`, must fail.
    Source openMissing(ConnectorContext context);

    /// The name users know the missing stream by; its error must hold it.
    String missingName();

    /// Opens a stream of the first five rows of [#table] in which the third one does not parse, or gives `null` where a
    /// source cannot hold such a row.
    default @Nullable Source openWithBadRow(ConnectorContext context) {
        return null;
    }

    /// The recipe's folder for [ConnectorContext].
    default Path folder() {
        return Path.of("").toAbsolutePath();
    }

    /// The rows of the contract's streams, numbered from 1.
    static List<Row> table(int rows) {
        List<Row> table = new ArrayList<>();
        for (int id = 1; id <= rows; id++) {
            table.add(new Row(id, id % 7 == 0 ? null : "row-" + id, id % 5 == 0 ? null : (id + 1L) / 2));
        }
        return List.copyOf(table);
    }

    /// One row.
    ///
    /// @param id from 1, without gaps
    /// @param name `row-` and the id; `null` where 7 divides the id
    /// @param changed half the id, rounded up; `null` where 5 divides the id
    record Row(long id, @Nullable String name, @Nullable Long changed) {}

    /// The request most tests make.
    static ReadRequest request(Source source) {
        return new ReadRequest(source.describe().schema(), null, 1_000, 1 << 20, ReadRequest.BadRows.FAIL);
    }
}
