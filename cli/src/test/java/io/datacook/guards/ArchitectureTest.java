package io.datacook.guards;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.datacook.api.Connector;
import io.datacook.guards.planted.PlantedConnector;
import io.datacook.guards.planted.PlantedEngine;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may use whom. Rules run inside ordinary tests: ArchUnit's own annotated fields ran zero tests under surefire.
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/testkit/") && !location.contains("datacook-testkit"))
            .importPackages("io.datacook");

    /// Packages of the engine in the order data meets them; each may use those before it.
    private static final List<String> ENGINE_ORDER = List.of(
            "rows", "asset", "recipe", "commit", "receipt", "state", "schema", "step", "stage", "load", "plan", "link",
            "run", "session");

    @Test
    void looksAtTheWholeProject() {
        assertThat(MAIN.size()).isGreaterThan(100);
    }

    @Test
    void theApiUsesTheJdkArrowAndJspecifyOnly() {
        classes()
                .that()
                .resideInAPackage("io.datacook.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.datacook.api..", "java..", "org.apache.arrow..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void connectorsKnowTheApiButNeverTheEngine() {
        connectorsWithoutEngine("io.datacook.connectors..").check(MAIN);
    }

    @Test
    void aConnectorThatUsesTheEngineIsCaught() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedConnector.class);

        assertThatThrownBy(() ->
                        connectorsWithoutEngine("io.datacook.guards.planted..").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PlantedConnector");
    }

    private static ArchRule connectorsWithoutEngine(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.datacook.engine..", "io.datacook.cli..", "io.quarkus..");
    }

    @Test
    void connectorsNeverMeetExceptInTheSharedFilesPackage() {
        for (String connector : packagesBelow("io.datacook.connectors")) {
            if (connector.equals("files")) {
                continue;
            }
            noClasses()
                    .that()
                    .resideInAPackage("io.datacook.connectors." + connector + "..")
                    .should()
                    .dependOnClassesThat(otherConnectors(connector))
                    .check(MAIN);
        }
    }

    private static DescribedPredicate<JavaClass> otherConnectors(String connector) {
        return DescribedPredicate.describe("another connector's", used -> {
            String name = used.getPackageName();
            return name.startsWith("io.datacook.connectors.")
                    && !(name + ".").startsWith("io.datacook.connectors." + connector + ".")
                    && !(name + ".").startsWith("io.datacook.connectors.files.");
        });
    }

    @Test
    void onlyOnePackageKnowsTheObjectStoresClient() {
        noClasses()
                .that()
                .resideInAPackage("io.datacook..")
                .and()
                .resideOutsideOfPackage("io.datacook.connectors.files.s3..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.datacook.connectors..")
                .and()
                .resideOutsideOfPackages("io.datacook.connectors.files.s3..", "io.datacook.connectors.files.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.datacook.connectors.files.s3..")
                .check(MAIN);
    }

    @Test
    void nobodyOutsideImportsAConnector() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.datacook.connectors..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.datacook.connectors..")
                .check(MAIN);
    }

    @Test
    void theEngineIsPlainJava() {
        engineIsPlain("io.datacook.engine..").check(MAIN);
    }

    @Test
    void anEngineClassThatPrintsOrReadsTheClockIsCaught() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedEngine.class);

        assertThatThrownBy(() -> noWallClock("io.datacook.guards.planted..").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("currentTimeMillis");
        assertThatThrownBy(() -> nobodyPrints("io.datacook.elsewhere..").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("System.out");
    }

    private static ArchRule engineIsPlain(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.fabric8..",
                        "io.datacook.cli..",
                        "io.datacook.pod..",
                        "java.sql..",
                        "picocli..");
    }

    @Test
    void onlyLinksUseReactiveStreams() {
        noClasses()
                .that()
                .resideInAPackage("io.datacook..")
                .and()
                .resideOutsideOfPackages("io.datacook.engine.link..", "io.datacook.pod..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.mutiny..", "java.util.concurrent.Flow..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.datacook.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(MAIN);
    }

    @Test
    void enginePackagesUseOnlyWhatComesBeforeThem() {
        Set<String> known = new TreeSet<>(ENGINE_ORDER);
        assertThat(known).containsAll(packagesBelow("io.datacook.engine"));
        for (int i = 0; i < ENGINE_ORDER.size(); i++) {
            String[] later = ENGINE_ORDER.subList(i + 1, ENGINE_ORDER.size()).stream()
                    .map(name -> "io.datacook.engine." + name + "..")
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("io.datacook.engine." + ENGINE_ORDER.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .allowEmptyShould(true)
                        .check(MAIN);
            }
        }
    }

    @Test
    void onlyTheCommandLineReadsTheClock() {
        noWallClock("io.datacook.engine..").check(MAIN);
        noWallClock("io.datacook.connectors..").check(MAIN);
        noWallClock("io.datacook.api..").check(MAIN);
    }

    private static ArchRule noWallClock(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .and()
                .doNotHaveFullyQualifiedName("io.datacook.engine.run.Clocks")
                .should()
                .callMethodWhere(DescribedPredicate.describe("reads the wall clock", ArchitectureTest::readsClock));
    }

    private static boolean readsClock(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getTarget().getName();
        boolean noArguments = call.getTarget().getParameterTypes().isEmpty();
        return (owner.startsWith("java.time.") && name.equals("now") && noArguments)
                || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.equals("java.time.Clock") && name.startsWith("system"));
    }

    @Test
    void onlyTheCommandLinePrints() {
        nobodyPrints("io.datacook.cli..").check(MAIN);
    }

    private static ArchRule nobodyPrints(String except) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(except)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err");
    }

    @Test
    void connectorsAreFinalAndNamedSo() {
        classes()
                .that()
                .implement(Connector.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .haveSimpleNameEndingWith("Connector")
                .check(MAIN);
    }

    private static Set<String> packagesBelow(String root) {
        return MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(root + "."))
                .map(name -> name.substring(root.length() + 1).split("\\.", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
