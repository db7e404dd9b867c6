package io.datacook.crds.schema;

import io.datacook.crds.schema.CustomResources.Definition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files that are made from the records and checked in.
public final class CrdFiles {
    private static final String HEAD =
            "# Made from the records of crds/. CrdFilesTest keeps it fresh; -Ddatacook.update=true writes it anew.\n";

    private CrdFiles() {}

    /// Every file by its path below the project's folder.
    public static Map<Path, String> all() {
        Map<Path, String> files = new LinkedHashMap<>();
        for (Definition definition : CustomResources.all()) {
            files.put(Path.of("deploy/base/crds/%s.yaml".formatted(definition.plural())), yaml(definition));
        }
        files.put(Path.of("docs/reference/crds.md"), CrdReference.page());
        return files;
    }

    /// One CRD.
    public static String yaml(Definition definition) {
        return HEAD + Serialization.asYaml(CustomResources.tree(definition));
    }

    /// Writes all files.
    ///
    /// @param arguments the project's folder
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        for (Map.Entry<Path, String> file : all().entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
