package io.datacook.connectors.json;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// What a look at the files gave: the columns and their types. Immutable.
///
/// @param schema the columns, in the order in which the sample showed them
record JsonLayout(Schema schema) {
    private static final int SAMPLED_FILES_MAX = 8;

    /// Looks at the files.
    static JsonLayout of(List<SourceFile> files, JsonSourceOptions options) {
        Shape records = new Shape(options.detectTimes());
        List<SourceFile> sampled = sampled(files);
        long share = Math.max(1 << 10, options.sampleBytes().bytes() / sampled.size());
        int objects = 0;
        for (SourceFile file : sampled) {
            objects += sample(file, options, share, records);
        }
        Map<String, Field> columns = new LinkedHashMap<>();
        records.columns().forEach(column -> columns.put(column.getName(), column));
        for (String name : options.columns().keySet()) {
            if (!columns.containsKey(name) && objects > 0 && Closest.to(name, columns.keySet()) != null) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "`columns` names '%s', which no record of the sample has. %s"
                                .formatted(name, Closest.describe(name, columns.keySet())));
            }
            columns.put(name, declared(name, String.valueOf(options.columns().get(name))));
        }
        if (options.unknownFields() == JsonSourceOptions.UnknownFields.EXTRA) {
            columns.put(JsonSourceOptions.EXTRA, TypeNames.json(JsonSourceOptions.EXTRA));
        }
        return new JsonLayout(new Schema(columns.values()));
    }

    /// The first file and some more at even distances.
    private static List<SourceFile> sampled(List<SourceFile> files) {
        List<SourceFile> filled =
                files.stream().filter(file -> file.bytes() > 0).toList();
        if (filled.size() <= SAMPLED_FILES_MAX) {
            return filled.isEmpty() ? files.subList(0, 1) : filled;
        }
        List<SourceFile> chosen = new ArrayList<>();
        for (int i = 0; i < SAMPLED_FILES_MAX; i++) {
            chosen.add(filled.get((int) ((long) i * filled.size() / SAMPLED_FILES_MAX)));
        }
        return chosen;
    }

    /// Shows the first records of a file to a shape; broken ones are left to the read, which names their place.
    private static int sample(SourceFile file, JsonSourceOptions options, long bytesMax, Shape records) {
        JsonHead head = JsonHead.of(file, options);
        RecordParser parser = new RecordParser((int) options.recordBytesMax().bytes());
        int objects = 0;
        try (ByteWindow window = head.open(file, options, head.offset(), -1)) {
            Framer framer = head.framer(window, head.part(file), head.line(), false);
            while (framer.offset() - head.offset() < bytesMax && framer.next()) {
                try {
                    parser.parse(window.bytes(), framer.from(), framer.to(), json -> ShapeReader.show(json, records));
                    objects++;
                } catch (BadValue broken) {
                    objects += 0;
                }
            }
        } catch (DatacookException broken) {
            if (broken.code() != ErrorCode.DATA_INVALID || objects == 0) {
                throw broken;
            }
        }
        return objects;
    }

    private static Field declared(String name, String type) {
        Field field;
        try {
            field = TypeNames.parse(name, type);
        } catch (IllegalArgumentException unknown) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED, "columns.%s: %s".formatted(name, unknown.getMessage()), unknown);
        }
        ValueWriters.check(field);
        return field;
    }
}
