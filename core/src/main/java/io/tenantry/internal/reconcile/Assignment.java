// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.Truth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The result of the policy for one identity. Immutable. */
public sealed interface Assignment {
    /** Returns the deciding rule, in words. */
    String rule();

    /** Calls the method for this kind of assignment and returns its answer. */
    <T> T match(Cases<T> cases);

    /** Returns the tenants that the identity belongs to; empty unless it is assigned. */
    default Set<TenantId> tenants() {
        return Set.of();
    }

    /** Returns whether the identity belongs to this tenant. */
    default boolean includes(TenantId tenant) {
        return tenants().contains(tenant);
    }

    /** Returns whether the identity belongs to this tenant, or it is open whether it does. */
    default boolean mayInclude(TenantId tenant) {
        return includes(tenant);
    }

    /** Returns whether the person may have to leave the group of this profile; empty if no profile uses the group. */
    default boolean mayLeave(TenantId tenant, Optional<AccessProfile> profile) {
        return true;
    }

    /**
     * Returns whether several tenants match without a precedence, or none matches a person who is not outside, or too
     * little is known to decide.
     */
    default boolean isUndecided() {
        return false;
    }

    /** Returns whether the policy says that the identity needs no tenant, and none matches. */
    default boolean isOutside() {
        return false;
    }

    /** Returns this assignment after the end of a line for a joint agent, if it is one that takes nothing by itself. */
    default Assignment after(EndedLine line) {
        return this;
    }

    /** Returns whether the policy manages this identity. */
    default boolean isInScope() {
        return true;
    }

    /**
     * One method for each kind of assignment.
     *
     * @param <T> the type of an answer
     */
    interface Cases<T> {
        /** Answers for an identity that belongs to one tenant or more. */
        T assigned(Assigned assigned);

        /** Answers for an identity without a tenant, or with too many. */
        T parked(Parked parked);

        /** Answers for an identity whose only tenants are leaving. */
        T released(Released released);

        /** Answers for an identity that has left. */
        T departed(Departed departed);

        /** Answers for an identity that no plan changes. */
        T untouchable(Untouchable untouchable);
    }

    /**
     * The identity belongs to a tenant, or as a declared joint agent to several.
     *
     * @param home the tenant in whose division the account lives
     * @param profiles the profiles of every tenant the person belongs to, {@code home} among them
     * @param undecided the profiles in these tenants whose rule is unknown; they are neither given nor removed
     */
    record Assigned(
            TenantId home,
            Map<TenantId, List<AccessProfile>> profiles,
            Map<TenantId, List<AccessProfile>> undecided,
            String rule)
            implements Assignment {
        /** Copies the profiles. */
        public Assigned {
            profiles = copy(profiles);
            undecided = copy(undecided);
        }

        private static Map<TenantId, List<AccessProfile>> copy(Map<TenantId, List<AccessProfile>> profiles) {
            Map<TenantId, List<AccessProfile>> copy = new TreeMap<>();
            profiles.forEach((tenant, of) -> copy.put(tenant, List.copyOf(of)));
            return Collections.unmodifiableMap(copy);
        }

        /** Returns whether the person gets this profile of a tenant. */
        boolean gives(TenantId tenant, AccessProfile profile) {
            return profiles.getOrDefault(tenant, List.of()).contains(profile);
        }

        /** Returns whether the person gets this profile of a tenant, or its rule is unknown. */
        boolean mayGive(TenantId tenant, AccessProfile profile) {
            return gives(tenant, profile)
                    || undecided.getOrDefault(tenant, List.of()).contains(profile);
        }

        @Override
        public boolean mayLeave(TenantId tenant, Optional<AccessProfile> profile) {
            return profile.filter(p -> mayGive(tenant, p)).isEmpty();
        }

        @Override
        public Set<TenantId> tenants() {
            return profiles.keySet();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.assigned(this);
        }
    }

    /**
     * The identity belongs to no tenant, or to several without a precedence, or the source does not deliver enough to
     * decide. It gets no new access, and loses none for this reason.
     *
     * @param matching the tenants that match; empty if none does
     * @param unsaid the attributes and groups that the source would have to deliver, in words; empty if it delivers
     *     enough
     * @param nearMisses the tenants whose rule almost matches, in words
     * @param outside whether the policy calls a person whom no tenant matches outside; empty if it does not say who is
     * @param ended the line that gave several tenants, whose other tenants are lost
     */
    record Parked(
            List<TenantId> matching,
            List<String> unsaid,
            List<String> nearMisses,
            Optional<Truth> outside,
            Optional<EndedLine> ended,
            String rule)
            implements Assignment {
        /** Creates an assignment that takes nothing. */
        public Parked(List<TenantId> matching, List<String> unsaid, List<String> nearMisses, String rule) {
            this(matching, unsaid, nearMisses, Optional.empty(), Optional.empty(), rule);
        }

        @Override
        public Parked after(EndedLine line) {
            return new Parked(matching, unsaid, nearMisses, outside, Optional.of(line), rule);
        }

        /** Copies the lists. */
        public Parked {
            matching = List.copyOf(matching);
            unsaid = List.copyOf(unsaid);
            nearMisses = List.copyOf(nearMisses);
        }

        @Override
        public boolean mayLeave(TenantId tenant, Optional<AccessProfile> profile) {
            return ended.isPresent();
        }

        @Override
        public boolean mayInclude(TenantId tenant) {
            return (!unsaid.isEmpty() && outside.isEmpty()) || matching.contains(tenant);
        }

        @Override
        public boolean isUndecided() {
            return waits() || !matching.isEmpty() || !unsaid.isEmpty();
        }

        @Override
        public boolean isOutside() {
            return outside.filter(Truth.TRUE::equals).isPresent();
        }

        /** Returns whether no tenant matches and the person is not known to be outside. */
        boolean waits() {
            return outside.filter(said -> said != Truth.TRUE).isPresent();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.parked(this);
        }
    }

    /**
     * The identity matches only tenants that are leaving, so it loses what it has there and nothing else.
     *
     * @param leaving those tenants
     */
    record Released(List<TenantId> leaving, String rule) implements Assignment {
        /** Copies the list. */
        public Released {
            leaving = List.copyOf(leaving);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.released(this);
        }
    }

    /** The identity has left, according to the source. */
    record Departed(String rule) implements Assignment {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.departed(this);
        }
    }

    /** The policy protects the identity, so no plan changes it. */
    record Untouchable(String rule) implements Assignment {
        @Override
        public boolean mayLeave(TenantId tenant, Optional<AccessProfile> profile) {
            return false;
        }

        @Override
        public boolean isInScope() {
            return false;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.untouchable(this);
        }
    }
}
