package io.datacook.connectors.files;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.SplitReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.vector.VectorSchemaRoot;

/// The rows of a file from a place on.
///
/// @param file to read
/// @param from a place as [FileFormat#join] gave it; 0 for all rows
public record FileRows(SourceFile file, long from) {
    /// All rows of a file.
    public static FileRows all(SourceFile file) {
        return new FileRows(file, 0);
    }

    /// Gives the rows of one part of a file of text to somebody, batch by batch.
    ///
    /// @param input how the text is opened
    /// @param opener opens the part behind a position; the reader is closed here
    /// @param rows is lent each batch
    /// @throws DatacookException `DATA_INVALID` if the file is shorter than it was, or damaged
    public void read(TextInput input, Function<Position, SplitReader> opener, Consumer<VectorSchemaRoot> rows) {
        if (from == 0) {
            drain(opener.apply(Position.START), rows);
            return;
        }
        requireLength(input);
        Position place = new Position(new TreeMap<>(Map.of("offset", Long.toString(from), "line", "1")));
        try {
            drain(opener.apply(place), rows);
        } catch (DatacookException failed) {
            throw failed.code() == ErrorCode.DATA_INVALID ? behind(failed) : failed;
        }
    }

    private static void drain(SplitReader open, Consumer<VectorSchemaRoot> rows) {
        try (SplitReader reader = open) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next) {
                    rows.accept(batch.rows());
                }
            }
        }
    }

    private void requireLength(TextInput input) {
        if (input.isPlain(file)) {
            if (file.bytes() >= from) {
                return;
            }
        } else {
            try (InputStream text = input.open(file, from, -1)) {
                return;
            } catch (DatacookException failed) {
                if (failed.code() != ErrorCode.STATE_INVALID) {
                    throw failed;
                }
            } catch (IOException failed) {
                throw TextInput.failure(file, failed);
            }
        }
        throw new DatacookException(
                ErrorCode.DATA_INVALID,
                "'%s' is shorter than it was when rows were added behind its first %d bytes"
                        .formatted(file.name(), from));
    }

    /// Lines are counted from the place on, so a failure there says where that is.
    private DatacookException behind(DatacookException failed) {
        return new DatacookException(
                ErrorCode.DATA_INVALID,
                "among the rows that begin at byte %d, with lines counted from there, %s: %s"
                        .formatted(from, failed.place(), failed.getMessage()),
                failed);
    }
}
