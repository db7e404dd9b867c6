package io.datacook.engine.session;

import java.util.List;

/// Builds HTML where every text is escaped unless it was built here.
///
/// **Threading:** one thread.
final class Html {
    private final StringBuilder text = new StringBuilder(16 << 10);

    /// Adds markup as it is; for literals only.
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /// Adds a text, escaped.
    Html text(String plain) {
        text.append(escaped(plain));
        return this;
    }

    /// Adds `<tag>text</tag>`; the tag may carry attributes.
    Html element(String tag, String plain) {
        int space = tag.indexOf(' ');
        return raw("<" + tag + ">").text(plain).raw("</" + (space < 0 ? tag : tag.substring(0, space)) + ">");
    }

    /// Opens a table with a caption and a row of headings; those that start with `#` head numbers.
    Html table(String caption, List<String> headings) {
        raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(caption)
                .raw("\"><table>");
        element("caption", caption).raw("<thead><tr>");
        for (String heading : headings) {
            if (heading.startsWith("#")) {
                element("th scope=\"col\" class=\"number\"", heading.substring(1));
            } else {
                element("th scope=\"col\"", heading);
            }
        }
        return raw("</tr></thead><tbody>");
    }

    /// Adds a row: the first cell heads it, cells that start with `#` are numbers.
    Html row(List<String> cells) {
        raw("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (i == 0) {
                element("th scope=\"row\"", cell);
            } else if (cell.startsWith("#")) {
                element("td class=\"number\"", cell.substring(1));
            } else {
                element("td", cell);
            }
        }
        return raw("</tr>\n");
    }

    /// Closes the table.
    Html endTable() {
        return raw("</tbody></table></div>\n");
    }

    static String escaped(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            switch (letter) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                // Other control characters are not allowed in HTML, escaped or not.
                case '\n', '\t' -> out.append(letter);
                default -> out.append(letter < ' ' || letter == 0x7f ? '\uFFFD' : letter);
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
