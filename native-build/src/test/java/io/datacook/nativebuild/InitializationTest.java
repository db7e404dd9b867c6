package io.datacook.nativebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.nativebuild.planted.PlantedConnector;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A class that Quarkus initialises while the image is built must not touch one that waits for run time: the build
/// would end there, after some minutes. Seen here in seconds, without a GraalVM.
class InitializationTest {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));

    /// Modules whose beans Quarkus makes; their own classes are initialised in the build unless told otherwise.
    private static final List<String> EARLY = List.of(
            "pod", "extractor-service", "transform-service", "writer-service", "crds", "operator", "state-service");

    /// Classes of those modules that no executable reaches: they write the resource definitions.
    private static final String BUILD_ONLY = "io.datacook.crds.schema.";

    /// What the committed files say of classes and packages.
    private record Initialization(List<String> atRunTime, List<String> atBuildTime) {
        static Initialization committed() {
            Initialization all = new Initialization(new ArrayList<>(), new ArrayList<>());
            try (Stream<Path> modules = Files.list(ROOT)) {
                modules.map(module -> module.resolve("src/main/resources/META-INF/native-image/io.datacook")
                                .resolve("datacook-" + module.getFileName())
                                .resolve("native-image.properties"))
                        .filter(Files::exists)
                        .forEach(all::read);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return all;
        }

        private void read(Path file) {
            Properties properties = new Properties();
            try (Reader text = Files.newBufferedReader(file)) {
                properties.load(text);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            for (String argument : properties.getProperty("Args", "").split(" +", -1)) {
                String[] names = argument.replaceAll(".*=", "").split(",", -1);
                if (argument.startsWith("--initialize-at-run-time=")) {
                    atRunTime.addAll(List.of(names));
                } else if (argument.startsWith("--initialize-at-build-time=")) {
                    atBuildTime.addAll(List.of(names));
                }
            }
        }

        /// Whether a class waits: the longest name that covers it decides.
        boolean waits(String type) {
            return covering(type, atRunTime) > covering(type, atBuildTime);
        }

        private static int covering(String type, List<String> names) {
            return names.stream()
                    .filter(name -> type.equals(name) || type.startsWith(name + ".") || type.startsWith(name + "$"))
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }
    }

    @Test
    void whatIsInitialisedInTheBuildTouchesNothingThatWaits() {
        Initialization told = Initialization.committed();
        TreeSet<String> found = new TreeSet<>();
        for (ClassPathEntry entry : ClassPathEntry.all()) {
            if (EARLY.contains(String.valueOf(entry.module()))) {
                entry.models().forEach(type -> found.addAll(touched(type, told)));
            }
        }

        assertThat(found)
                .as("have them wait too, in the native-image.properties of their module")
                .isEmpty();
    }

    @Test
    void theCommittedFilesAreRead() {
        Initialization told = Initialization.committed();

        assertThat(told.waits("io.datacook.engine.recipe.Recipe")).isTrue();
        assertThat(told.waits("io.datacook.api.DataType")).isTrue();
        assertThat(told.waits("io.datacook.api.ErrorCode")).isFalse();
        assertThat(told.waits("io.datacook.pod.Pod")).isFalse();
    }

    @Test
    void aClassThatTouchesOneIsCaught() {
        Initialization told = new Initialization(List.of("io.datacook.api"), List.of());
        List<String> touched = ClassPathEntry.all().stream()
                .filter(entry -> entry.classes().anyMatch(PlantedConnector.class.getName()::equals))
                .flatMap(entry -> entry.models().stream())
                .flatMap(type -> touched(type, told).stream())
                .toList();

        assertThat(touched).anyMatch(line -> line.contains("PlantedConnector") && line.contains("io.datacook.api"));
    }

    /// What the initialiser of a class touches that waits.
    private static List<String> touched(ClassModel type, Initialization told) {
        String name = type.thisClass().asInternalName().replace('/', '.');
        if (told.waits(name) || name.startsWith(BUILD_ONLY)) {
            return List.of();
        }
        return type.methods().stream()
                .filter(method -> method.methodName().equalsString("<clinit>"))
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .map(InitializationTest::owner)
                .filter(owner -> owner != null && told.waits(owner))
                .map(owner -> name + " touches " + owner)
                .distinct()
                .toList();
    }

    /// The class that an instruction would initialise, or `null`.
    private static @Nullable String owner(CodeElement element) {
        String owner =
                switch (element) {
                    case InvokeInstruction call -> call.owner().asInternalName();
                    case FieldInstruction field -> field.owner().asInternalName();
                    case NewObjectInstruction made -> made.className().asInternalName();
                    default -> null;
                };
        return owner == null ? null : owner.replace('/', '.');
    }
}
