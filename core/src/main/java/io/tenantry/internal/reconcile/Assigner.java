// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.Condition;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.Truth;
import io.tenantry.store.JointLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the assignment of one identity by the policy, on one day. Immutable and safe for use by several threads. */
public final class Assigner {
    private final OrganizationPolicy policy;
    private final TenantMap map;

    /** The positions of the tenants whose rule is a single source group, by that group. */
    private final Map<String, List<Integer>> byGroup = new HashMap<>();

    /** The positions of the other tenants, whose rules are tested one by one. */
    private final List<Integer> others = new ArrayList<>();

    /** The positions of the tenants whose rule is a source group that is not delivered, by what a source delivers. */
    private final Map<Delivered, List<Integer>> unlisted = new ConcurrentHashMap<>();

    /** Creates an assigner for the policy and the day of this map. */
    public Assigner(TenantMap map) {
        this.map = map;
        this.policy = map.bound().policy();
        for (int place = 0; place < policy.tenants().size(); place++) {
            if (policy.tenants().get(place).isLeaving()) {
                continue;
            }
            Optional<String> group = policy.tenants().get(place).match().group();
            group.map(name -> byGroup.computeIfAbsent(name, n -> new ArrayList<>(1)))
                    .orElse(others)
                    .add(place);
        }
    }

    /** Returns the assignment of this identity. */
    public Assignment assign(Identity identity) {
        if (policy.isProtected(identity.id().value(), identity.userName())) {
            return new Assignment.Untouchable("protected by the policy");
        }
        if (identity.state() == Identity.State.DISABLED) {
            return new Assignment.Departed("disabled in the identity source");
        }
        if (identity.state() == Identity.State.UNKNOWN) {
            return unsaid(List.of(), List.of("whether the person may log in"));
        }
        List<JointAgent> inForce = new ArrayList<>();
        List<JointAgent> ended = new ArrayList<>();
        for (JointAgent line : map.jointAgents()) {
            if (line.isFor(identity.id())) {
                (line.isInForce(map.day()) ? inForce : ended).add(line);
            }
        }
        return inForce.isEmpty() ? ended(identity, ended) : joint(identity, inForce);
    }

    private static List<AccessProfile> profiles(TenantPolicy tenant, Identity identity, Truth wanted) {
        return tenant.profiles().stream()
                .filter(p -> p.when().map(w -> w.test(identity)).orElse(Truth.TRUE) == wanted)
                .toList();
    }

    // Several answers are no answer: neither of two lines counts, nor a line for whom a tenant outside it matches too.
    private Assignment joint(Identity identity, List<JointAgent> lines) {
        JointAgent line = lines.get(0);
        List<TenantPolicy> tenants = lines.stream()
                .flatMap(l -> l.tenants().stream())
                .distinct()
                .flatMap(id -> policy.tenant(id).stream())
                .filter(t -> !t.isLeaving())
                .toList();
        if (lines.size() > 1) {
            return new Assignment.Parked(
                    ids(tenants),
                    List.of(),
                    List.of(),
                    "is a joint agent by several lines: "
                            + lines.stream().map(JointAgent::tenants).toList());
        }
        if (!ids(tenants).contains(line.home())) {
            return matched(identity);
        }
        String rule = "joint agent of " + line.tenants() + " until " + line.until() + ", approved by "
                + line.approvedBy() + ": " + line.reason();
        Map<Truth, List<TenantPolicy>> outside = tenants(identity);
        outside.values().forEach(of -> of.removeAll(tenants));
        List<TenantId> matching = ids(outside.getOrDefault(Truth.TRUE, List.of()));
        List<TenantPolicy> unknown = outside.getOrDefault(Truth.UNKNOWN, List.of());
        if (!matching.isEmpty()) {
            return new Assignment.Parked(
                    matching, List.of(), List.of(), rule + "; matches tenants outside that line too: " + matching);
        }
        return unknown.isEmpty()
                ? assigned(line.home(), tenants, identity, rule)
                : unsaid(identity, ids(tenants), unknown);
    }

    // A person whom one tenant matches is a mover to it. Parking alone would keep all that the lines gave.
    private Assignment ended(Identity identity, List<JointAgent> lines) {
        List<JointLine> ended = new ArrayList<>();
        lines.forEach(line -> ended.add(JointLine.of(line)));
        map.formerLine(identity.id()).ifPresent(ended::add);
        Assignment now = matched(identity);
        if (ended.isEmpty()) {
            return now;
        }
        JointLine all = ended.stream().reduce(JointLine::and).orElseThrow();
        Set<TenantId> possible = all.tenants().stream()
                .filter(id -> policy.tenant(id).filter(t -> may(identity, t)).isPresent())
                .collect(Collectors.toSet());
        String how = lines.isEmpty()
                ? " is no longer in the policy"
                : " was until " + lines.get(lines.size() - 1).until();
        String why = "the line for a joint agent of " + new TreeSet<>(all.tenants()) + how;
        return now.after(new EndedLine(all.tenants(), all.home(), possible, why));
    }

    private static boolean may(Identity identity, TenantPolicy tenant) {
        return !tenant.isLeaving() && tenant.match().test(identity) != Truth.FALSE;
    }

    private Assignment matched(Identity identity) {
        Map<Truth, List<TenantPolicy>> tenants = tenants(identity);
        List<TenantPolicy> matching = tenants.getOrDefault(Truth.TRUE, List.of());
        List<TenantPolicy> unknown = tenants.getOrDefault(Truth.UNKNOWN, List.of());
        if (!unknown.isEmpty()) {
            return undecided(identity, matching, unknown);
        }
        if (matching.size() == 1) {
            return assigned(matching.get(0), identity, "");
        }
        return matching.isEmpty() ? unmatched(identity) : contested(identity, matching);
    }

    private Map<Truth, List<TenantPolicy>> tenants(Identity identity) {
        Set<Integer> places = new TreeSet<>(others);
        identity.sourceGroups().forEach(g -> places.addAll(byGroup.getOrDefault(g, List.of())));
        places.addAll(unlisted(identity.delivered()));
        return places.stream()
                .map(policy.tenants()::get)
                .collect(Collectors.groupingBy(t -> t.match().test(identity)));
    }

    private List<Integer> unlisted(Delivered delivered) {
        return delivered.equals(Delivered.everything())
                ? List.of()
                : unlisted.computeIfAbsent(
                        delivered,
                        d -> byGroup.entrySet().stream()
                                .filter(e -> !d.sourceGroups().contains(e.getKey()))
                                .flatMap(e -> e.getValue().stream())
                                .toList());
    }

    /**
     * Decides if the rules of some tenants are unknown: a person is assigned only if the answer is the same for each
     * possible result of these rules.
     */
    private Assignment undecided(Identity identity, List<TenantPolicy> matching, List<TenantPolicy> unknown) {
        List<TenantPolicy> perhaps =
                Stream.concat(matching.stream(), unknown.stream()).toList();
        Optional<TenantId> first = firstOf(ids(perhaps)).filter(ids(matching)::contains);
        if (first.isPresent() || (matching.size() > 1 && firstOf(ids(matching)).isEmpty())) {
            return contested(identity, matching);
        }
        return unsaid(identity, ids(matching), unknown);
    }

    private static Assignment unsaid(Identity identity, List<TenantId> matching, List<TenantPolicy> unknown) {
        Set<String> unsaid = new LinkedHashSet<>();
        unknown.forEach(t -> t.match().unsaid(identity).forEach(u -> unsaid.add(u + " (tenant " + t.id() + ")")));
        return unsaid(matching, List.copyOf(unsaid));
    }

    private static Assignment unsaid(List<TenantId> matching, List<String> unsaid) {
        return new Assignment.Parked(
                matching, unsaid, List.of(), "the identity source does not deliver " + String.join(", ", unsaid));
    }

    private static List<TenantId> ids(List<TenantPolicy> tenants) {
        return tenants.stream().map(TenantPolicy::id).toList();
    }

    /** Returns the first of these tenants by precedence, if precedence names them all. */
    private Optional<TenantId> firstOf(List<TenantId> tenants) {
        return policy.precedence().containsAll(tenants)
                ? policy.precedence().stream().filter(tenants::contains).findFirst()
                : Optional.empty();
    }

    private Assignment contested(Identity identity, List<TenantPolicy> matching) {
        List<TenantId> ids = ids(matching);
        return firstOf(ids)
                .flatMap(policy::tenant)
                .map(first -> assigned(first, identity, ", first by precedence among " + ids))
                .orElseGet(() -> new Assignment.Parked(
                        ids, List.of(), List.of(), "matches several tenants and no precedence decides: " + ids));
    }

    private static Assignment assigned(TenantPolicy tenant, Identity identity, String how) {
        return assigned(tenant.id(), List.of(tenant), identity, "tenant " + tenant.id() + ": " + tenant.match() + how);
    }

    private static Assignment assigned(TenantId home, List<TenantPolicy> tenants, Identity identity, String rule) {
        Map<TenantId, List<AccessProfile>> profiles = new TreeMap<>();
        Map<TenantId, List<AccessProfile>> undecided = new TreeMap<>();
        for (TenantPolicy tenant : tenants) {
            profiles.put(tenant.id(), profiles(tenant, identity, Truth.TRUE));
            undecided.put(tenant.id(), profiles(tenant, identity, Truth.UNKNOWN));
        }
        return new Assignment.Assigned(home, profiles, undecided, rule);
    }

    private Assignment unmatched(Identity identity) {
        List<TenantId> leaving = policy.tenants().stream()
                .filter(TenantPolicy::isLeaving)
                .filter(t -> t.match().test(identity) == Truth.TRUE)
                .map(TenantPolicy::id)
                .toList();
        return leaving.isEmpty()
                ? unplaced(identity)
                : new Assignment.Released(leaving, "matches only tenants that are leaving: " + leaving);
    }

    private Assignment unplaced(Identity identity) {
        List<String> near = NearMisses.of(policy, identity);
        if (policy.outside().isEmpty()) {
            return new Assignment.Parked(List.of(), List.of(), near, "matches no tenant");
        }
        Condition rule = policy.outside().get();
        Truth outside = rule.test(identity);
        List<String> unsaid = outside == Truth.UNKNOWN ? List.copyOf(rule.unsaid(identity)) : List.of();
        String how = outside == Truth.TRUE
                ? "is outside: " + rule
                : unsaid.isEmpty()
                        ? "is not outside"
                        : "the identity source does not deliver what says who is outside: " + String.join(", ", unsaid);
        return new Assignment.Parked(
                List.of(), unsaid, near, Optional.of(outside), Optional.empty(), "matches no tenant, and " + how);
    }
}
