// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A role of a profile that carries more than when it was first seen or last accepted. Immutable.
 *
 * @param added the permissions that it gained
 * @param reasons why gains of the role wait, each with its permission; empty if they need not wait
 */
public record GrownRole(Role role, List<String> added, List<String> reasons) {
    /** The end of the advice for every role that has grown. */
    static final String ADVICE =
            "check the role, then accept it by name (accept-role), or take the permissions out of it";

    private static final String PRIVILEGED = "changes people's access";

    /** Copies the lists. */
    public GrownRole {
        added = List.copyOf(added);
        reasons = List.copyOf(reasons);
    }

    /** Returns the permissions that a role has and had not before, sorted. */
    public static List<String> added(Role role, Set<String> before) {
        return role.permissions().stream()
                .filter(name -> !new Permission(name, true, false).isAmong(before))
                .sorted()
                .toList();
    }

    // What the catalogue does not say of a permission may be anything.
    static GrownRole of(Role role, List<String> added, Listing<Permission> catalogue) {
        return new GrownRole(
                role.bare(),
                added,
                added.stream()
                        .flatMap(name -> reason(name, catalogue).map(why -> name + " " + why).stream())
                        .toList());
    }

    private static Optional<String> reason(String name, Listing<Permission> catalogue) {
        List<Permission> meant = catalogue.entries().stream()
                .filter(p -> p.isAmong(Set.of(name)))
                .toList();
        if (meant.stream().anyMatch(Permission::privileged)) {
            return Optional.of(PRIVILEGED);
        }
        if (meant.stream().anyMatch(p -> !p.divided())) {
            return Optional.of("is limited by no division");
        }
        if (!catalogue.completeness().isComplete()) {
            return Optional.of(
                    "is unknown (" + String.join("; ", catalogue.completeness().doubts()) + ")");
        }
        return meant.isEmpty() ? Optional.of("is not in the catalogue") : Optional.empty();
    }

    /** Returns whether new gains of the role wait. */
    public boolean holds() {
        return !reasons.isEmpty();
    }

    /** Returns what the role gained and why it matters, in words. */
    public String message() {
        return "role \"" + role.name() + "\" has gained " + String.join(", ", added)
                + " since it was first seen or last accepted"
                + (holds() ? ": " + String.join(", ", reasons) : "");
    }

    /** Returns what to do about it. */
    public String advice() {
        return reasons.stream().anyMatch(r -> r.endsWith(PRIVILEGED))
                ? ADVICE + "; what keeps one that changes people's access needs privileged: true too"
                : ADVICE;
    }

    /** Returns it as a finding. */
    public Finding finding() {
        return new Finding(
                FindingCode.ROLE_GROWN,
                holds() ? Finding.Severity.WARNING : Finding.Severity.INFO,
                Optional.empty(),
                "role " + role.id(),
                message() + (holds() ? "; until it is accepted, nobody gains it" : ""),
                advice(),
                role.name());
    }
}
