package io.datacook.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Option;
import io.datacook.api.StepType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The pages of the steps say what the options records say. `-Ddatacook.docs=write` writes them anew.
class StepDocsTest {
    private static final Path PAGES = Path.of("../docs/reference/steps");
    private static final Pattern LINE = Pattern.compile("- \\[`(\\w+)`].*\n");

    @Test
    void everyStepHasAPageAndItIsFresh() throws IOException {
        Map<String, String> pages = pages();
        if ("write".equals(System.getProperty("datacook.docs"))) {
            Files.createDirectories(PAGES);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
            }
        }

        pages.forEach((file, text) -> assertThat(read(PAGES.resolve(file)))
                .as("%s is stale; run this test with -Ddatacook.docs=write", file)
                .isEqualTo(text));
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>();
        StringBuilder index = new StringBuilder("# Steps\n\nWhat `transform.steps` may hold, in any order.\n\n");
        Map<String, StepType<?>> types = new TreeMap<>();
        for (StepType<?> type : ServiceLoader.load(StepType.class)) {
            if (type.getClass().getPackageName().equals("io.datacook.engine.step")) {
                types.put(type.type(), type);
            }
        }
        Map<String, String> lines = new TreeMap<>(linesOfConnectors(types.keySet()));
        types.forEach((name, type) -> {
            pages.put(name + ".md", page(type));
            lines.put(name, "- [`%s`](%s.md): %s\n".formatted(name, name, type.summary()));
        });
        lines.values().forEach(index::append);
        pages.put("README.md", index.toString());
        return pages;
    }

    /// What the index says of steps that connectors bring, whose pages are written beside the connectors.
    private static Map<String, String> linesOfConnectors(Set<String> own) {
        Map<String, String> lines = new TreeMap<>();
        for (Matcher line = LINE.matcher(read(PAGES.resolve("README.md"))); line.find(); ) {
            String name = line.group(1);
            if (!own.contains(name) && Files.exists(PAGES.resolve(name + ".md"))) {
                lines.put(name, line.group());
            }
        }
        return lines;
    }

    private static String page(StepType<?> type) {
        StringBuilder page = new StringBuilder("# `%s`\n\n%s\n\n".formatted(type.type(), type.summary()));
        page.append("```yaml\ntransform:\n  steps:\n    - type: ")
                .append(type.type())
                .append('\n');
        List<RecordComponent> components = Arrays.asList(type.options().getRecordComponents());
        for (RecordComponent component : components) {
            Option option = component.getAnnotation(Option.class);
            boolean shown = option.examples().length > 0 && !optional(component, option);
            if (shown || (option.examples().length > 0 && component == components.getFirst())) {
                page.append("      ")
                        .append(key(component))
                        .append(": ")
                        .append(option.examples()[0])
                        .append('\n');
            }
        }
        page.append("```\n\n| Key | What it does | Default | Examples |\n|---|---|---|---|\n");
        for (RecordComponent component : components) {
            Option option = component.getAnnotation(Option.class);
            String examples = Arrays.stream(option.examples())
                    .map(text -> "`" + text + "`")
                    .collect(Collectors.joining(", "));
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(key(component), option.value(), defaultText(component, option), examples));
        }
        return page.toString();
    }

    private static String defaultText(RecordComponent component, Option option) {
        if (!option.defaultValue().isEmpty()) {
            return "`" + option.defaultValue() + "`";
        }
        return optional(component, option) ? "" : "required";
    }

    private static boolean optional(RecordComponent component, Option option) {
        return !option.defaultValue().isEmpty()
                || List.class.equals(component.getType())
                || Map.class.equals(component.getType())
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
