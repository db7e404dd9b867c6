package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ServerErrorMessage;

/// One running `COPY … FROM STDIN (FORMAT binary)`: turns batches into rows on the wire.
final class RowCopy {
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEND_BYTES = 64 << 10;
    /// The server names a row some time after it was sent; so many batches back it can still be placed.
    private static final int BATCHES_REMEMBERED = 64;

    private static final Pattern LINE = Pattern.compile("COPY .*, line (\\d+)(?:, column ([^:]+))?", Pattern.DOTALL);

    private record Sent(long firstLine, Origin origin) {}

    private final Session session;
    private final Landing landing;
    private final CopyIn copy;
    private final CopyBuffer buffer = new CopyBuffer();
    private final Deque<Sent> sent = new ArrayDeque<>();
    private final List<String> keys;
    private long lines;

    RowCopy(Session session, Landing landing) {
        this.session = session;
        this.landing = landing;
        this.keys = Landing.keys(landing.request().mode());
        this.copy = session.copyIn(landing.copy());
        buffer.putBytes(HEADER);
    }

    /// Sends the rows of a batch.
    void send(Batch batch) {
        remember(batch.origin());
        List<FieldVector> vectors = batch.rows().getFieldVectors();
        List<CellEncoder> encoders = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            encoders.add(landing.binders().get(i).bind(vectors.get(i)));
            if (keys.contains(vectors.get(i).getName())) {
                checkKey(vectors.get(i), batch);
            }
        }
        int fields = vectors.size() + (landing.isNumbered() ? 1 : 0);
        for (int row = 0; row < batch.rowCount(); row++) {
            buffer.putShort(fields);
            for (int i = 0; i < vectors.size(); i++) {
                put(vectors.get(i), encoders.get(i), row, batch);
            }
            lines++;
            if (landing.isNumbered()) {
                buffer.putInt(8);
                buffer.putLong(lines);
            }
            if (buffer.used() >= SEND_BYTES) {
                flush();
            }
        }
    }

    private void put(FieldVector vector, CellEncoder encoder, int row, Batch batch) {
        if (vector.isNull(row)) {
            buffer.putNull();
            return;
        }
        try {
            encoder.put(row, buffer);
        } catch (BadCell bad) {
            throw new DatacookException(
                    ErrorCode.DATA_INVALID,
                    "%s, column %s of %s: %s: %s"
                            .formatted(
                                    batch.origin().describe(row),
                                    vector.getName(),
                                    landing.table(),
                                    bad.value(),
                                    bad.getMessage()));
        }
    }

    private void checkKey(FieldVector key, Batch batch) {
        if (key.getNullCount() == 0) {
            return;
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            if (key.isNull(row)) {
                throw new DatacookException(
                        ErrorCode.DATA_INVALID,
                        ("%s: the key column '%s' is null, so the row has no identity in %s; filter such rows out or "
                                        + "take other keys")
                                .formatted(batch.origin().describe(row), key.getName(), landing.table()));
            }
        }
    }

    private void remember(Origin origin) {
        sent.addLast(new Sent(lines + 1, origin));
        if (sent.size() > BATCHES_REMEMBERED) {
            sent.removeFirst();
        }
    }

    private void flush() {
        try {
            copy.writeToCopy(buffer.bytes(), 0, buffer.used());
        } catch (SQLException broken) {
            throw translate(broken);
        }
        buffer.cut(0);
    }

    /// Sends the rest; afterwards the server has taken all rows.
    void end() {
        buffer.putShort(-1);
        flush();
        try {
            copy.endCopy();
        } catch (SQLException broken) {
            throw translate(broken);
        }
    }

    /// Ends the copy without its rows.
    void cancel() {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException alreadyBroken) {
            session.abort();
        }
    }

    /// The server's complaint, with the row's own place where it names a line of the copy.
    private DatacookException translate(SQLException broken) {
        DatacookException translated = session.translate(broken);
        ServerErrorMessage server = PostgresErrors.serverMessage(broken);
        String where = server == null ? null : server.getWhere();
        Matcher matcher = LINE.matcher(where == null ? "" : where);
        String place = matcher.lookingAt() ? place(Long.parseLong(matcher.group(1))) : null;
        return place == null ? translated : translated.at(place);
    }

    private @Nullable String place(long line) {
        Sent found = null;
        for (Sent batch : sent) {
            if (batch.firstLine() <= line) {
                found = batch;
            }
        }
        return found == null ? null : found.origin().describe((int) (line - found.firstLine()));
    }
}
