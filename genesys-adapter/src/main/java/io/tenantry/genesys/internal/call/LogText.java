// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import java.util.regex.Pattern;

/** Makes foreign text fit for a log line and an exception message. */
final class LogText {
    private static final int LONGEST = 200;
    /** Longer texts are cut before the search for secrets, generously: a cut afterwards could leave half a secret. */
    private static final int LONGEST_READ = 10 * LONGEST;

    private static final int LONGEST_TOKEN = 100;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s\"'<>(),;:]+@[^\\s\"'<>(),;:]+");

    /**
     * A token or a secret: what follows its scheme, or a run of characters longer than a GUID and unlike a sentence.
     */
    private static final Pattern SECRET = Pattern.compile("(?i:\\b(?:bearer|basic)\\s+)\\S+|[A-Za-z0-9_+/=-]{40,}");

    private LogText() {}

    /** Returns the text if it holds only the characters of a correlation id and no secret, else an empty text. */
    static String token(String text) {
        return text.length() <= LONGEST_TOKEN
                        && isToken(text)
                        && !SECRET.matcher(text).find()
                ? text
                : "";
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the text on one line, shortened, without e-mail addresses, secrets and control characters. */
    static String line(String text) {
        String bounded = text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text;
        String masked =
                ADDRESS.matcher(SECRET.matcher(bounded).replaceAll("(secret)")).replaceAll("(address)");
        String shortened = masked.length() > LONGEST ? masked.substring(0, LONGEST) + "..." : masked;
        StringBuilder line = new StringBuilder(shortened.length());
        shortened.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                line.appendCodePoint(c);
            } else {
                line.append('?');
            }
        });
        return line.toString();
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.:".indexOf(c) >= 0;
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
