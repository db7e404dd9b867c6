package io.datacook.operator.desired;

import java.util.LinkedHashMap;
import java.util.Map;

/// Labels and names that other programs rely on.
public final class Labels {
    /// Marks everything that the operator made; informers watch nothing else.
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /// Its value, and the field manager.
    public static final String OPERATOR = "datacook-operator";

    /// The recipe.
    public static final String RECIPE = "datacook.dev/recipe";

    /// The run.
    public static final String RUN = "datacook.dev/run";

    /// The stage.
    public static final String STAGE = "datacook.dev/stage";

    /// An annotation whose value `true` has the operator leave an object alone.
    public static final String PAUSE = "datacook.dev/pause";

    /// An annotation of runs: the generation of the recipe they were made for.
    public static final String GENERATION = "datacook.dev/recipe-generation";

    /// The finalizer of recipes whose checkpoints go with them.
    public static final String FINALIZER = "datacook.dev/state";

    /// Who queues Jobs, if anybody: then it decides when they are suspended.
    public static final String QUEUE = "kueue.x-k8s.io/queue-name";

    /// What the informers watch.
    public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

    private Labels() {}

    /// Labels of everything made for a run.
    public static Map<String, String> of(String recipe, String run) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", "datacook");
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(RECIPE, recipe);
        labels.put(RUN, run);
        return labels;
    }

    /// Labels of everything made for a stage of a run.
    public static Map<String, String> of(String recipe, String run, Stage stage) {
        Map<String, String> labels = of(recipe, run);
        labels.put(STAGE, stage.word());
        return labels;
    }
}
