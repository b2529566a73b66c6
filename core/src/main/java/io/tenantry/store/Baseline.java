// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Organization;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing that a run saw and a later run compares with. Immutable. */
public sealed interface Baseline {
    /** Returns the name under which it is kept; a baseline of the same kind and name replaces it. */
    default String name() {
        return "";
    }

    /**
     * How large an identity source was when it was last read whole. Immutable.
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
     * What each tenant had of each kind in the last complete read of the organization. Immutable.
     *
     * @param counts nothing is known of a tenant that is not in it
     */
    record Counts(Map<TenantId, Map<EntitlementKind, Long>> counts) implements Baseline {
        /** Copies the counts. */
        public Counts {
            counts = counts.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
        }
    }

    /**
     * The organization that has a certain Home division, which no other organization has. Immutable.
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
     * Whether a tenant that was off-boarded has access again. Immutable.
     *
     * @param remains false if a complete read showed no access of the tenant and the policy has not named it since
     */
    record Access(TenantId tenant, boolean remains, Instant at) implements Baseline {
        @Override
        public String name() {
            return tenant.value();
        }
    }

    /**
     * People who left and have no account, and accounts that belong to no identity, as a run compared them by external id. Later runs
     * compare only those who are new. Immutable.
     *
     * @param source the name of the source
     * @param fingerprints one for each person and each account; none shows an id
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
     * The last isolation proof that rested on a complete read. Immutable.
     *
     * @param at when its read ended
     * @param violations how many violations it found
     * @param fingerprint of the proof
     */
    record CompleteSweep(Instant at, int violations, String policyHash, String fingerprint) implements Baseline {
        /** Returns whether the proof found no violation. */
        public boolean isProven() {
            return violations == 0;
        }
    }

    /**
     * Where the trail of a tenant ended when its evidence was last gathered: later evidence has to grow out of it. Immutable.
     *
     * @param rows how many rows the trail had
     * @param hash of the last row, or {@link AuditChain#START}
     */
    record TrailEnd(TenantId tenant, long rows, String hash) implements Baseline {
        /** Returns the end of a tenant's whole trail. */
        public static TrailEnd of(TenantId tenant, List<AuditTrail.Row> whole) {
            return new TrailEnd(tenant, whole.size(), AuditChain.head(whole, AuditChain.START));
        }

        /** Returns what is wrong with a trail that should have grown out of this one; empty if nothing is. */
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
