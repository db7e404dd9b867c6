package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A path with wildcards: `*` and `?` within a name, `**` over any number of folders, `[a-c]`, `{csv,tsv}`.
///
/// Unlike the JDK's, `a/**/b` also matches `a/b`, as shells and other readers have it. A backslash makes the next
/// character plain.
///
/// @param root the part before the first wildcard's name, `/`-separated, maybe empty
/// @param regex for the whole path
public record GlobPattern(String root, Pattern regex) {
    /// Whether a path has wildcards.
    public static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    /// Parses a path.
    ///
    /// @throws DatacookException `RECIPE_INVALID` if a bracket is not closed
    public static GlobPattern parse(String path) {
        int wild = 0;
        while (!isGlob(path.substring(wild, wild + 1))) {
            wild++;
        }
        int slash = path.lastIndexOf('/', wild);
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            switch (c) {
                case '*' -> i = star(path, i, regex);
                case '?' -> regex.append("[^/]");
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> regex.append(braces-- > 0 ? ")" : "\\}");
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                case '[' -> i = set(path, i, regex);
                case '\\' -> regex.append(Pattern.quote(i + 1 < path.length() ? path.substring(++i, i + 1) : "\\"));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return new GlobPattern(slash < 0 ? "" : path.substring(0, slash + 1), Pattern.compile(regex.toString()));
        } catch (PatternSyntaxException wrong) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "source.path '%s' is no valid pattern: %s; wildcards are * ** ? [a-z] {a,b}"
                            .formatted(path, wrong.getDescription()),
                    wrong);
        }
    }

    /// Whether a `/`-separated path matches.
    public boolean matches(String path) {
        return regex.matcher(path).matches();
    }

    private static int star(String path, int at, StringBuilder regex) {
        if (!path.startsWith("**", at)) {
            regex.append("[^/]*");
            return at;
        }
        if (path.startsWith("**/", at) && (at == 0 || path.charAt(at - 1) == '/')) {
            regex.append("(?:.*/)?");
            return at + 2;
        }
        regex.append(".*");
        return at + 1;
    }

    private static int set(String path, int at, StringBuilder regex) {
        int end = path.indexOf(']', at + 2);
        if (end < 0) {
            regex.append("\\[");
            return at;
        }
        String inside = path.substring(at + 1, end).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[')
                .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                .append(']');
        return end;
    }
}
