package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import io.datacook.engine.recipe.TemplateText.Hole;
import io.datacook.engine.recipe.TemplateText.Part;
import io.datacook.engine.recipe.TemplateText.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fills the templates that are known when a recipe is read: `{{ recipe.name }}`, `{{ recipe.tenant }}`,
/// `{{ env.NAME }}`, `{{ vars.name }}`; leaves those of [Templates] as they are and refuses all others.
final class LoadTemplates {
    private static final List<String> KNOWN = known();

    private final Environment environment;
    private final List<RecipeProblem> problems;
    private Mapping vars;
    private @Nullable String name;
    private @Nullable String tenant;

    private LoadTemplates(Environment environment, List<RecipeProblem> problems) {
        this.environment = environment;
        this.problems = problems;
        this.vars = Mapping.empty(Place.of("vars"));
    }

    /// Fills a recipe and takes `vars` away.
    ///
    /// Variables may use `env`; name and tenant may use `env` and `vars`; everything else may use all.
    ///
    /// @param problems takes what is wrong
    static Mapping fill(Mapping tree, Environment environment, List<RecipeProblem> problems) {
        LoadTemplates templates = new LoadTemplates(environment, problems);
        Mapping vars = tree.mapping("vars");
        if (vars != null) {
            templates.vars = templates.mapping(vars);
        }
        Mapping result = tree.without(List.of("vars"));
        for (String key : List.of("name", "tenant")) {
            Entry entry = result.entry(key);
            if (entry != null) {
                result = result.with(templates.entry(entry));
            }
        }
        templates.name = result.text("name");
        templates.tenant = result.text("tenant");
        return templates.mapping(result);
    }

    /// Fills a file that is no recipe, such as `connections.yaml`, where only `env` is known.
    static Mapping environment(Mapping tree, Environment environment, List<RecipeProblem> problems) {
        return new LoadTemplates(environment, problems).mapping(tree);
    }

    private Mapping mapping(Mapping mapping) {
        return new Mapping(mapping.entries().stream().map(this::entry).toList(), mapping.place());
    }

    private Entry entry(Entry entry) {
        return new Entry(entry.key(), entry.place(), node(entry.value()));
    }

    private ConfigNode node(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> mapping(mapping);
            case Sequence sequence ->
                new Sequence(sequence.items().stream().flatMap(this::items).toList(), sequence.place());
            case Scalar scalar -> TemplateText.present(scalar.text()) ? scalar(scalar) : scalar;
        };
    }

    /// A list that takes an item's place is spliced in, so that `columns: "{{ vars.columns }}"` works in any list.
    private Stream<ConfigNode> items(ConfigNode item) {
        ConfigNode filled = node(item);
        return item instanceof Scalar && filled instanceof Sequence list ? list.items().stream() : Stream.of(filled);
    }

    private ConfigNode scalar(Scalar scalar) {
        TemplateText template = TemplateText.parse(scalar.text());
        if (template.complaint() != null) {
            problem(Rule.TEMPLATE, scalar, template.complaint(), null);
            // Text that no longer looks like a template, so that one mistake is one problem.
            return new Scalar(scalar.text().replace("{{", "").replace("}}", ""), Kind.TEXT, scalar.place());
        }
        if (template.parts().size() == 1 && template.parts().getFirst() instanceof Hole hole) {
            ConfigNode whole = variable(hole.name());
            if (whole != null) {
                return whole;
            }
        }
        StringBuilder text = new StringBuilder();
        for (Part part : template.parts()) {
            switch (part) {
                case Plain(String plain) -> text.append(plain);
                case Hole hole -> text.append(fill(hole, scalar));
            }
        }
        // `"{{ env.SIZE }}"` must be quoted in YAML, and may still be meant as a number.
        Kind kind = ScalarKinds.of(text.toString());
        return new Scalar(text.toString(), kind == Kind.NULL ? Kind.TEXT : kind, scalar.place());
    }

    private String fill(Hole hole, Scalar scalar) {
        if (Templates.fillable(hole)) {
            return hole.written();
        }
        String value = value(hole, scalar);
        if (value != null) {
            return value;
        }
        return hole.fallback() == null ? hole.written() : hole.fallback();
    }

    /// The value, or `null` if it is unknown, which is a problem unless the hole has a fallback.
    private @Nullable String value(Hole hole, Scalar scalar) {
        String asked = hole.name();
        if (asked.startsWith("env.")) {
            String value = environment.variable(asked.substring("env.".length()));
            if (value == null && hole.fallback() == null) {
                problem(
                        Rule.REFERENCE,
                        scalar,
                        "the environment variable '%s' is not set".formatted(asked.substring("env.".length())),
                        "Set it, or give a default: {{ %s | default('…') }}.".formatted(asked));
            }
            return value;
        }
        if (asked.startsWith("vars.")) {
            ConfigNode variable = variable(asked);
            if (variable instanceof Scalar value) {
                return value.text();
            }
            if (hole.fallback() == null) {
                String near = DidYouMean.suggest(asked.substring("vars.".length()), vars.keys());
                problem(
                        Rule.TEMPLATE,
                        scalar,
                        variable == null
                                ? "%s: there is no such variable".formatted(hole.written())
                                : "%s is %s and cannot stand inside a text"
                                        .formatted(hole.written(), variable.describe()),
                        near == null && variable == null ? "Add it below vars." : near);
            }
            return null;
        }
        String value =
                switch (asked) {
                    case "recipe.name" -> name;
                    case "recipe.tenant" -> tenant;
                    default -> null;
                };
        if (value == null && hole.fallback() == null) {
            String near = DidYouMean.suggest(asked, KNOWN);
            problem(
                    Rule.TEMPLATE,
                    scalar,
                    "nothing fills %s here".formatted(Texts.cut(hole.written())),
                    near == null ? "Known are %s.".formatted(String.join(", ", KNOWN)) : near);
        }
        return value;
    }

    private @Nullable ConfigNode variable(String asked) {
        return asked.startsWith("vars.") ? vars.find(asked.substring("vars.".length())) : null;
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(List.of("recipe.name", "recipe.tenant", "env.NAME", "vars.name"));
        known.addAll(Templates.RUN_NAMES);
        return List.copyOf(known);
    }

    private void problem(Rule rule, Scalar scalar, String message, @Nullable String suggestion) {
        problems.add(new RecipeProblem(rule, scalar.place(), message, suggestion));
    }
}
