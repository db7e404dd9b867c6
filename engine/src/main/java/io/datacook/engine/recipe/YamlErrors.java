package io.datacook.engine.recipe;

import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Says in plain words why a file does not parse.
final class YamlErrors {
    private YamlErrors() {}

    /// The parser's complaint with its place.
    static RecipeProblem problem(String file, String text, YamlEngineException error) {
        return switch (error) {
            case MarkedYamlEngineException marked -> marked(file, marked);
            case ReaderException unprintable ->
                new RecipeProblem(
                        Rule.SYNTAX,
                        place(file, text, unprintable.getPosition()),
                        "the character U+%04X cannot be in YAML".formatted(unprintable.getCodePoint()),
                        "Remove it, or write it as \"\\u%04X\" in double quotes."
                                .formatted(unprintable.getCodePoint()));
            default -> new RecipeProblem(Rule.SYNTAX, Place.of(file), "the file is not YAML: " + firstLine(error));
        };
    }

    private static Place place(String file, String text, int offset) {
        String before = text.substring(0, Math.min(offset, text.length()));
        int line = (int) before.chars().filter(letter -> letter == '\n').count() + 1;
        return new Place(file, line, before.length() - before.lastIndexOf('\n'));
    }

    private static RecipeProblem marked(String file, MarkedYamlEngineException error) {
        Place place = error.getProblemMark()
                .or(error::getContextMark)
                .map(mark -> place(file, mark))
                .orElseGet(() -> Place.of(file));
        String complaint = error.getProblem() == null ? firstLine(error) : error.getProblem();
        String lower = complaint.toLowerCase(Locale.ROOT);
        if (lower.contains("\\t") || lower.contains("(tab)")) {
            return new RecipeProblem(Rule.SYNTAX, place, "a tab stands where YAML wants spaces", "Indent with spaces.");
        }
        if (lower.contains("mapping values are not allowed")) {
            return new RecipeProblem(
                    Rule.SYNTAX,
                    place,
                    "a second ':' in one line starts a mapping that cannot be here",
                    "Put texts with ': ' in quotes, and check the indentation of this line and the one before.");
        }
        if (lower.contains("expected <block end>") || lower.contains("expected block end")) {
            return new RecipeProblem(
                    Rule.SYNTAX,
                    place,
                    "this line's indentation does not fit the lines before it",
                    "Keys of one mapping, and the dashes of one list, start in the same column.");
        }
        String opened = error.getContext() == null ? "" : error.getContext();
        Place start = error.getContextMark().map(mark -> place(file, mark)).orElse(place);
        if (opened.contains("flow mapping") || opened.contains("flow sequence")) {
            return new RecipeProblem(
                    Rule.SYNTAX,
                    start,
                    "what opens here does not close: at %d:%d %s".formatted(place.line(), place.column(), complaint),
                    complaint.endsWith("got {")
                            ? "Inside { } and [ ], put ${…} and {{ … }} in quotes."
                            : "Close it with %s.".formatted(opened.contains("mapping") ? "}" : "]"));
        }
        if (opened.contains("quoted scalar")) {
            return new RecipeProblem(
                    Rule.SYNTAX, start, "the quotes that open here are not right: " + complaint, "Close the quotes.");
        }
        String context = error.getContext() == null ? "" : ", " + error.getContext();
        return new RecipeProblem(
                Rule.SYNTAX,
                place,
                "the file is not YAML: " + complaint + context,
                "Check brackets, quotes and indentation here and in the line before.");
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String firstLine(YamlEngineException error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("it does not parse");
    }
}
