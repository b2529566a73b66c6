// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.SubjectId;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Access outside the policy that the operator answers for: roles that one holder has in some place. It reaches no tenant for the judge;
 * any other role, place or holder does. Immutable.
 *
 * @param roles names of roles
 * @param members how many members a group may have, if the line says so
 * @param privileged whether the roles may change people's access
 * @param byRule whether the group may take its members by a rule over an attribute that the policy writes
 * @param until the last day, if the line has one
 */
public record AcceptedAccess(
        Holder holder,
        Set<String> roles,
        Extent in,
        OptionalInt members,
        boolean privileged,
        boolean byRule,
        String reason,
        String approvedBy,
        Optional<LocalDate> until) {
    /** Copies the roles. */
    public AcceptedAccess {
        roles = Set.copyOf(roles);
    }

    /** Returns whether the line counts on this day. */
    public boolean isInForce(LocalDate today) {
        return until.map(last -> !today.isAfter(last)).orElse(true);
    }

    /** What the holder of accepted access is. */
    public enum Kind {
        /** A group; its members inherit the roles. */
        GROUP,
        /** A user account. */
        ACCOUNT,
        /** An OAuth client. */
        CLIENT;

        /** Returns the word that stands for it in a document. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Who holds the roles. Immutable.
     *
     * @param name the group's name, the account's user name or the client's name
     * @param id pins the holder; without it the name is resolved, and the store keeps the id it had at first sight
     */
    public record Holder(Kind kind, String name, Optional<SubjectId> id) {}

    /**
     * Where the roles are held: in all divisions, or in the divisions of these tenants, or in these divisions. Immutable.
     *
     * @param everywhere whether the roles are held in all divisions
     * @param tenants ids of tenants, each standing for its division
     * @param divisions names of divisions
     */
    public record Extent(boolean everywhere, List<TenantId> tenants, List<String> divisions) {
        /** Copies the lists. */
        public Extent {
            tenants = List.copyOf(tenants);
            divisions = List.copyOf(divisions);
        }

        /** Returns all divisions. */
        public static Extent all() {
            return new Extent(true, List.of(), List.of());
        }

        /** Returns the divisions of these tenants. */
        public static Extent ofTenants(List<TenantId> tenants) {
            return new Extent(false, tenants, List.of());
        }

        /** Returns the divisions with these names. */
        public static Extent ofDivisions(List<String> divisions) {
            return new Extent(false, List.of(), divisions);
        }
    }
}
