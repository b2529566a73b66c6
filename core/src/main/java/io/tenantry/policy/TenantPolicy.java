// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The policy of one tenant: who is in it, which division it owns, and which access its people have. Immutable.
 *
 * @param name for people
 * @param match the rule for who is in it
 * @param profiles in the order of the document
 * @param state whether its rules give access
 * @param governance authority and limits; those of the organization where the tenant sets none
 */
public record TenantPolicy(
        TenantId id,
        String name,
        DivisionRef division,
        Condition match,
        List<AccessProfile> profiles,
        State state,
        Governance governance) {
    /** Copies the profiles. */
    public TenantPolicy {
        profiles = List.copyOf(profiles);
    }

    /** Creates the policy of an active tenant. */
    public TenantPolicy(
            TenantId id,
            String name,
            DivisionRef division,
            Condition match,
            List<AccessProfile> profiles,
            Governance governance) {
        this(id, name, division, match, profiles, State.ACTIVE, governance);
    }

    /** Returns the rules that say who is in the tenant and who has which profile, and all parts of these rules. */
    public List<Condition> rules() {
        List<Condition> all = new ArrayList<>();
        match.each("", (rule, path) -> all.add(rule));
        profiles.forEach(p -> p.when().ifPresent(when -> when.each("", (rule, path) -> all.add(rule))));
        return all;
    }

    /** Returns whether its rules give access to nobody any more. */
    public boolean isLeaving() {
        return state == State.LEAVING;
    }

    /** What the rules of a tenant do. */
    public enum State {
        /** The people who match get access. The default. */
        ACTIVE("active"),
        /** The people who match this tenant alone lose their access to it, until nobody has any. */
        LEAVING("leaving");

        private final String key;

        State(String key) {
            this.key = key;
        }

        /** Returns the name that a policy document uses. */
        public String key() {
            return key;
        }
    }
}
