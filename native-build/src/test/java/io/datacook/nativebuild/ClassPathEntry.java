package io.datacook.nativebuild;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One folder or jar of the class path, read as files: no class of it is initialised.
///
/// @param path the folder or jar
record ClassPathEntry(Path path) {
    private static final String SERVICES = "META-INF/services/";

    /// Modules by the packages they own.
    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("io.datacook.api.", "api"),
            Map.entry("io.datacook.engine.", "engine"),
            Map.entry("io.datacook.connectors.", "connectors"),
            Map.entry("io.datacook.cli.", "cli"),
            Map.entry("io.datacook.crds.", "crds"),
            Map.entry("io.datacook.operator.", "operator"),
            Map.entry("io.datacook.stateservice.", "state-service"),
            Map.entry("io.datacook.pod.", "pod"),
            Map.entry("io.datacook.extractor.", "extractor-service"),
            Map.entry("io.datacook.transform.", "transform-service"),
            Map.entry("io.datacook.writer.", "writer-service"),
            Map.entry("io.datacook.nativebuild.", "native-build"));

    /// Everything this test can see, without the JDK.
    static List<ClassPathEntry> all() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .map(ClassPathEntry::new)
                .toList();
    }

    /// Loads a class without initialising it.
    static Class<?> type(String name) {
        try {
            return Class.forName(name, false, ClassPathEntry.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(name + " is gone; the rules name it", absent);
        }
    }

    /// The module that owns a class.
    static String module(String type) {
        return MODULES.entrySet().stream()
                .filter(module -> type.startsWith(module.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " is of no module that the rules know"));
    }

    /// The jar's name, or the folder's path.
    String name() {
        return Files.isDirectory(path) ? path.toString() : path.getFileName().toString();
    }

    /// Which of the project's modules this is, or `null`.
    @Nullable
    String module() {
        return classes()
                .filter(type -> MODULES.keySet().stream().anyMatch(type::startsWith))
                .findFirst()
                .map(ClassPathEntry::module)
                .filter(module -> !path.toString().contains("test"))
                .orElse(null);
    }

    /// Names of classes.
    Stream<String> classes() {
        return files().stream()
                .filter(file -> file.endsWith(".class") && !file.startsWith("META-INF/"))
                .map(file ->
                        file.substring(0, file.length() - ".class".length()).replace('/', '.'));
    }

    /// Providers by service.
    SortedMap<String, List<String>> services() {
        SortedMap<String, List<String>> services = new TreeMap<>();
        for (String file : files()) {
            if (file.startsWith(SERVICES) && !file.endsWith("/")) {
                String text = read(root -> text(root.resolve(file)));
                services.put(
                        file.substring(SERVICES.length()),
                        text.lines()
                                .map(line -> line.replaceAll("#.*", "").strip())
                                .filter(line -> !line.isEmpty())
                                .toList());
            }
        }
        return services;
    }

    /// What code may ask for by `getResource`: neither classes nor the settings of the build.
    List<String> resources() {
        return files().stream()
                .filter(file -> !file.endsWith(".class")
                        && !file.endsWith("/")
                        && !file.startsWith("META-INF/")
                        && !file.equals("application.properties"))
                .toList();
    }

    /// Native libraries for Linux on x86_64.
    List<String> nativeLibraries() {
        return files().stream()
                .filter(file -> file.matches("(?i).*linux.*(amd64|x86_64).*|.*x86_64/lib\\w+\\.so"))
                .filter(file -> file.matches(".*\\.so(_\\w+)?") && !file.contains("musl"))
                .toList();
    }

    /// The parsed classes.
    List<ClassModel> models() {
        return read(root -> {
            List<ClassModel> models = new ArrayList<>();
            for (String file : files()) {
                if (file.endsWith(".class") && !file.startsWith("META-INF/") && !file.equals("module-info.class")) {
                    models.add(parse(root.resolve(file)));
                }
            }
            return models;
        });
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<String> files() {
        return read(root -> {
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString())
                        .sorted()
                        .toList();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private <T> T read(Function<Path, T> reader) {
        if (Files.isDirectory(path)) {
            return reader.apply(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return reader.apply(jar.getPath("/"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
