package io.datacook.engine.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds what somebody meant to write.
final class DidYouMean {
    private DidYouMean() {}

    /// `Did you mean 'table'?`, or `null` if nothing is near.
    static @Nullable String suggest(String written, Collection<String> allowed) {
        String nearest = nearest(written, allowed);
        return nearest == null ? null : "Did you mean '%s'?".formatted(nearest);
    }

    /// The allowed word that differs least, or `null` if all differ in more than a third of their letters.
    static @Nullable String nearest(String written, Collection<String> allowed) {
        if (written.length() > 64) {
            return null;
        }
        String plain = plain(written);
        return allowed.stream()
                .filter(word -> distance(plain, plain(word)) <= Math.max(1, Math.min(plain.length(), word.length()) / 3)
                        || (plain.length() >= 3 && plain(word).startsWith(plain)))
                .min(Comparator.<String>comparingInt(word -> distance(plain, plain(word)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /// Letters to insert, remove, change or swap with their neighbour.
    private static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[left.length()][right.length()];
    }
}
