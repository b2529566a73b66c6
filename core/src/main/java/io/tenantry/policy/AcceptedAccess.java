// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Sha256;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Access outside the policy that the operator accepts: roles that one holder has in some place. An isolation proof does
 * not count it as reach; any other role, place or holder does count. Immutable.
 *
 * @param roles the names of the roles
 * @param members how many members a group may have, if the line limits them
 * @param privileged whether the roles may change people's access
 * @param byRule whether the group may take its members by a rule over an attribute that the policy writes
 * @param until the last day, if there is one
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

    /** Returns a fingerprint that is equal for lines that accept the same, with the same reason and approval. */
    public String key() {
        return Sha256.hex(List.of(
                        holder.kind().key(),
                        holder.name(),
                        holder.id().map(SubjectId::value).orElse(""),
                        roles.stream().sorted().toList(),
                        in,
                        reason,
                        approvedBy,
                        until.map(LocalDate::toString).orElse(""))
                .toString());
    }

    /** Returns whether the line applies on this day. */
    public boolean isInForce(LocalDate today) {
        return until.map(last -> !today.isAfter(last)).orElse(true);
    }

    /** The kind of the holder of accepted access. */
    public enum Kind {
        /** A group; its members inherit the roles. */
        GROUP,
        /** A user account. */
        ACCOUNT,
        /** An OAuth client. */
        CLIENT;

        /** Returns the key of this kind in a document. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The holder of the roles. Immutable.
     *
     * @param name the group's name, the account's user name or the client's name
     * @param id the id, if the policy pins the holder; without it the holder is found by name, and the store keeps the
     *     id that was found first
     */
    public record Holder(Kind kind, String name, Optional<SubjectId> id) {}

    /**
     * The place where the roles are held: all divisions, the divisions of these tenants, or these divisions. Immutable.
     *
     * @param everywhere whether the roles are held in all divisions
     * @param tenants the ids of tenants; each means the tenant's division
     * @param divisions the names of divisions
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
