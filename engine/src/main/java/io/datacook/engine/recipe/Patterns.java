package io.datacook.engine.recipe;

/// Names with `*` in them, as `source.streams` takes them.
public final class Patterns {
    private Patterns() {}

    /// Whether the name stands for several.
    public static boolean isPattern(String name) {
        return name.indexOf('*') >= 0;
    }

    /// Whether a name fits a pattern; each `*` stands for any text, also none. Case counts.
    public static boolean matches(String pattern, String name) {
        int star = -1;
        int resume = 0;
        int p = 0;
        int n = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
