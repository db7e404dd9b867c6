package io.datacook.engine.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Trees of maps, collections, texts, numbers, booleans and `null` as JSON and YAML.
///
/// Other values are written by their `toString`, durations as whole milliseconds. Stateless; safe for all threads.
public final class Documents {
    /// A manifest of this many bytes is read at most.
    public static final int BYTES_MAX = 16 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private Documents() {}

    /// One line of JSON, without a line end.
    public static String jsonLine(Object tree) {
        return json(tree, false);
    }

    /// JSON for people: indented by two spaces, ending with a newline.
    public static String json(Object tree) {
        return json(tree, true) + "\n";
    }

    private static String json(Object tree, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            if (indented) {
                DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
                generator.setPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter));
            }
            write(generator, tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case Collection<?> items -> {
                generator.writeStartArray();
                for (Object item : items) {
                    write(generator, item);
                }
                generator.writeEndArray();
            }
            case Boolean truth -> generator.writeBoolean(truth);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case BigDecimal number -> generator.writeNumber(number);
            case Duration duration -> generator.writeNumber(duration.toMillis());
            default -> generator.writeString(value.toString());
        }
    }

    /// YAML in block style.
    public static String yaml(Object tree) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(110)
                .build();
        return new Dump(settings).dumpToString(tree);
    }

    /// Reads YAML that [#yaml] wrote.
    ///
    /// @return the mapping at the top, or `null` if the text is damaged or none
    public static @Nullable Map<?, ?> readYaml(String text) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(BYTES_MAX).build();
        try {
            return new Load(settings).loadFromString(text) instanceof Map<?, ?> map ? map : null;
        } catch (YamlEngineException damaged) {
            return null;
        }
    }
}
