package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.recipe.TemplateText.Hole;
import io.datacook.engine.recipe.TemplateText.Plain;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fills the templates that only a run can fill: `{{ run.id }}`, `{{ run.date }}`, `{{ run.started_at }}`,
/// `{{ run.window_from }}`, `{{ run.window_to }}`, `{{ now() }}`, `{{ now('yyyy/MM/dd') }}`, `{{ stream.name }}`,
/// `{{ stream.schema }}`, `{{ stream.table }}` and quoted texts.
///
/// They stay in trees and digests as written. Times are UTC.
public final class Templates {
    /// What a run fills, for messages and the reference page.
    static final List<String> RUN_NAMES = List.of(
            "run.id",
            "run.date",
            "run.started_at",
            "run.window_from",
            "run.window_to",
            "now()",
            "stream.name",
            "stream.schema",
            "stream.table");

    private static final String NOW = "now(";

    private Templates() {}

    /// Whether the text has templates.
    public static boolean present(String text) {
        return TemplateText.present(text);
    }

    /// Fills all templates of a text.
    ///
    /// @throws DatacookException `RECIPE_INVALID` for a template that no run can fill; reading a recipe finds them
    ///     all
    public static String render(String text, RunValues values) {
        if (!present(text)) {
            return text;
        }
        TemplateText template = TemplateText.parse(text);
        if (template.complaint() != null) {
            throw new DatacookException(ErrorCode.RECIPE_INVALID, template.complaint());
        }
        StringBuilder result = new StringBuilder();
        for (TemplateText.Part part : template.parts()) {
            switch (part) {
                case Plain(String plain) -> result.append(plain);
                case Hole hole -> result.append(fill(hole, values));
            }
        }
        return result.toString();
    }

    /// Whether a run can fill the hole.
    static boolean fillable(Hole hole) {
        return hole.literal() != null || RUN_NAMES.contains(hole.name()) || formatter(hole.name()) != null;
    }

    private static String fill(Hole hole, RunValues values) {
        String literal = hole.literal();
        if (literal != null) {
            return literal;
        }
        DateTimeFormatter formatter = formatter(hole.name());
        if (formatter != null) {
            return formatter.format(values.startedAt().atOffset(ZoneOffset.UTC));
        }
        String value =
                switch (hole.name()) {
                    case "run.id" -> values.runId();
                    case "run.date" ->
                        values.startedAt()
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .toString();
                    case "run.started_at", "now()" -> values.startedAt().toString();
                    case "run.window_from" -> text(values.window().from());
                    case "run.window_to" -> text(values.window().to());
                    case "stream.name" -> values.stream();
                    case "stream.schema" -> values.equals(RunValues.ASSUMED) ? "schema" : schema(values.stream());
                    case "stream.table" -> table(values.stream());
                    default -> null;
                };
        if (value == null) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "the template %s cannot be filled here; a run knows %s, the window only if it was given one"
                            .formatted(hole.written(), String.join(", ", RUN_NAMES)));
        }
        return value;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable String schema(@Nullable String stream) {
        return stream == null ? null : stream.substring(0, Math.max(0, stream.lastIndexOf('.')));
    }

    private static @Nullable String table(@Nullable String stream) {
        return stream == null ? null : stream.substring(stream.lastIndexOf('.') + 1);
    }

    /// The formatter of `now('yyyy/MM/dd')`, or `null` if the name is something else or the pattern is none.
    private static @Nullable DateTimeFormatter formatter(String name) {
        if (!name.startsWith(NOW) || !name.endsWith(")")) {
            return null;
        }
        String pattern = TemplateText.unquote(
                name.substring(NOW.length(), name.length() - 1).strip());
        if (pattern == null) {
            return null;
        }
        try {
            return DateTimeFormatter.ofPattern(pattern, java.util.Locale.ROOT);
        } catch (IllegalArgumentException notAPattern) {
            return null;
        }
    }
}
