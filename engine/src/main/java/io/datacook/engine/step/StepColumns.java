package io.datacook.engine.step;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StepContext;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.OnError;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Checks that steps share: the columns their options name exist, and the columns they give are distinct.
final class StepColumns {
    private StepColumns() {}

    /// The names of a schema's columns, in order.
    static List<String> names(Schema schema) {
        return schema.getFields().stream().map(Field::getName).toList();
    }

    /// The place of a column.
    ///
    /// @param option the recipe key that names the column, such as `mapping`
    /// @throws DatacookException `SCHEMA_MISMATCH` listing the columns there are
    static int index(String option, String name, Schema schema) {
        List<String> names = names(schema);
        int index = names.indexOf(name);
        if (index < 0) {
            throw mismatch("%s names the column '%s', which does not come in. %s"
                    .formatted(option, name, Closest.describe(name, names)));
        }
        return index;
    }

    /// A column.
    static Field field(String option, String name, Schema schema) {
        return schema.getFields().get(index(option, name, schema));
    }

    /// The columns that names and patterns with `*` stand for, in the order they are first named.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if a name or pattern stands for none
    static Set<String> matching(String option, Collection<String> patterns, Schema schema) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String pattern : patterns) {
            if (!pattern.contains("*")) {
                index(option, pattern, schema);
            }
            Set<String> matches = matchingAny(List.of(pattern), schema);
            if (matches.isEmpty()) {
                throw mismatch("%s has the pattern '%s', which matches no column. %s"
                        .formatted(option, pattern, Closest.describe(pattern, names(schema))));
            }
            chosen.addAll(matches);
        }
        return chosen;
    }

    /// As [#matching], where a name or pattern may stand for none.
    static Set<String> matchingAny(Collection<String> patterns, Schema schema) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String pattern : patterns) {
            Pattern glob = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
            names(schema).stream().filter(name -> glob.matcher(name).matches()).forEach(chosen::add);
        }
        return chosen;
    }

    /// A schema of distinct columns.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` if two have one name, or if there is none
    static Schema distinct(List<Field> fields) {
        Set<String> seen = new HashSet<>();
        for (Field field : fields) {
            if (!seen.add(field.getName())) {
                throw mismatch("two columns would be named '%s' after this step; rename or drop one of them first"
                        .formatted(field.getName()));
            }
        }
        if (fields.isEmpty()) {
            throw mismatch("no column would be left after this step; keep at least one");
        }
        return new Schema(fields);
    }

    /// What becomes of bad rows: what the recipe asks for, or, if it does not say, what its `errors.policy` allows.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if rows shall be rejected and nothing takes rejects
    static OnError onError(@Nullable OnError wanted, StepContext context) {
        if (wanted == OnError.QUARANTINE && !context.rejecting()) {
            throw unsupported("on_error is quarantine, but errors.policy is fail, so that there is no place"
                    + " for rejected rows; set errors.policy to dead_letter or skip");
        }
        return wanted != null ? wanted : context.rejecting() ? OnError.QUARANTINE : OnError.FAIL;
    }

    /// The column a type's name stands for.
    ///
    /// @param option the recipe key that holds the name
    /// @throws DatacookException `RECIPE_UNSUPPORTED` listing the types there are
    static Field parse(String option, String column, String type) {
        try {
            return TypeNames.parse(column, type);
        } catch (IllegalArgumentException wrong) {
            throw unsupported(option + ": " + wrong.getMessage());
        }
    }

    /// A fault in a step's options that only the columns show.
    static DatacookException mismatch(String message) {
        return new DatacookException(ErrorCode.SCHEMA_MISMATCH, message);
    }

    /// A fault in a step's options by themselves.
    static DatacookException unsupported(String message) {
        return new DatacookException(ErrorCode.RECIPE_UNSUPPORTED, message);
    }
}
