package io.datacook.e2e;

import java.util.regex.Pattern;

/// Why nothing happens: what the cluster says about a namespace, short enough for a failure's message.
final class Diagnosis {
    private static final Pattern BLANKS = Pattern.compile(" {2,}");
    private static final int LENGTH_MAX = 6_000;

    private Diagnosis() {}

    /// Recipes, runs, pods, warnings and the last lines of the pods' logs.
    static String of(Space space) {
        StringBuilder text = new StringBuilder();
        text.append(Kubectl.run("-n", space.name(), "get", "datacook,jobs,pods", "-o", "wide"));
        text.append(Kubectl.run("-n", space.name(), "get", "events", "--field-selector=type=Warning"));
        text.append(Kubectl.run(
                "-n",
                space.name(),
                "logs",
                "-l",
                "app.kubernetes.io/managed-by=datacook-operator",
                "--all-containers",
                "--prefix",
                "--tail=8"));
        String brief = BLANKS.matcher(text).replaceAll("  ");
        return brief.length() > LENGTH_MAX ? brief.substring(0, LENGTH_MAX) : brief;
    }
}
