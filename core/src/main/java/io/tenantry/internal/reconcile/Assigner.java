// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides what the policy says about one identity, on one day. Immutable and safe for use by several threads. */
public final class Assigner {
    private final OrganizationPolicy policy;
    private final LocalDate today;

    /** The places in the policy of the tenants that one source group decides, by that group. */
    private final Map<String, List<Integer>> byGroup = new HashMap<>();

    /** The places of the others, which are asked one by one. */
    private final List<Integer> others = new ArrayList<>();

    /** Creates an assigner for this policy as it counts today. */
    public Assigner(OrganizationPolicy policy, LocalDate today) {
        this.policy = policy;
        this.today = today;
        for (int place = 0; place < policy.tenants().size(); place++) {
            if (policy.tenants().get(place).match() instanceof Condition.SourceGroup group) {
                byGroup.computeIfAbsent(group.name(), g -> new ArrayList<>(1)).add(place);
            } else {
                others.add(place);
            }
        }
    }

    /** Returns what the policy says about this identity. */
    public Assignment assign(Identity identity) {
        if (policy.isProtected(identity.id().value(), identity.userName())) {
            return new Assignment.Untouchable("protected by the policy");
        }
        if (!identity.enabled()) {
            return new Assignment.Departed("disabled in the identity source");
        }
        return policy.jointAgent(identity)
                .flatMap(j -> j.isInForce(today) ? joint(identity, j) : expired(identity, j))
                .orElseGet(() -> matched(identity));
    }

    /** Returns the profiles that an identity has in a tenant, given that it belongs to it. */
    public static List<AccessProfile> profiles(TenantPolicy tenant, Identity identity) {
        return tenant.profiles().stream()
                .filter(p -> p.when().map(w -> w.holds(identity)).orElse(true))
                .toList();
    }

    private Optional<Assignment> joint(Identity identity, JointAgent agent) {
        Map<TenantId, List<AccessProfile>> profiles = new TreeMap<>();
        for (TenantId id : agent.tenants()) {
            policy.tenant(id).ifPresent(t -> profiles.put(id, profiles(t, identity)));
        }
        if (!profiles.containsKey(agent.home())) {
            return Optional.empty();
        }
        String rule = "joint agent of " + agent.tenants() + " until " + agent.until() + ", approved by "
                + agent.approvedBy() + ": " + agent.reason();
        return Optional.of(new Assignment.Assigned(agent.home(), profiles, rule));
    }

    // After the last day the person is a mover, to the one tenant the rules give if they do, else to home. Parking
    // would leave the access to several tenants in place.
    private Optional<Assignment> expired(Identity identity, JointAgent agent) {
        if (!matched(identity).tenants().isEmpty()) {
            return Optional.empty();
        }
        String rule = "joint agent of " + agent.tenants() + " until " + agent.until() + ", which is over; home is "
                + agent.home();
        return policy.tenant(agent.home())
                .map(t -> new Assignment.Assigned(t.id(), Map.of(t.id(), profiles(t, identity)), rule));
    }

    private Assignment matched(Identity identity) {
        List<TenantPolicy> matching = matching(identity);
        if (matching.size() == 1) {
            return assigned(matching.get(0), identity, "");
        }
        return matching.isEmpty() ? unmatched(identity) : contested(identity, matching);
    }

    private List<TenantPolicy> matching(Identity identity) {
        Set<Integer> places = new TreeSet<>();
        identity.sourceGroups().forEach(g -> places.addAll(byGroup.getOrDefault(g, List.of())));
        for (int place : others) {
            if (policy.tenants().get(place).match().holds(identity)) {
                places.add(place);
            }
        }
        return places.stream().map(policy.tenants()::get).toList();
    }

    private Assignment contested(Identity identity, List<TenantPolicy> matching) {
        List<TenantId> ids = matching.stream().map(TenantPolicy::id).toList();
        if (policy.precedence().containsAll(ids)) {
            TenantId first = policy.precedence().stream()
                    .filter(ids::contains)
                    .findFirst()
                    .orElseThrow();
            return assigned(policy.tenant(first).orElseThrow(), identity, ", first by precedence among " + ids);
        }
        return new Assignment.Parked(ids, List.of(), "matches several tenants and no precedence decides: " + ids);
    }

    private static Assignment assigned(TenantPolicy tenant, Identity identity, String how) {
        return new Assignment.Assigned(
                tenant.id(),
                Map.of(tenant.id(), profiles(tenant, identity)),
                "tenant " + tenant.id() + ": " + tenant.match() + how);
    }

    private Assignment unmatched(Identity identity) {
        return new Assignment.Parked(List.of(), NearMisses.of(policy, identity), "matches no tenant");
    }
}
