package io.datacook.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.datacook.crds.RecipeSpec;
import io.datacook.engine.recipe.ManifestKeys;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));

    /// Room below the 262,144 bytes of the annotation that plain `kubectl apply` writes.
    private static final int BYTES_MAX = 150 * 1024;

    @Test
    void checkedInFilesAreFresh() throws IOException {
        if (Boolean.getBoolean("datacook.update")) {
            CrdFiles.main(new String[] {ROOT.toString()});
        }
        for (Map.Entry<Path, String> file : CrdFiles.all().entrySet()) {
            assertThat(Files.readString(ROOT.resolve(file.getKey())))
                    .as("%s; -Ddatacook.update=true writes it anew", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void everyCrdIsSmallEnoughForPlainApply() {
        CustomResources.all()
                .forEach(definition -> assertThat(CrdFiles.yaml(definition).getBytes(StandardCharsets.UTF_8).length)
                        .as(definition.plural())
                        .isLessThan(BYTES_MAX));
    }

    @Test
    void whatOnlyAClusterReadsIsWhatTheCommandLinePassesOver() {
        List<String> keys = Arrays.stream(RecipeSpec.class.getRecordComponents())
                .map(CrdFilesTest::name)
                .filter(name -> !name.equals("recipe"))
                .toList();

        assertThat(keys).containsExactlyInAnyOrderElementsOf(ManifestKeys.cluster());
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
