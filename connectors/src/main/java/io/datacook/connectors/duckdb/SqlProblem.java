package io.datacook.connectors.duckdb;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.TypeNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Schema;

/// Says what is wrong with a recipe's SQL: DuckDB's sentence, the place in the recipe's text, the columns there are.
final class SqlProblem {
    private static final Pattern PLACE = Pattern.compile("(?m)^(LINE (\\d+): )(.*)\\n( *)\\^");

    private SqlProblem() {}

    /// A text that DuckDB refuses before any row.
    ///
    /// @param key the recipe's key, such as `where`
    /// @param linesBefore lines of our own before the recipe's text
    /// @param input the columns the text may name
    static DatacookException refused(Throwable failed, String key, int linesBefore, Schema input) {
        String message = DuckErrors.message(failed);
        String columns = input.getFields().stream()
                .map(field -> field.getName() + " " + TypeNames.name(field))
                .collect(Collectors.joining(", "));
        return new DatacookException(
                ErrorCode.RECIPE_UNSUPPORTED,
                "%s: %s%s. Columns: %s"
                        .formatted(key, DuckErrors.sentence(message), place(message, linesBefore), columns),
                failed);
    }

    /// A text that fails on a row or runs out of room.
    static DatacookException failed(Throwable failed, String key) {
        return DuckErrors.translate(failed, ErrorCode.DATA_INVALID, key);
    }

    private static String place(String message, int linesBefore) {
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return "";
        }
        int line = Integer.parseInt(place.group(2)) - linesBefore;
        int column = place.group(4).length() - place.group(1).length() + 1;
        boolean cut = place.group(3).startsWith("...");
        return line < 1 || column < 1 ? "" : " (line " + line + (cut ? "" : ", column " + column) + ")";
    }
}
