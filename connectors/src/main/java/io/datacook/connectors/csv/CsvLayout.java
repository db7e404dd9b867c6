package io.datacook.connectors.csv;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import io.datacook.connectors.files.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// What a look at the files gave: their dialect, their columns, and the columns' types. Immutable.
///
/// @param dialect of all files
/// @param schema the columns, in the order of the first file
/// @param width cells in a record of the first file
record CsvLayout(Dialect dialect, Schema schema, int width) {
    private static final int SAMPLED_FILES_MAX = 8;
    private static final int SAMPLED_RECORDS_MAX = 100_000;

    /// Looks at the files.
    static CsvLayout of(List<SourceFile> files, CsvSourceOptions options) {
        List<SourceFile> sampled = sampled(files);
        int share = (int) Math.max(1 << 10, options.sampleBytes().bytes() / sampled.size());
        SourceFile first = sampled.getFirst();
        CsvHead.Peek peek = CsvHead.peek(first, options, share);
        Dialect dialect = DialectDetector.detect(peek.bytes(), peek.limit(), peek.whole(), options);
        CsvHead head = CsvHead.of(first, peek, dialect);
        Map<String, TypeGuess> guesses = new LinkedHashMap<>();
        head.names().forEach(name -> guesses.put(name, new TypeGuess()));
        checkDeclared(options, guesses, first);
        boolean inferring = options.inferTypes() && !options.columns().keySet().containsAll(guesses.keySet());
        if (inferring) {
            guess(peek, dialect, head, options, guesses);
            for (SourceFile file : sampled.subList(1, sampled.size())) {
                CsvHead.Peek another = CsvHead.peek(file, options, share);
                guess(another, dialect, CsvHead.of(file, another, dialect), options, guesses);
            }
        }
        List<Field> fields = new ArrayList<>();
        guesses.forEach((name, guess) -> fields.add(field(name, guess, options)));
        return new CsvLayout(dialect, new Schema(fields), head.names().size());
    }

    /// The first file and some more at even distances.
    private static List<SourceFile> sampled(List<SourceFile> files) {
        List<SourceFile> withData =
                files.stream().filter(file -> file.bytes() > 0).toList();
        List<SourceFile> from = withData.isEmpty() ? files : withData;
        if (from.size() <= SAMPLED_FILES_MAX) {
            return from;
        }
        List<SourceFile> chosen = new ArrayList<>();
        for (int i = 0; i < SAMPLED_FILES_MAX; i++) {
            chosen.add(from.get((int) ((long) i * from.size() / SAMPLED_FILES_MAX)));
        }
        return chosen;
    }

    private static void guess(
            CsvHead.Peek peek,
            Dialect dialect,
            CsvHead head,
            CsvSourceOptions options,
            Map<String, TypeGuess> guesses) {
        List<List<Sample.Cell>> records = Sample.parse(
                        peek.bytes(), peek.limit(), SAMPLED_RECORDS_MAX, dialect, peek.whole())
                .records();
        for (int i = dialect.header() ? 1 : 0; i < records.size(); i++) {
            List<Sample.Cell> cells = records.get(i);
            for (int column = 0; column < Math.min(cells.size(), head.names().size()); column++) {
                Sample.Cell cell = cells.get(column);
                TypeGuess guess = guesses.get(head.names().get(column));
                boolean isNull = cell.isEmpty()
                        || (!cell.quoted() && options.nullValues().contains(cell.text()));
                if (guess != null && !isNull) {
                    guess.add(cell.text());
                }
            }
        }
    }

    private static void checkDeclared(CsvSourceOptions options, Map<String, TypeGuess> guesses, SourceFile file) {
        for (String declared : new TreeSet<>(options.columns().keySet())) {
            if (!guesses.containsKey(declared)) {
                throw new DatacookException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "`columns` names '%s', which '%s' lacks. %s"
                                .formatted(declared, file.name(), Closest.describe(declared, guesses.keySet())));
            }
        }
    }

    private static Field field(String name, TypeGuess guess, CsvSourceOptions options) {
        String declared = options.columns().get(name);
        if (declared == null) {
            ArrowType type = options.inferTypes() ? guess.type() : new ArrowType.Utf8();
            return new Field(name, FieldType.nullable(type), null);
        }
        try {
            return TypeNames.parse(name, declared);
        } catch (IllegalArgumentException unknown) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED, "columns.%s: %s".formatted(name, unknown.getMessage()), unknown);
        }
    }
}
