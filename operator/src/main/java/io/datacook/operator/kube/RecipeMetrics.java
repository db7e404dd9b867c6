package io.datacook.operator.kube;

import io.datacook.crds.Condition;
import io.datacook.crds.Recipe;
import io.datacook.crds.RecipeStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What Prometheus hears of recipes: a handful of series for each, by namespace and name, gone with the recipe. Safe
/// for concurrent use.
public final class RecipeMetrics {
    private final MeterRegistry registry;
    private final ConcurrentMap<String, Series> recipes = new ConcurrentHashMap<>();

    /// @param registry stays the caller's
    public RecipeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private static final class Series {
        private volatile RecipeStatus status;
        private volatile List<Meter> meters = List.of();

        private Series(RecipeStatus status) {
            this.status = status;
        }
    }

    /// Takes note of a recipe's status.
    void observe(Recipe recipe, RecipeStatus status) {
        Series series = recipes.computeIfAbsent(key(recipe), _ -> register(recipe, status));
        series.status = status;
    }

    /// Forgets a recipe.
    void forget(Recipe recipe) {
        Series series = recipes.remove(key(recipe));
        if (series != null) {
            series.meters.forEach(registry::remove);
        }
    }

    /// Counts a run that is over.
    ///
    /// @param result one of the few words of `status.lastRun.result`
    void over(String namespace, String recipe, String result) {
        registry.counter("datacook.recipe.runs", "namespace", namespace, "recipe", recipe, "result", result)
                .increment();
    }

    private static String key(Recipe recipe) {
        return recipe.getMetadata().getNamespace() + "/" + recipe.getMetadata().getName();
    }

    private Series register(Recipe recipe, RecipeStatus first) {
        Series series = new Series(first);
        Tags tags = Tags.of(
                "namespace",
                recipe.getMetadata().getNamespace(),
                "recipe",
                recipe.getMetadata().getName());
        series.meters = List.of(
                gauge(series, tags, "datacook.recipe.ready", "1 if the recipe is ready", status -> is(status, "Ready")),
                gauge(
                        series,
                        tags,
                        "datacook.recipe.stalled",
                        "1 if only a person can mend the recipe",
                        status -> is(status, "Stalled")),
                gauge(
                        series,
                        tags,
                        "datacook.recipe.suspended",
                        "1 if the recipe is suspended",
                        status -> is(status, "Suspended")),
                gauge(
                        series,
                        tags,
                        "datacook.recipe.last.success.timestamp.seconds",
                        "When a run last succeeded",
                        status -> seconds(status.lastSuccessfulTime())),
                gauge(
                        series,
                        tags,
                        "datacook.recipe.committed.timestamp.seconds",
                        "When an epoch was last committed",
                        status -> status.checkpoint() == null
                                ? Double.NaN
                                : seconds(status.checkpoint().committedAt())),
                gauge(
                        series,
                        tags,
                        "datacook.recipe.epoch",
                        "The latest committed epoch",
                        status -> number(
                                status.checkpoint() == null
                                        ? null
                                        : status.checkpoint().epoch())),
                gauge(
                        series,
                        tags,
                        "datacook.recipe.rows",
                        "Rows that the latest run wrote",
                        status -> number(
                                status.lastRun() == null
                                        ? null
                                        : status.lastRun().rowsWritten())));
        return series;
    }

    private Meter gauge(Series series, Tags tags, String name, String meaning, ToDoubleFunction<RecipeStatus> value) {
        return Gauge.builder(name, series, each -> value.applyAsDouble(each.status))
                .description(meaning)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private static double is(RecipeStatus status, String type) {
        Condition condition = status.condition(type);
        return condition != null && condition.status() == Condition.Status.TRUE ? 1 : 0;
    }

    private static double seconds(@Nullable String time) {
        return time == null ? Double.NaN : OffsetDateTime.parse(time).toEpochSecond();
    }

    private static double number(@Nullable Long value) {
        return value == null ? Double.NaN : value;
    }
}
