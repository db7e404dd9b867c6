package io.datacook.api;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name a user probably meant: the "did you mean" of messages.
///
/// Stateless; safe for all threads.
public final class Closest {
    private static final int LISTED_MAX = 40;
    private static final int WORD_CHARS_MAX = 200;

    private Closest() {}

    /// The known name nearest to a word, or `null` if none is near: at most one edit in three characters, case ignored.
    public static @Nullable String to(String word, Collection<String> known) {
        String best = null;
        int bestEdits = Integer.MAX_VALUE;
        for (String name : known) {
            int editsMax = Math.max(1, Math.max(word.length(), name.length()) / 3);
            int edits = edits(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), editsMax);
            if (edits <= editsMax && edits < bestEdits) {
                best = name;
                bestEdits = edits;
            }
        }
        return best;
    }

    /// `Known: a, b, c. Did you mean 'b'?`, for the end of a message; long lists are cut.
    public static String describe(String word, Collection<String> known) {
        if (known.isEmpty()) {
            return "There is none.";
        }
        List<String> listed = known.stream().limit(LISTED_MAX).toList();
        String more = known.size() > LISTED_MAX ? " and " + (known.size() - LISTED_MAX) + " more" : "";
        String closest = to(word, known);
        String question = closest == null ? "" : " Did you mean '" + closest + "'?";
        return "Known: " + String.join(", ", listed) + more + "." + question;
    }

    /// Insertions, deletions, exchanges and swaps of neighbours between two words, or more than `editsMax` if farther.
    private static int edits(String left, String right, int editsMax) {
        if (Math.abs(left.length() - right.length()) > editsMax
                || left.length() > WORD_CHARS_MAX
                || right.length() > WORD_CHARS_MAX) {
            return editsMax + 1;
        }
        int[][] distance = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int exchange = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int least = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
                least = Math.min(least, distance[i - 1][j - 1] + exchange);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    least = Math.min(least, distance[i - 2][j - 2] + 1);
                }
                distance[i][j] = least;
            }
        }
        return distance[left.length()][right.length()];
    }
}
