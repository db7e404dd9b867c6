package io.datacook.engine.recipe;

import io.datacook.engine.recipe.ConfigNode.Entry;
import io.datacook.engine.recipe.ConfigNode.Kind;
import io.datacook.engine.recipe.ConfigNode.Mapping;
import io.datacook.engine.recipe.ConfigNode.Scalar;
import io.datacook.engine.recipe.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts the steps of macros where they are used: before the steps for `transform.use`, in their place for a step
/// `use: name`. A macro counts once in a stream, at its first place. Shipped macros are known without `extends`.
final class Macros {
    private static final String MACROS = "macros";

    private final List<RecipeProblem> problems;
    private Mapping macros;
    private Mapping vars;

    private Macros(Mapping tree, List<RecipeProblem> problems) {
        this.problems = problems;
        this.macros = section(tree, MACROS, problems);
        this.vars = section(tree, "vars", problems);
    }

    /// The tree without `macros`, `use` written out everywhere, `vars` with those of shipped macros beneath.
    ///
    /// @param problems takes what is wrong
    static Mapping expand(Mapping tree, List<RecipeProblem> problems) {
        Macros macros = new Macros(tree, problems);
        macros.check();
        Set<String> used = new HashSet<>();
        Mapping result = tree;
        ConfigNode transform = tree.find("transform");
        if (transform instanceof Mapping mapping) {
            result = result.with("transform", macros.transform(mapping, used));
        }
        result = macros.streams(result, used);
        return result.without(List.of(MACROS)).with("vars", macros.vars);
    }

    private static Mapping section(Mapping tree, String key, List<RecipeProblem> problems) {
        ConfigNode node = tree.find(key);
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        if (node != null && !(node instanceof Scalar scalar && scalar.kind() == Kind.NULL)) {
            problems.add(new RecipeProblem(
                    Rule.WRONG_TYPE, node.place(), "%s is %s; it takes a mapping".formatted(key, node.describe())));
        }
        return Mapping.empty(tree.place());
    }

    /// Every macro is a list of steps, also one that nobody uses.
    private void check() {
        for (Entry macro : macros.entries()) {
            if (!(macro.value() instanceof Sequence steps)) {
                problem(
                        macro.value().place(),
                        "macros.%s is %s; it takes a list of steps"
                                .formatted(macro.key(), macro.value().describe()),
                        null);
                continue;
            }
            for (ConfigNode step : steps.items()) {
                if (!(step instanceof Mapping mapping
                        && (mapping.entry("type") != null || mapping.entry("use") != null))) {
                    problem(step.place(), "a step of macros.%s has neither type nor use".formatted(macro.key()), null);
                }
            }
        }
    }

    private Mapping streams(Mapping tree, Set<String> used) {
        Mapping source = tree.mapping("source");
        if (source == null || !(source.find("streams") instanceof Sequence streams)) {
            return tree;
        }
        List<ConfigNode> items = new ArrayList<>();
        for (ConfigNode item : streams.items()) {
            Mapping transform = item instanceof Mapping stream ? stream.mapping("transform") : null;
            items.add(
                    transform == null
                            ? item
                            : ((Mapping) item).with("transform", transform(transform, new HashSet<>(used))));
        }
        return tree.with("source", source.with("streams", new Sequence(items, streams.place())));
    }

    private Mapping transform(Mapping transform, Set<String> used) {
        List<ConfigNode> steps = new ArrayList<>();
        ConfigNode use = transform.find("use");
        if (use instanceof Sequence names) {
            names.items().forEach(name -> use(name, steps, used, List.of()));
        }
        ConfigNode own = transform.find("steps");
        if (own instanceof Sequence list) {
            list.items().forEach(step -> step(step, steps, used, List.of()));
        } else if (own != null && !(own instanceof Scalar scalar && scalar.kind() == Kind.NULL)) {
            // Whatever it is, the binder refuses it.
            return transform.without(List.of("use"));
        }
        Place place = own == null ? transform.place() : own.place();
        return transform.without(List.of("use")).with("steps", new Sequence(steps, place));
    }

    private void step(ConfigNode step, List<ConfigNode> steps, Set<String> used, List<String> within) {
        ConfigNode use = step instanceof Mapping mapping ? mapping.find("use") : null;
        if (use == null) {
            steps.add(step);
            return;
        }
        for (Entry other : ((Mapping) step).entries()) {
            if (!other.key().equals("use")) {
                problem(other.place(), "a step with 'use' has no other keys, so not '%s'".formatted(other.key()), null);
            }
        }
        use(use, steps, used, within);
    }

    private void use(ConfigNode node, List<ConfigNode> steps, Set<String> used, List<String> within) {
        if (!(node instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            problem(node.place(), "use takes the name of a macro, not %s".formatted(node.describe()), null);
            return;
        }
        String name = scalar.text();
        if (within.contains(name)) {
            problem(
                    scalar.place(),
                    "the macro '%s' uses itself: %s → %s".formatted(name, String.join(" → ", within), name),
                    "Take one of these uses out.");
            return;
        }
        ConfigNode macro = find(name);
        if (macro == null) {
            Set<String> known = new TreeSet<>(macros.keys());
            Cookbooks.NAMES.stream()
                    .filter(one -> Cookbooks.withMacro(one) != null)
                    .forEach(known::add);
            problem(
                    scalar.place(),
                    "there is no macro '%s'; known are %s".formatted(Texts.cut(name), String.join(", ", known)),
                    DidYouMean.suggest(name, known));
        } else if (macro instanceof Sequence list && used.add(name)) {
            List<String> inside = new ArrayList<>(within);
            inside.add(name);
            list.items().forEach(step -> step(step, steps, used, inside));
        }
    }

    private @Nullable ConfigNode find(String name) {
        ConfigNode own = macros.find(name);
        Mapping shipped = own == null ? Cookbooks.withMacro(name) : null;
        if (shipped == null) {
            return own;
        }
        macros = Merger.overlay(section(shipped, MACROS, problems), macros);
        vars = Merger.overlay(section(shipped, "vars", problems), vars);
        return macros.find(name);
    }

    private void problem(Place place, String message, @Nullable String suggestion) {
        problems.add(new RecipeProblem(Rule.MACRO, place, message, suggestion));
    }
}
