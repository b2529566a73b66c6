// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A name in the two forms by which names are compared. Immutable.
 *
 * @param normal trimmed, NFKC, case folded, runs of white space as one space: names with an equal normal form are the
 *     same name
 * @param skeleton roughly what the eye sees: invisible characters dropped, and letters of other scripts replaced by the
 *     Latin letters they look like; names with an equal skeleton are easily confused
 */
public record NameForm(String normal, String skeleton) {
    /** Each character of the first row looks like the one below it. Lower-case and upper-case forms both occur. */
    private static final String LOOKS =
            "аеорсухіјѕһԁԛԝѵӏкмтвнАВЕЅІЈКМНОРСТХҮУԌԛαοριντυχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧօոսհցѡ0O1I|∗⁎✱‐‑‒–—―−";

    private static final String LIKE =
            "aeopcyxijshdqwvlkmtbhabesljkmhopctxyygqaopivtuxkabezhlkmnoptyxonuhgwoolll***-------";

    /** Returns both forms of a name. */
    public static NameForm of(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return new NameForm(fold(composed), fold(seen(composed)));
    }

    /** Returns whether the other name is this one, up to white space, case and compatible characters. */
    public boolean isSameAs(NameForm other) {
        return normal.equals(other.normal);
    }

    /** Returns whether the other is a different name that is easily confused with this one. */
    public boolean looksLike(NameForm other) {
        return !isSameAs(other) && skeleton.equals(other.skeleton);
    }

    /** Returns whether a word of the name mixes letters of scripts that no language writes together. */
    public boolean mixesScripts() {
        for (String word : normal.split("[^\\p{L}\\p{M}\\p{N}]+", -1)) {
            if (isMixed(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMixed(String word) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        word.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN));
        if (scripts.contains(UnicodeScript.HAN)
                || scripts.contains(UnicodeScript.HIRAGANA)
                || scripts.contains(UnicodeScript.KATAKANA)
                || scripts.contains(UnicodeScript.HANGUL)) {
            scripts.removeAll(EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.HANGUL,
                    UnicodeScript.BOPOMOFO,
                    UnicodeScript.LATIN));
            return !scripts.isEmpty();
        }
        return scripts.size() > 1;
    }

    /**
     * Folds case. The upper case in the middle maps sharp s to SS and final sigma to sigma. The lower case goes by code
     * point, so it ignores neighbours; the lower case before it turns capital sharp s into sharp s.
     */
    private static String fold(String composed) {
        String folded = lower(lower(composed).toUpperCase(Locale.ROOT));
        return collapse(Normalizer.normalize(folded, Normalizer.Form.NFKC));
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
    }

    private static String collapse(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (!isSpace(c)) {
                collapsed.appendCodePoint(c);
            } else if (!collapsed.isEmpty() && collapsed.charAt(collapsed.length() - 1) != ' ') {
                collapsed.append(' ');
            }
        });
        return collapsed.toString().stripTrailing();
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String seen(String composed) {
        StringBuilder seen = new StringBuilder(composed.length());
        composed.codePoints().filter(c -> !isInvisible(c)).map(NameForm::look).forEach(seen::appendCodePoint);
        return seen.toString();
    }

    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || (Character.isISOControl(c) && !Character.isWhitespace(c))
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x3164;
    }

    private static int look(int c) {
        int at = LOOKS.indexOf(c);
        return at < 0 ? c : LIKE.charAt(at);
    }
}
