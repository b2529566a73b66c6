// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ids and names of one person, as texts show them: upper and lower case, and both encodings of an accent, count as
 * equal. Immutable.
 */
final class PersonNames {
    private static final String PARTS_OF_USER_NAMES = "._+@-'";
    private static final String QUOTES = "\"'\u201c\u201d\u2018\u2019`";
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    // "5" may be a count, a version or a line; only a label or quotation marks show that it is an id.
    private static final Pattern COMMON = Pattern.compile("[0-9]{1,4}|.{1,2}");
    private static final Pattern LABEL = Pattern.compile(
            "(.*[^\\p{L}\\p{N}])?(identity|identities|account|accounts|person|people|user|users|subject|id)[,:]? ?",
            Pattern.DOTALL);

    private final List<String> folded;

    private PersonNames(List<String> folded) {
        this.folded = folded;
    }

    static PersonNames of(IdentityId identity, Set<AccountId> accounts, Set<String> names) {
        Stream<String> ids =
                Stream.concat(Stream.of(identity.value()), accounts.stream().map(AccountId::value));
        return new PersonNames(
                Stream.concat(ids, names.stream()).map(PersonNames::fold).toList());
    }

    private static String fold(String text) {
        return Fold.of(text.strip());
    }

    /** Returns whether a text that names one person or system, such as an approver, names this person. */
    boolean areNamedBy(String text) {
        String in = fold(text);
        return folded.stream().anyMatch(name -> holds(in, name, PARTS_OF_USER_NAMES));
    }

    /** Returns whether a text for people contains one of the names as a word, even as a part of a longer user name. */
    boolean areMentionedIn(String text) {
        String in = fold(text);
        return folded.stream().anyMatch(name -> holds(in, name, ""));
    }

    private static boolean holds(String text, String name, String joints) {
        if (text.equals(name)) {
            return true;
        }
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            if (!isGlued(text, at - 1, -1, joints) && !isGlued(text, end, 1, joints) && isName(text, at, end, name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the word goes on at this place; a point at the end of a sentence does not go on. */
    private static boolean isGlued(String text, int at, int step, String joints) {
        boolean inside = at >= 0 && at < text.length();
        boolean joint = inside && joints.indexOf(text.charAt(at)) >= 0;
        return isLetterOrDigit(text, at) || (joint && isLetterOrDigit(text, at + step));
    }

    private static boolean isLetterOrDigit(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isName(String text, int at, int end, String name) {
        boolean line =
                at > 0 && text.charAt(at - 1) == ':' && NUMBER.matcher(name).matches();
        boolean distinct = !line && !COMMON.matcher(name).matches();
        return distinct
                || isQuoted(text, at, end)
                || LABEL.matcher(text.substring(0, at)).matches();
    }

    private static boolean isQuoted(String text, int at, int end) {
        return at > 0
                && end < text.length()
                && QUOTES.indexOf(text.charAt(at - 1)) >= 0
                && QUOTES.indexOf(text.charAt(end)) >= 0;
    }
}
