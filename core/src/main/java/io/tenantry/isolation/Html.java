// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import java.util.Collection;
import java.util.Locale;

/** Text and elements of a page. Foreign text is escaped, and characters that reverse or hide text are made visible. */
final class Html {
    private final StringBuilder page = new StringBuilder();

    /** Adds markup of the program. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Adds markup of the program with values that need no escaping. */
    Html form(String format, Object... values) {
        return raw(String.format(Locale.ROOT, format, values));
    }

    /** Adds foreign text. */
    Html text(String foreign) {
        page.append(escape(foreign));
        return this;
    }

    /** Adds an element with foreign text in it. */
    Html element(String tag, String foreign) {
        int space = tag.indexOf(' ');
        return raw("<" + tag + ">").text(foreign).raw("</" + (space < 0 ? tag : tag.substring(0, space)) + ">");
    }

    /** Adds the head of a table. */
    Html table(String caption, String... columns) {
        raw("<div class=wide><table><caption>").text(caption).raw("</caption><thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            element("th scope=col" + (number ? " class=n" : ""), number ? column.substring(1) : column);
        }
        return raw("</tr></thead><tbody>");
    }

    Html endTable() {
        return raw("</tbody></table></div>");
    }

    Html list(Collection<String> foreign) {
        raw("<ul>");
        foreign.forEach(f -> element("li", f));
        return raw("</ul>");
    }

    String page() {
        return page.toString();
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> visible(escaped, c);
            }
        });
        return escaped.toString();
    }

    // A name that reverses the text direction, or hides a part of itself, could make the page show something that the
    // proof does not say.
    private static void visible(StringBuilder escaped, int c) {
        int type = Character.getType(c);
        if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
            escaped.append(String.format(Locale.ROOT, "[U+%04X]", c));
        } else {
            escaped.appendCodePoint(c);
        }
    }
}
