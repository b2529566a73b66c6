// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Subject;
import io.tenantry.internal.Words;
import io.tenantry.policy.AcceptedAccess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Access outside the policy that a line of the policy accepts, and how many people have it. Immutable.
 *
 * @param holder the group, account or client, if the read showed a role of it that the line accepts
 * @param people how many accounts have the access: the members of a group, or the account itself; none behind a client
 * @param lapsed the roles that the line names and does not cover, each in a sentence that says why
 * @param newcomers the members of a group that the last proof did not show in it, by id; empty in a first proof
 */
public record AcceptedUse(
        AcceptedAccess line,
        Status status,
        Optional<Subject> holder,
        int people,
        List<String> lapsed,
        List<Subject> newcomers) {
    /** Copies the lists. */
    public AcceptedUse {
        lapsed = List.copyOf(lapsed);
        newcomers = List.copyOf(newcomers);
    }

    /** Returns whether the line takes access out of what the proof counts. */
    public boolean counts() {
        return status == Status.IN_USE || status == Status.TOO_MANY;
    }

    /** Returns holder, roles and place of the line, in words. */
    public String what() {
        AcceptedAccess.Extent in = line.in();
        String place = in.everywhere()
                ? "everywhere"
                : Stream.concat(
                                in.tenants().stream().map(t -> "tenant " + t),
                                in.divisions().stream().map(d -> "division \"" + d + "\""))
                        .collect(Collectors.joining(", ", "in ", ""));
        return line.holder().kind().key() + " \"" + line.holder().name() + "\", roles "
                + Words.list(line.roles().stream().sorted().toList()) + ", " + place;
    }

    /** The status of an accepted line. */
    public enum Status {
        /** In force, and the holder has a role that it accepts. */
        IN_USE("in force, in use"),
        /** In use, by more people than the line allows: see the violations. */
        TOO_MANY("more people than accepted"),
        /** In force, and no role of the holder was found that it accepts. */
        UNUSED("in force, not in use"),
        /** Its last day is over, so the access counts again. */
        EXPIRED("expired");

        private final String title;

        Status(String title) {
            this.title = title;
        }

        /** Returns the status in a few words for people. */
        public String title() {
            return title;
        }
    }
}
