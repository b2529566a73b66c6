// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the policy says about one identity. Immutable. */
public sealed interface Assignment {
    /** Returns the rule that decided, in words. */
    String rule();

    /**
     * Belongs to a tenant, or as a declared joint agent to several.
     *
     * @param home the tenant in whose division the account lives
     * @param profiles the profiles of every tenant the person belongs to, {@code home} among them
     */
    record Assigned(TenantId home, Map<TenantId, List<AccessProfile>> profiles, String rule) implements Assignment {
        /** Copies the profiles. */
        public Assigned {
            Map<TenantId, List<AccessProfile>> copy = new TreeMap<>();
            profiles.forEach((tenant, of) -> copy.put(tenant, List.copyOf(of)));
            profiles = Collections.unmodifiableMap(copy);
        }

        /** Returns whether the person belongs to this tenant. */
        public boolean includes(TenantId tenant) {
            return profiles.containsKey(tenant);
        }
    }

    /**
     * Belongs to no tenant, or to several without a rule between them: gets nothing new, loses nothing on that ground.
     *
     * @param matching the tenants that match; empty if none does
     * @param nearMisses what came closest, in words
     */
    record Parked(List<TenantId> matching, List<String> nearMisses, String rule) implements Assignment {
        /** Copies the lists. */
        public Parked {
            matching = List.copyOf(matching);
            nearMisses = List.copyOf(nearMisses);
        }
    }

    /** Has left, as far as the source says. */
    record Departed(String rule) implements Assignment {}

    /** Is protected by the policy and never touched. */
    record Untouchable(String rule) implements Assignment {}
}
