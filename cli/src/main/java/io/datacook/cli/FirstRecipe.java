package io.datacook.cli;

import io.datacook.api.StreamInfo;
import io.datacook.api.TypeNames;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;

/// The text of a recipe for somebody who has none yet: short, working, with comments that say what else there is.
///
/// @param source as the command line names it, paths relative to the recipe
/// @param target the same
/// @param streams what the source has
/// @param picked whether the streams were named on the command line
record FirstRecipe(Endpoint source, Endpoint target, List<StreamInfo> streams, boolean picked) {
    private static final int COLUMNS_SHOWN_MAX = 40;

    FirstRecipe {
        streams = List.copyOf(streams);
    }

    /// A name made of the path's last part or the database.
    static String name(Endpoint source) {
        String path = source.options().getOrDefault("path", source.options().getOrDefault("database", "load"));
        String last = path.replaceAll("/+$", "").replaceFirst("^.*/", "").replaceFirst("\\..*$", "");
        return plain(last);
    }

    private static String plain(String last) {
        String plain = last.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        return plain.isEmpty() ? "load" : plain;
    }

    /// The recipe as YAML.
    ///
    /// @param file where it will be, for the comments
    String text(Path file) {
        boolean several = streams.size() > 1;
        StringBuilder text = new StringBuilder();
        text.append("# Written by datacook init. Look at rows with: datacook preview %s\n".formatted(file));
        text.append("# Everything a recipe can say: docs/reference/recipe.md\n");
        text.append("name: ")
                .append(Endpoint.quoted(ownName()))
                .append("\n\nsource:\n")
                .append(source.yaml());
        if (several) {
            selectSeveral(text);
        } else {
            streams.getFirst().options().forEach((key, value) -> {
                if (!source.options().containsKey(key)) {
                    text.append("  %s: %s\n".formatted(key, Endpoint.quoted(value)));
                }
            });
            columns(text);
        }
        text.append("  # Take only new rows in each run, by a column that grows:\n");
        text.append("  # incremental: { strategy: cursor, cursor_column: updated_at }\n");
        text.append("\n# transform:\n#   steps:\n#     - { type: rename_columns, mapping: { old_name: new_name } }\n");
        text.append("\ndestination:\n").append(destination(several).yaml());
        text.append("  # append adds rows, replace exchanges all of them at once, merge updates by merge_keys\n");
        text.append("  write_mode: replace\n");
        return text.toString();
    }

    private void selectSeveral(StringBuilder text) {
        if (!picked) {
            text.append("  # every stream there is: ")
                    .append(streams.stream()
                            .map(StreamInfo::name)
                            .limit(COLUMNS_SHOWN_MAX)
                            .collect(Collectors.joining(", ")))
                    .append(streams.size() > COLUMNS_SHOWN_MAX ? " …\n" : "\n");
            text.append("  streams: [\"*\"]\n");
            return;
        }
        text.append("  streams:\n");
        streams.forEach(stream ->
                text.append("    - ").append(Endpoint.quoted(stream.name())).append('\n'));
    }

    private void columns(StringBuilder text) {
        List<Field> fields = streams.getFirst().schema().getFields();
        text.append("  # columns found: ")
                .append(fields.stream()
                        .limit(COLUMNS_SHOWN_MAX)
                        .map(field -> field.getName() + " " + TypeNames.name(field))
                        .collect(Collectors.joining(", "))
                        .replaceAll("[\\r\\n]", " "))
                .append(fields.size() > COLUMNS_SHOWN_MAX ? " …\n" : "\n");
    }

    /// Several streams need a target each.
    private Endpoint destination(boolean several) {
        String stream = several ? (tablesDiffer() ? "{{ stream.table }}" : "{{ stream.name }}") : ownName();
        return switch (target.type()) {
            case "duckdb", "postgres" -> target.with("table", stream);
            default ->
                several
                        ? target.with(
                                "path",
                                target.options().getOrDefault("path", "").replaceAll("/+$", "") + "/" + stream)
                        : target;
        };
    }

    /// Whether the streams can do without their schemas.
    private boolean tablesDiffer() {
        return streams.stream()
                        .map(stream -> lastPart(stream.name()))
                        .distinct()
                        .count()
                == streams.size();
    }

    /// One table of a database gives its name; a file, or a database as a whole, the name of the source.
    private String ownName() {
        boolean table = streams.size() == 1 && source.type().equals("postgres");
        return table ? plain(lastPart(streams.getFirst().name())) : name(source);
    }

    private static String lastPart(String stream) {
        return stream.substring(stream.lastIndexOf('.') + 1);
    }
}
