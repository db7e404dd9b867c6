package io.datacook.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may use whom within the operator, and of the engine.
class OperatorArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.datacook.operator", "io.datacook.crds");

    /// Each uses those before it.
    private static final List<String> ORDER =
            List.of("desired", "schedule", "state", "resolve", "decide", "kube", "app");

    @Test
    void looksAtTheWholeOperator() {
        assertThat(MAIN.size()).isGreaterThan(80);
    }

    @Test
    void packagesUseOnlyThoseBeforeThem() {
        for (int i = 0; i + 1 < ORDER.size(); i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "io.datacook.operator." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.datacook.operator." + ORDER.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(MAIN);
        }
    }

    @Test
    void ofTheEngineOnlyRecipesAreUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.datacook.engine.commit..",
                        "io.datacook.engine.load..",
                        "io.datacook.engine.plan..",
                        "io.datacook.engine.run..",
                        "io.datacook.engine.session..",
                        "io.datacook.engine.stage..",
                        "io.datacook.engine.state..",
                        "io.datacook.engine.step..",
                        "org.apache.arrow..")
                .check(MAIN);
    }

    @Test
    void decisionsKnowNoClientAndNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.datacook.operator.desired..",
                        "io.datacook.operator.schedule..",
                        "io.datacook.operator.resolve..",
                        "io.datacook.operator.decide..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }

    @Test
    void quarkusStaysInTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.datacook.operator.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.quarkiverse..", "jakarta.enterprise..", "io.smallrye..")
                .check(MAIN);
    }
}
