package io.datacook.connectors.json;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Reject;
import io.datacook.api.SplitReader;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.SourcePart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Reads one part of one file.
///
/// A position is the offset behind the last record read, and the line there. **Threading:** one thread. **Closing:**
/// closes the file.
final class JsonSplitReader implements SplitReader {
    private static final int REJECTS_MAX = 1_000;
    private static final long REJECT_BYTES_MAX = 1 << 20;

    private final SourcePart part;
    private final ByteWindow window;
    private final Framer framer;
    private final RecordParser parser;
    private final JsonLayout layout;
    private final JsonSourceOptions options;
    private final ReadRequest request;
    private final BufferAllocator allocator;
    private final List<Reject> rejects = new ArrayList<>();
    private long rejectBytes;
    private boolean waiting;
    private Position position;
    private boolean ended;

    private JsonSplitReader(
            SourcePart part,
            ByteWindow window,
            Framer framer,
            Position from,
            JsonLayout layout,
            JsonSourceOptions options,
            ReadRequest request,
            BufferAllocator allocator) {
        this.part = part;
        this.window = window;
        this.framer = framer;
        this.position = from;
        this.layout = layout;
        this.options = options;
        this.request = request;
        this.allocator = allocator;
        this.parser = new RecordParser((int) options.recordBytesMax().bytes());
    }

    /// Opens a part behind a position.
    static JsonSplitReader open(
            SourcePart part,
            Position from,
            JsonLayout layout,
            JsonSourceOptions options,
            ReadRequest request,
            BufferAllocator allocator) {
        JsonHead head = JsonHead.of(part.file(), options);
        long offset = from.isStart() ? part.start() : from.number("offset");
        long line = from.isStart() ? part.line() : from.number("line");
        ByteWindow window = head.open(part.file(), options, offset, part.end());
        Framer framer = head.framer(window, part, line, !from.isStart());
        return new JsonSplitReader(part, window, framer, position(offset, line), layout, options, request, allocator);
    }

    @Override
    public @Nullable Batch next() {
        if (ended) {
            return null;
        }
        rejects.clear();
        rejectBytes = 0;
        try (RowBuilder rows = new RowBuilder(allocator, request.schema(), layout.schema(), options, parser)) {
            long[] lines = fill(rows);
            if (rows.rows() == 0 && rejects.isEmpty()) {
                return null;
            }
            return new Batch(
                    rows.end(),
                    position,
                    Origin.listed(part.file().name(), "line", Arrays.copyOf(lines, rows.rows())),
                    rejects);
        }
    }

    /// Adds records until a limit is reached.
    ///
    /// @return the lines of the rows
    private long[] fill(RowBuilder rows) {
        long[] lines = new long[Math.min(1024, request.batchRowsMax())];
        while (rows.rows() < request.batchRowsMax() && rejects.size() < REJECTS_MAX && rejectBytes < REJECT_BYTES_MAX) {
            // a record that did not fit the batch before is still in the window
            if (!waiting && !framer.next()) {
                ended = true;
                break;
            }
            waiting = false;
            long added = add(rows);
            if (added >= 0 && rows.rows() > 1 && rows.bytes() > request.batchBytesMax()) {
                rows.dropLast(added);
                waiting = true;
                break;
            }
            if (added >= 0) {
                if (rows.rows() > lines.length) {
                    lines = Arrays.copyOf(lines, Math.min(request.batchRowsMax(), lines.length * 2));
                }
                lines[rows.rows() - 1] = framer.line();
            }
            position = position(framer.offset(), framer.nextLine());
        }
        return lines;
    }

    /// Adds the framer's record.
    ///
    /// @return its bytes, or -1 if it became a reject
    private long add(RowBuilder rows) {
        try {
            return rows.add(window.bytes(), framer.from(), framer.to());
        } catch (BadValue bad) {
            boolean rejecting = request.onBadRow() == ReadRequest.BadRows.REJECT
                    || (bad.isUnknownField() && options.unknownFields() == JsonSourceOptions.UnknownFields.REJECT);
            String place = framer.place(Math.min(framer.to(), framer.from() + bad.offset()));
            if (!rejecting) {
                throw new DatacookException(ErrorCode.DATA_INVALID, bad.reason() + "; " + nextStep(bad, rows))
                        .at(place);
            }
            String record =
                    new String(window.bytes(), framer.from(), framer.to() - framer.from(), StandardCharsets.UTF_8);
            rejectBytes += record.length();
            rejects.add(new Reject(
                    "read",
                    part.file().name() + " line " + framer.line(),
                    bad.path().isEmpty() ? null : bad.path(),
                    bad.value(),
                    bad.reason() + " (" + place + ")",
                    record));
            return -1;
        }
    }

    private static String nextStep(BadValue bad, RowBuilder rows) {
        String policy = ", or let `errors.policy` skip bad rows or keep them as dead letters";
        if (bad.isUnknownField()) {
            return "widen the sample with `sample_bytes`, declare it in `columns`, or set `unknown_fields` to "
                    + "reject or "
                    + "extra. " + rows.describeKnown(bad.path());
        }
        if (bad.path().isEmpty()) {
            return "mend the record, check `layout`" + policy;
        }
        return "mend it, declare the type, such as `columns: {%s: json}`, or widen the sample with `sample_bytes`"
                        .formatted(bad.path().replaceFirst("[.\\[].*", ""))
                + policy;
    }

    private static Position position(long offset, long line) {
        return new Position(new TreeMap<>(Map.of("offset", Long.toString(offset), "line", Long.toString(line))));
    }

    @Override
    public void close() {
        window.close();
    }
}
