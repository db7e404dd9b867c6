package io.datacook.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

/// Argo CD's buttons on a Recipe, pressed in a Lua machine.
class ActionsLuaTest {
    private static final JsonNode ACTIONS =
            Tools.objects(Tools.DEPLOY.resolve("argocd/actions.yaml")).getFirst();

    @Test
    void anActiveRecipeCanBeRunAndSuspended() {
        LuaValue offered = LuaMachine.run(ACTIONS.path("discovery.lua").asText(), recipe("suspend: false"));

        assertThat(disabled(offered, "run")).isFalse();
        assertThat(disabled(offered, "suspend")).isFalse();
        assertThat(disabled(offered, "resume")).isTrue();
    }

    @Test
    void aSuspendedRecipeCanOnlyBeResumed() {
        LuaValue offered = LuaMachine.run(ACTIONS.path("discovery.lua").asText(), recipe("suspend: true"));

        assertThat(disabled(offered, "run")).isTrue();
        assertThat(disabled(offered, "suspend")).isTrue();
        assertThat(disabled(offered, "resume")).isFalse();
    }

    @Test
    void aStreamingRecipeAlwaysRuns() {
        LuaValue offered = LuaMachine.run(ACTIONS.path("discovery.lua").asText(), recipe("mode: Streaming"));

        assertThat(disabled(offered, "run")).isTrue();
        assertThat(disabled(offered, "suspend")).isFalse();
    }

    @Test
    void suspendAndResumeChangeTheOneField() {
        LuaValue suspended = LuaMachine.run(action("suspend"), recipe("suspend: false"));
        LuaValue resumed = LuaMachine.run(action("resume"), recipe("suspend: true"));

        assertThat(suspended.get("spec").get("suspend").toboolean()).isTrue();
        assertThat(resumed.get("spec").get("suspend").toboolean()).isFalse();
    }

    @Test
    void runMakesARunOfItsOwn() {
        LuaValue created =
                LuaMachine.run(action("run"), recipe("suspend: false")).get(1);
        LuaValue run = created.get("resource");

        assertThat(created.get("operation").tojstring()).isEqualTo("create");
        assertThat(run.get("kind").tojstring()).isEqualTo("RecipeRun");
        assertThat(run.get("metadata").get("name").tojstring()).matches("shop-manual-\\d{14}");
        assertThat(run.get("metadata").get("namespace").tojstring()).isEqualTo("sales");
        assertThat(run.get("spec").get("recipeRef").get("name").tojstring()).isEqualTo("shop");
        assertThat(run.get("metadata").get("ownerReferences").get(1).get("uid").tojstring())
                .isEqualTo("1234");
    }

    private static boolean disabled(LuaValue offered, String action) {
        return offered.get(action).get("disabled").toboolean();
    }

    private static String action(String name) {
        return StreamSupport.stream(ACTIONS.path("definitions").spliterator(), false)
                .filter(definition -> definition.path("name").asText().equals(name))
                .map(definition -> definition.path("action.lua").asText())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode recipe(String spec) {
        return Tools.objects("""
                        apiVersion: datacook.dev/v1alpha1
                        kind: Recipe
                        metadata: { name: shop, namespace: sales, uid: "1234" }
                        spec: { %s }
                        """.formatted(spec)).getFirst();
    }
}
