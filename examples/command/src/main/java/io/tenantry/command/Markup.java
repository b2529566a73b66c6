// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Locale;

/** A page that needs nothing but itself. All text is escaped, and characters that reverse or hide text are shown. */
final class Markup {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;color:#1d2733;max-width:1100px;margin:0 auto;"
                    + "padding:24px}h1{font-size:32px;margin:0}.lead{font-size:18px}dt{color:#5a6775;font-size:13px}dd{margin:0 0 6px;"
                    + "overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th{text-align:left;border-bottom:2px solid #c7d0d9}"
                    + "td{border-bottom:1px solid #dfe5eb;vertical-align:top;overflow-wrap:anywhere;padding:4px 12px 4px 0}"
                    + "@media print{body{font-size:11px}tr{break-inside:avoid}}";

    private final StringBuilder page = new StringBuilder();

    Markup begin(String title) {
        return raw("<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
                        + "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                        + "<meta name=referrer content=no-referrer>")
                .element("title", title)
                .raw("<style>" + STYLE + "</style></head><body><main>\n");
    }

    String end() {
        return page.append("</main></body></html>\n").toString();
    }

    Markup raw(String markup) {
        page.append(markup);
        return this;
    }

    Markup element(String tag, String text) {
        page.append('<').append(tag).append('>');
        text.codePoints().forEach(this::escaped);
        page.append("</").append(tag.replaceFirst(" .*", "")).append(">\n");
        return this;
    }

    Markup table(String... columns) {
        raw("<table><thead>");
        return cells("th scope=col", columns).raw("</thead><tbody>\n");
    }

    Markup row(String... cells) {
        return cells("td", cells);
    }

    private Markup cells(String tag, String... cells) {
        raw("<tr>");
        for (String cell : cells) {
            element(tag, cell);
        }
        return raw("</tr>\n");
    }

    Markup endTable() {
        return raw("</tbody></table>");
    }

    private void escaped(int c) {
        int type = Character.getType(c);
        if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
            page.append(String.format(Locale.ROOT, "[U+%04X]", c));
        } else if ("&<>\"'".indexOf(c) >= 0) {
            page.append("&#").append(c).append(';');
        } else {
            page.appendCodePoint(c);
        }
    }
}
