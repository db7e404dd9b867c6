package io.datacook.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.datacook.crds.Condition;
import io.datacook.crds.Condition.Status;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeRun;
import io.datacook.crds.RecipeRunSpec;
import io.datacook.crds.RecipeRunSpec.Reason;
import io.datacook.crds.RecipeRunStatus;
import io.datacook.crds.RecipeSpec;
import io.datacook.operator.desired.Settings.UrlParents;
import io.datacook.operator.resolve.RecipeResolver;
import io.datacook.operator.resolve.Resolved;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a change of each part of a spec does is what the table says, and what the decider does.
class SpecChangeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final String BATCH = "";
    private static final String STREAMING = "mode: Streaming";
    private static final String SCHEDULED = "schedule: { cron: [\"0 0 1 7 *\"] }";

    @Test
    void everyPartOfASpecHasItsPlaceInTheTable() {
        List<String> components = Arrays.stream(RecipeSpec.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();

        assertThat(Arrays.stream(SpecPart.values()).map(SpecPart::component))
                .containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void everyClassIsShown() {
        assertThat(changes().map(each -> (SpecChange) each.get()[3])).contains(SpecChange.values());
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments(SpecPart.RECIPE, BATCH, "runtime: { batchSize: 17 }", SpecChange.NEW_RUN),
                arguments(SpecPart.RECIPE, STREAMING, "runtime: { batchSize: 17 }", SpecChange.RESTART),
                arguments(SpecPart.RECIPE, SCHEDULED, "runtime: { batchSize: 17 }", SpecChange.NEXT_RUN),
                arguments(SpecPart.RECIPE, BATCH, "runtime: { batchSize: none }", SpecChange.REFUSED),
                arguments(SpecPart.RECIPE, STREAMING, "runtime: { batchSize: none }", SpecChange.REFUSED),
                arguments(SpecPart.RECIPE, SCHEDULED, "runtime: { batchSize: none }", SpecChange.REFUSED),
                arguments(SpecPart.RESTART_NONCE, BATCH, "restartNonce: 7", SpecChange.NEW_RUN),
                arguments(SpecPart.RESTART_NONCE, STREAMING, "restartNonce: 7", SpecChange.RESTART),
                arguments(SpecPart.RESTART_NONCE, SCHEDULED, "restartNonce: 7", SpecChange.NEW_RUN),
                arguments(SpecPart.EXECUTION, BATCH, "execution: { lanes: 2 }", SpecChange.NEXT_RUN),
                arguments(SpecPart.EXECUTION, STREAMING, "execution: { lanes: 2 }", SpecChange.RESTART),
                arguments(SpecPart.EXECUTION, SCHEDULED, "execution: { lanes: 2 }", SpecChange.NEXT_RUN),
                arguments(SpecPart.MODE, BATCH, "mode: Streaming", SpecChange.RESTART),
                arguments(SpecPart.MODE, STREAMING, "mode: Batch", SpecChange.RESTART),
                arguments(SpecPart.ABSTRACT, BATCH, "abstract: true", SpecChange.END),
                arguments(SpecPart.ABSTRACT, STREAMING, "abstract: true", SpecChange.END),
                arguments(SpecPart.SUSPEND, BATCH, "suspend: true", SpecChange.REST),
                arguments(SpecPart.SUSPEND, STREAMING, "suspend: true", SpecChange.REST),
                arguments(SpecPart.SUSPEND, SCHEDULED, "suspend: true", SpecChange.REST),
                arguments(SpecPart.SCHEDULE, BATCH, SCHEDULED, SpecChange.AT_ONCE),
                arguments(SpecPart.SCHEDULE, SCHEDULED, "schedule: { cron: [\"@monthly\"] }", SpecChange.AT_ONCE),
                arguments(SpecPart.RETRY, BATCH, "retry: { limit: 9 }", SpecChange.AT_ONCE),
                arguments(SpecPart.RETRY, STREAMING, "retry: { limit: 9 }", SpecChange.AT_ONCE),
                arguments(SpecPart.HISTORY, BATCH, "history: { successful: 9 }", SpecChange.AT_ONCE),
                arguments(SpecPart.HISTORY, STREAMING, "history: { successful: 9 }", SpecChange.AT_ONCE),
                arguments(SpecPart.UPGRADE_POLICY, BATCH, "upgradePolicy: Immediate", SpecChange.AT_ONCE),
                arguments(SpecPart.UPGRADE_POLICY, STREAMING, "upgradePolicy: Immediate", SpecChange.AT_ONCE),
                arguments(SpecPart.DELETION_POLICY, BATCH, "deletionPolicy: Delete", SpecChange.AT_ONCE),
                arguments(SpecPart.DELETION_POLICY, STREAMING, "deletionPolicy: Delete", SpecChange.AT_ONCE));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void doesWhatTheTableSays(SpecPart part, String base, String change, SpecChange expected) {
        // Given a run of the recipe as it was
        Recipe before = recipe(base);
        RecipeDecision first = decide(before, List.of());
        RecipeRun made = first.create().isEmpty() ? scheduled() : first.create().getFirst();
        Recipe after = recipe(merged(base, change));
        after.setStatus(first.status());

        // When the recipe changes while the run works, and when the run is over
        RecipeDecision during = decide(after, List.of(working(made, before)));
        RecipeDecision then = decide(after, List.of(succeeded(made, before)));

        // Then
        assertThat(SpecChange.of(part, after.getSpec(), resolve(after))).isEqualTo(expected);
        assertThat(!during.stop().isEmpty())
                .as("the run under way is told to end")
                .isEqualTo(expected.ends(after.getSpec().upgradePolicy()));
        assertThat(!then.create().isEmpty()).as("another run begins").isEqualTo(expected.begins());
        assertThat(during.create()).isEmpty();
        assertThat(is(during, "Suspended")).isEqualTo(expected == SpecChange.REST);
        assertThat(is(during, "Stalled")).isEqualTo(expected == SpecChange.REFUSED);
    }

    @Test
    void aStreamWhoseChangesWaitForTheNextRunIsNotTouched() {
        Recipe before = recipe(STREAMING);
        RecipeRun made = decide(before, List.of()).create().getFirst();
        Recipe after = recipe("mode: Streaming\nupgradePolicy: NextRun\nexecution: { lanes: 2 }");

        assertThat(decide(after, List.of(working(made, before))).stop()).isEmpty();
    }

    private static String merged(String base, String change) {
        String key = change.substring(0, change.indexOf(':'));
        return base.startsWith(key + ":") ? change : base + "\n" + change;
    }

    private static Recipe recipe(String more) {
        String text = """
                apiVersion: datacook.dev/v1alpha1
                kind: Recipe
                metadata: { name: orders, namespace: shop, uid: u-1, generation: 1,
                            creationTimestamp: "2026-01-01T00:59:00Z" }
                spec:
                  source: { type: csv, path: in.csv }
                  destination: { type: parquet, path: out }
                """ + more.indent(2);
        return Serialization.unmarshal(text, Recipe.class);
    }

    private static Resolved resolve(Recipe recipe) {
        RecipeResolver.Lookup nothing = new RecipeResolver.Lookup() {
            @Override
            public @Nullable Recipe recipe(String name) {
                return null;
            }

            @Override
            public io.datacook.crds.@Nullable Connection connection(String name) {
                return null;
            }
        };
        return new RecipeResolver(nothing, UrlParents.REFUSED).resolve(recipe);
    }

    private static RecipeDecision decide(Recipe recipe, List<RecipeRun> runs) {
        return RecipeDecider.decide(recipe, resolve(recipe), runs, NOW);
    }

    private static RecipeRun scheduled() {
        RecipeRun run = new RecipeRun();
        run.setMetadata(new ObjectMetaBuilder().withName("orders-1").build());
        run.setSpec(new RecipeRunSpec(
                new RecipeRunSpec.RecipeRef("orders"), null, null, Reason.SCHEDULE, 1, null, null, null));
        return run;
    }

    private static RecipeRun working(RecipeRun run, Recipe recipe) {
        return with(run, recipe, Status.UNKNOWN, null);
    }

    private static RecipeRun succeeded(RecipeRun run, Recipe recipe) {
        return with(run, recipe, Status.TRUE, NOW.minusSeconds(1).toString());
    }

    private static RecipeRun with(RecipeRun run, Recipe recipe, Status succeeded, @Nullable String completed) {
        RecipeRun seen = new RecipeRun();
        seen.setMetadata(run.getMetadata());
        seen.setSpec(run.getSpec());
        Condition condition = new Condition("Succeeded", succeeded, 1L, "2026-01-01T00:59:30Z", "Told", "told");
        seen.setStatus(new RecipeRunStatus(
                1L,
                null,
                List.of(condition),
                "2026-01-01T00:59:10Z",
                completed,
                null,
                null,
                null,
                null,
                List.of(),
                1,
                1,
                null,
                recipe.getSpec().mode(),
                null));
        return seen;
    }

    private static boolean is(RecipeDecision decision, String type) {
        return Objects.requireNonNull(decision.status().condition(type)).status() == Status.TRUE;
    }
}
