// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Fold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A push that was refused, or failed here, and was not made good since. Immutable.
 *
 * @param kind whether it was of a user or of a group
 * @param subject the id of the resource; or the name or id that the request gave, if there is no such resource; may be
 *     empty
 * @param known whether the subject is the id of a resource
 * @param reason what was wrong with it, without personal data
 * @param wantedName the name that the resource was to get and that another one had; empty if it was not that
 * @param at when it was refused last
 */
record Refusal(Kind kind, String subject, boolean known, String reason, String wantedName, Instant at) {
    /**
     * Returns whether it may be about the person of this id or user name. Two ids of a provider, or two addresses, are of
     * two people.
     */
    boolean mayBeAbout(String idOrUserName) {
        List<String> given =
                Stream.of(subject, wantedName).filter(text -> !text.isEmpty()).toList();
        return given.stream().anyMatch(text -> Fold.same(text, idOrUserName))
                || given.stream().noneMatch(text -> areAlike(text, idOrUserName));
    }

    private static boolean areAlike(String one, String other) {
        return (one.contains("@") && other.contains("@")) || (isId(one) && isId(other));
    }

    private static boolean isId(String text) {
        return ProviderIds.of(Optional.of(text)).isPresent();
    }

    /** Returns which push it was; the name of a person is left out. */
    String what() {
        return known ? kind.path() + "/" + subject : "a new " + kind.word();
    }
}
