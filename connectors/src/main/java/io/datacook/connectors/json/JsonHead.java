package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import io.datacook.connectors.files.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Where the records of a file stand.
///
/// @param layout never [JsonSourceOptions.Layout#AUTO]
/// @param offset where the first record may begin
/// @param line the line of that byte, 1-based
record JsonHead(JsonSourceOptions.Layout layout, long offset, long line) {
    private static final int WINDOW_BYTES = 256 << 10;
    private static final int PEEK_BYTES = 64 << 10;
    private static final JsonFactory FACTORY = new JsonFactory();

    /// Looks at the beginning of a file, or for the array that the options name.
    static JsonHead of(SourceFile file, JsonSourceOptions options) {
        byte[] bytes = new byte[PEEK_BYTES];
        int limit;
        try (InputStream input = options.input().open(file, 0, -1)) {
            limit = input.readNBytes(bytes, 0, PEEK_BYTES);
        } catch (IOException failed) {
            throw TextInput.failure(file, failed);
        }
        int mark = TextInput.markLength(bytes, limit);
        if (options.recordsPath() != null) {
            return find(file, options, mark, List.of(options.recordsPath().split("\\.")));
        }
        int first = mark;
        while (first < limit && Framer.isSpace(bytes[first])) {
            first++;
        }
        JsonSourceOptions.Layout layout =
                options.layout() == JsonSourceOptions.Layout.AUTO ? layout(bytes, first, limit) : options.layout();
        if (layout != JsonSourceOptions.Layout.ARRAY || first == limit) {
            JsonSourceOptions.Layout plain = first == limit ? JsonSourceOptions.Layout.LINES : layout;
            return new JsonHead(plain, mark, 1);
        }
        if (bytes[first] != '[') {
            throw new DatacookException(
                            ErrorCode.DATA_INVALID,
                            "the file does not begin with [; set `layout` to lines or values, or name the array with "
                                    + "`records_path`")
                    .at(file.name() + ":1:1");
        }
        return new JsonHead(layout, first + 1L, 1 + lines(bytes, mark, first));
    }

    private static long lines(byte[] bytes, int from, int to) {
        long lines = 0;
        for (int i = from; i < to; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /// An array if there is a bracket, lines if the first line is a whole value, else values over several lines.
    private static JsonSourceOptions.Layout layout(byte[] bytes, int first, int limit) {
        if (first < limit && bytes[first] == '[') {
            return JsonSourceOptions.Layout.ARRAY;
        }
        int end = first;
        while (end < limit && bytes[end] != '\n') {
            end++;
        }
        try (JsonParser parser = FACTORY.createParser(bytes, first, end - first)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null ? JsonSourceOptions.Layout.LINES : JsonSourceOptions.Layout.VALUES;
        } catch (IOException broken) {
            // a first line that ends within the value, or is broken: an object that opens there says which
            return end < limit && bytes[end - 1] != '}'
                    ? JsonSourceOptions.Layout.VALUES
                    : JsonSourceOptions.Layout.LINES;
        }
    }

    /// Walks down the keys to the array.
    private static JsonHead find(SourceFile file, JsonSourceOptions options, int mark, List<String> keys) {
        try (InputStream input = options.input().open(file, mark, -1);
                JsonParser parser = FACTORY.createParser(input)) {
            parser.nextToken();
            for (int depth = 0; depth < keys.size(); depth++) {
                enter(parser, keys, depth, file);
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw missing(file, keys, "is no array");
            }
            JsonLocation at = parser.currentTokenLocation();
            return new JsonHead(JsonSourceOptions.Layout.ARRAY, mark + at.getByteOffset() + 1, at.getLineNr());
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            throw new DatacookException(
                            ErrorCode.DATA_INVALID, "the file is no valid JSON: " + broken.getOriginalMessage(), broken)
                    .at(file.name() + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()));
        } catch (IOException failed) {
            throw TextInput.failure(file, failed);
        }
    }

    private static void enter(JsonParser parser, List<String> keys, int depth, SourceFile file) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw missing(file, keys.subList(0, depth), "is no object");
        }
        List<String> seen = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(keys.get(depth))) {
                return;
            }
            seen.add(name);
            parser.skipChildren();
        }
        throw missing(file, keys.subList(0, depth + 1), "does not exist. " + Closest.describe(keys.get(depth), seen));
    }

    private static DatacookException missing(SourceFile file, List<String> keys, String why) {
        String where = keys.isEmpty() ? "the document" : "'" + String.join(".", keys) + "'";
        return new DatacookException(
                ErrorCode.SCHEMA_MISMATCH, "`records_path`: in '%s' %s %s".formatted(file.name(), where, why));
    }

    /// The whole of a file's records as one part.
    SourcePart part(SourceFile file) {
        return new SourcePart(file, offset, -1, line);
    }

    /// A window over a file from an offset on.
    ByteWindow open(SourceFile file, JsonSourceOptions options, long from, long end) {
        int bytesMax = (int) options.recordBytesMax().bytes();
        return new ByteWindow(
                options.input().open(file, from, end), file, from, Math.min(WINDOW_BYTES, bytesMax), bytesMax);
    }

    /// Finds records in a window.
    ///
    /// @param resumed whether a record was read before
    Framer framer(ByteWindow window, SourcePart part, long fromLine, boolean resumed) {
        return switch (layout) {
            case LINES, AUTO -> new LineFramer(window, part, fromLine);
            case ARRAY -> new ValueFramer(window, part, fromLine, true, resumed);
            case VALUES -> new ValueFramer(window, part, fromLine, false, resumed);
        };
    }
}
