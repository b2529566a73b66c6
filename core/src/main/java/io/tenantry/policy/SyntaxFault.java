// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tenantry.policy.Node.Spot;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Why a document cannot be parsed, and where.
 *
 * <p>The YAML reader writes several lines: what it was reading, and where that began; then what is wrong, and where. The
 * location of Jackson is the last good token, so the place comes from the text if it has one.
 */
record SyntaxFault(Spot spot, String message) {
    private static final Pattern PLACE = Pattern.compile("(?m)^ in .*, line (\\d+), column (\\d+)");
    private static final String TAB = "(TAB)";

    static SyntaxFault of(JsonProcessingException e) {
        String text = e.getOriginalMessage();
        return new SyntaxFault(
                PLACE.matcher(text)
                        .results()
                        .reduce((first, last) -> last)
                        .map(SyntaxFault::spot)
                        .orElseGet(() -> spot(e.getLocation())),
                message(text));
    }

    // Indented lines are places and pieces of the document.
    private static String message(String text) {
        List<String> facts = text.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith(" "))
                .toList();
        String wrong = facts.isEmpty() ? "" : facts.get(facts.size() - 1);
        if (wrong.contains(TAB)) {
            return "a tab stands at the beginning of a line or a value, and YAML allows only blanks there";
        }
        return Quote.plain(facts.size() > 1 ? wrong + ", " + facts.get(0) : wrong);
    }

    private static Spot spot(MatchResult place) {
        return new Spot(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    }

    private static Spot spot(JsonLocation location) {
        return location == null
                ? Spot.NONE
                : new Spot(Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
    }
}
