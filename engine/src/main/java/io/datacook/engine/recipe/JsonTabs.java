package io.datacook.engine.recipe;

/// JSON may be indented by tabs, YAML may not: the one difference that keeps a YAML parser from reading JSON.
final class JsonTabs {
    private JsonTabs() {}

    /// The same text with tabs as spaces if it is JSON; inside JSON strings a tab is never written plainly.
    static String toSpaces(String text) {
        int first = 0;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        boolean json = first < text.length() && (text.charAt(first) == '{' || text.charAt(first) == '[');
        return json ? text.replace('\t', ' ') : text;
    }
}
