package io.datacook.engine.recipe;

import io.datacook.api.DatacookException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a recipe. Never holds a secret.
///
/// @param rule which rule it breaks
/// @param place where
/// @param message what is wrong: the key, the value, what is allowed
/// @param suggestion what to do next, such as `Did you mean 'table'?`, or `null`
public record RecipeProblem(
        Rule rule, Place place, String message, @Nullable String suggestion) {
    private static final Set<Rule> UNREAD =
            Set.of(Rule.EXTENDS, Rule.CYCLE, Rule.SYNTAX, Rule.LIMIT, Rule.NOT_A_RECIPE);
    private static final Comparator<RecipeProblem> ORDER =
            Comparator.comparing(RecipeProblem::place).thenComparing(RecipeProblem::message);

    /// A problem whose message says it all.
    public RecipeProblem(Rule rule, Place place, String message) {
        this(rule, place, message, null);
    }

    /// The problems without guesswork: where a parent could not be read, nobody knows which keys are missing.
    static List<RecipeProblem> certain(List<RecipeProblem> problems) {
        boolean incomplete = problems.stream().anyMatch(problem -> UNREAD.contains(problem.rule()));
        return problems.stream()
                .filter(problem -> !incomplete || problem.rule() != Rule.MISSING_KEY)
                .toList();
    }

    /// By place, no problem twice.
    public static List<RecipeProblem> sorted(List<RecipeProblem> problems) {
        return problems.stream().distinct().sorted(ORDER).toList();
    }

    /// All of them as one failure, with the first one's code.
    ///
    /// @param problems at least one
    public static DatacookException exception(List<RecipeProblem> problems) {
        String text = problems.stream().map(RecipeProblem::describe).collect(Collectors.joining("\n"));
        return new DatacookException(problems.getFirst().rule().code(), text);
    }

    /// As users see it: `DC101 orders.yaml:7:3: …`, the suggestion on a line of its own.
    public String describe() {
        String head = "%s %s: %s".formatted(rule.code(), place, message);
        return suggestion == null ? head : head + "\n      " + suggestion;
    }
}
