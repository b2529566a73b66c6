// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Organization;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A fact that a run saw and a later run compares with. Immutable. */
public sealed interface Baseline {
    /** Returns the name under which a store keeps it; a later baseline of the same kind and name replaces it. */
    default String name() {
        return "";
    }

    /**
     * The size of an identity source when it was last read completely. Immutable.
     *
     * @param source the name of the source
     */
    record SourceSize(String source, int identities) implements Baseline {
        @Override
        public String name() {
            return source;
        }
    }

    /**
     * The number of entitlements of each kind that each tenant had in the last complete read. Immutable.
     *
     * @param counts the counts by tenant; the counts of a missing tenant are unknown
     */
    record Counts(Map<TenantId, Map<EntitlementKind, Long>> counts) implements Baseline {
        /** Copies the counts. */
        public Counts {
            counts = counts.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
        }
    }

    /**
     * The organization that a Home division belongs to; each organization has its own. Immutable.
     *
     * @param home the id of the Home division
     */
    record HomeDivision(DivisionId home, Organization organization) implements Baseline {
        @Override
        public String name() {
            return home.value();
        }
    }

    /**
     * Whether an off-boarded tenant has access again. Immutable.
     *
     * @param remains false if a complete read showed no access of the tenant, and the policy has not named the tenant
     *     since
     */
    record Access(TenantId tenant, boolean remains, Instant at) implements Baseline {
        @Override
        public String name() {
            return tenant.value();
        }
    }

    /**
     * The groups that applied plans used for a tenant and that are not known to be cleared. When the policy names one of
     * them no longer, a plan takes its members out and its roles away. Immutable.
     */
    record Given(TenantId tenant, Set<GroupId> groups) implements Baseline {
        /** Copies the groups. */
        public Given {
            groups = Set.copyOf(groups);
        }

        @Override
        public String name() {
            return tenant.value();
        }
    }

    /**
     * The accounts that an isolation proof saw in a group whose access the policy accepts. Immutable.
     *
     * @param holder the group
     */
    record AcceptedMembers(SubjectId holder, Set<AccountId> members) implements Baseline {
        /** Copies the members. */
        public AcceptedMembers {
            members = Set.copyOf(members);
        }

        @Override
        public String name() {
            return holder.value();
        }
    }

    /**
     * The id that was found first for a holder that an accepted line names without an id. Immutable.
     *
     * @param kind the kind of the holder
     * @param named its name in the policy
     */
    record AcceptedHolder(AcceptedAccess.Kind kind, String named, SubjectId id) implements Baseline {
        @Override
        public String name() {
            return kind.key() + " " + named;
        }
    }

    /**
     * The leavers without an account, and the accounts without an identity, that a run compared by external id. Later
     * runs compare only new ones. Immutable.
     *
     * @param source the name of the source
     * @param fingerprints a fingerprint of each person and each account; none reveals an id
     */
    record Unfound(String source, Set<String> fingerprints) implements Baseline {
        /** Copies the fingerprints. */
        public Unfound {
            fingerprints = Set.copyOf(fingerprints);
        }

        @Override
        public String name() {
            return source;
        }
    }

    /**
     * The last isolation proof from a complete read. Immutable.
     *
     * @param at when its read ended
     * @param violations how many violations it found
     * @param fingerprint the fingerprint of the proof
     */
    record CompleteSweep(Instant at, int violations, String policyHash, String fingerprint) implements Baseline {
        /** Returns whether the proof found no violation. */
        public boolean isProven() {
            return violations == 0;
        }
    }

    /**
     * The end of a tenant's trail when its evidence was last gathered; later evidence has to continue from it.
     * Immutable.
     *
     * @param rows how many rows the trail had
     * @param hash the hash of the last row, or {@link AuditChain#START}
     */
    record TrailEnd(TenantId tenant, long rows, String hash) implements Baseline {
        /** Returns the end of a tenant's whole trail. */
        public static TrailEnd of(TenantId tenant, List<AuditTrail.Row> whole) {
            return new TrailEnd(tenant, whole.size(), AuditChain.head(whole, AuditChain.START));
        }

        /** Returns what is wrong with a trail that should continue from this end; empty if nothing is wrong. */
        public Optional<String> alteration(List<AuditTrail.Row> whole) {
            if (whole.size() < rows) {
                return Optional.of("the trail of this tenant had " + rows + " rows and now has " + whole.size());
            }
            String now = AuditChain.head(whole.subList(0, (int) rows), AuditChain.START);
            return now.equals(hash)
                    ? Optional.empty()
                    : Optional.of("one of the first " + rows + " rows of this tenant was altered, removed or moved"
                            + " after evidence was last gathered");
        }

        @Override
        public String name() {
            return tenant.value();
        }
    }
}
