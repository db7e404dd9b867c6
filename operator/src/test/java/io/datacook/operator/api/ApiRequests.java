package io.datacook.operator.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How many requests an API server has answered, as its own metrics tell.
///
/// @param counts by resource and verb
record ApiRequests(Map<String, Long> counts) {
    private static final Pattern LINE =
            Pattern.compile("apiserver_request_total\\{([^}]*)} ([0-9.e+]+)", Pattern.CASE_INSENSITIVE);

    static ApiRequests of(KubernetesClient client) {
        Map<String, Long> counts = new TreeMap<>();
        Matcher line = LINE.matcher(client.raw("/metrics"));
        while (line.find()) {
            String labels = line.group(1);
            String key = "%s%s %s"
                    .formatted(label(labels, "resource"), below(label(labels, "subresource")), label(labels, "verb"));
            counts.merge(key, (long) Double.parseDouble(line.group(2)), Long::sum);
        }
        return new ApiRequests(counts);
    }

    private static String below(String subresource) {
        return subresource.isEmpty() ? "" : "/" + subresource;
    }

    private static String label(String labels, String name) {
        Matcher found = Pattern.compile("(?:^|,)" + name + "=\"([^\"]*)\"").matcher(labels);
        return found.find() ? found.group(1) : "";
    }

    ApiRequests since(ApiRequests before) {
        Map<String, Long> more = new TreeMap<>();
        counts.forEach((key, count) -> {
            long added = count - before.counts().getOrDefault(key, 0L);
            if (added > 0) {
                more.put(key, added);
            }
        });
        return new ApiRequests(more);
    }

    /// The busiest ones, a line each.
    String told() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(20)
                .map(entry -> "%8d %s%n".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining());
    }
}
