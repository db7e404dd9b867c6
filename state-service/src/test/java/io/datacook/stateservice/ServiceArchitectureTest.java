package io.datacook.stateservice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Who may use whom within the service.
class ServiceArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.datacook.stateservice");

    @Test
    void looksAtTheWholeService() {
        assertThat(MAIN.size()).isGreaterThan(30);
    }

    @Test
    void theServiceKnowsTheApiAndNothingElseOfDatacook() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.datacook.engine..", "io.datacook.connectors..", "io.datacook.cli..")
                .check(MAIN);
    }

    @Test
    void onlyTheStoreSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.datacook.stateservice.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..")
                .check(MAIN);
    }

    @Test
    void theStoreKnowsNeitherHttpNorTokens() {
        noClasses()
                .that()
                .resideInAPackage("io.datacook.stateservice.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.datacook.stateservice.http..", "io.datacook.stateservice.auth..", "jakarta.ws.rs..")
                .check(MAIN);
    }

    @Test
    void onlyTheDatabaseHasAClock() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }
}
