// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fold;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Checks a policy against people, one at a time: finds people in several tenants, and tenants and profiles without
 * people. It keeps counts and one id as an example of each problem, but no person. For one thread.
 */
public final class PeopleLint implements Consumer<Identity> {
    private final PolicyReading reading;
    private final LocalDate today;
    private final List<TenantPolicy> tenants;
    private final Map<String, List<Integer>> byGroup = new HashMap<>();
    private final Map<String, Map<String, List<Integer>>> byValue = new HashMap<>();
    private final List<Integer> unindexed = new ArrayList<>();
    private final long[] members;

    /** The tenants that a person may be in, because the source does not deliver enough to decide it. */
    private final BitSet perhaps = new BitSet();

    /** The source groups that people are in. */
    private final Set<String> groups = new HashSet<>();

    private final Set<Delivered> deliveries = new HashSet<>();
    private final Optional<Condition> outside;

    /** The people who are in no tenant and not outside. */
    private Optional<Seen> waiting = Optional.empty();

    private final long[][] holders;
    private final Map<Pair, Seen> overlaps = new TreeMap<>();
    private final List<JointAgent> lines;
    private final List<String> named = new ArrayList<>();
    private final BitSet met = new BitSet();
    /** Another line in force for the same person, by the line. */
    private final Map<Integer, Integer> second = new TreeMap<>();

    PeopleLint(PolicyReading reading, LocalDate today, Optional<KnownIds> known) {
        this.reading = reading;
        this.today = today;
        lines = reading.draft()
                .map(p -> known.map(p::jointAgents).orElse(p.jointAgents()))
                .orElse(List.of());
        tenants = reading.draft().map(OrganizationPolicy::tenants).orElse(List.of());
        outside = reading.draft().flatMap(OrganizationPolicy::outside).filter(rule -> !Hole.isIn(rule));
        members = new long[tenants.size()];
        holders = new long[tenants.size()][];
        for (int i = 0; i < tenants.size(); i++) {
            holders[i] = new long[tenants.get(i).profiles().size()];
            index(i, Clause.allOf(tenants.get(i).match()));
        }
        lines.forEach(line -> named.add(Fold.of(line.identity())));
    }

    private record Pair(int first, int second) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return first != other.first ? Integer.compare(first, other.first) : Integer.compare(second, other.second);
        }
    }

    private record Seen(long people, IdentityId example) {
        Seen and(Seen other) {
            boolean mine = example.compareTo(other.example) <= 0;
            return new Seen(people + other.people, mine ? example : other.example);
        }
    }

    /**
     * Counts one person. People who may not log in and protected people are skipped, because they are not provisioned.
     */
    @Override
    public void accept(Identity person) {
        List<Integer> inForce = inForce(person);
        if (!person.enabled() || isProtected(person)) {
            return;
        }
        groups.addAll(person.sourceGroups());
        List<Integer> in = tenantsOf(person);
        for (int tenant : in) {
            count(person, tenant);
        }
        for (int i = 1; i < inForce.size(); i++) {
            second.putIfAbsent(inForce.get(i), inForce.get(0));
        }
        boolean joint = !inForce.isEmpty();
        if (!joint && in.isEmpty() && outside.isPresent()) {
            withoutTenant(person, outside.get());
        }
        in = joint ? beside(lines.get(inForce.get(0)), in) : in;
        for (int i = 0; i < in.size(); i++) {
            for (int j = i + 1; j < in.size(); j++) {
                overlap(person, joint, in.get(i), in.get(j));
            }
        }
    }

    // A tenant that is leaving decides about its people, and one whose rule is unknown may.
    private void withoutTenant(Identity person, Condition rule) {
        boolean waits = rule.test(person) == Truth.FALSE;
        for (TenantPolicy tenant : tenants) {
            waits &= tenant.match().test(person) == Truth.FALSE;
        }
        if (waits) {
            Seen one = new Seen(1, person.id());
            waiting = Optional.of(waiting.isPresent() ? waiting.get().and(one) : one);
        }
    }

    // Of the tenants of a line, only the home is compared with those outside it.
    private List<Integer> beside(JointAgent line, List<Integer> in) {
        List<Integer> beside = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i++) {
            TenantId id = tenants.get(i).id();
            if (id.equals(line.home()) || (in.contains(i) && !line.tenants().contains(id))) {
                beside.add(i);
            }
        }
        return beside;
    }

    /** Returns the problems found so far, in the order of the document. */
    public List<Problem> problems() {
        Problems problems = new Problems(reading.origin());
        overlaps.forEach((pair, seen) -> report(pair, seen, problems));
        for (int i = 0; i < tenants.size(); i++) {
            unused(i, problems);
        }
        outside(problems);
        unknown(problems);
        return problems.sorted();
    }

    private void index(int tenant, Optional<List<Clause>> clauses) {
        List<Runnable> entries = new ArrayList<>();
        for (Clause clause : clauses.orElse(List.of(Clause.open()))) {
            if (!clause.groups().isEmpty()) {
                String group = clause.groups().iterator().next();
                entries.add(() ->
                        byGroup.computeIfAbsent(group, k -> new ArrayList<>()).add(tenant));
            } else if (clause.listedValues().isPresent()) {
                Map.Entry<String, Set<String>> listed = clause.listedValues().get();
                listed.getValue()
                        .forEach(v -> entries.add(() -> byValue.computeIfAbsent(listed.getKey(), k -> new HashMap<>())
                                .computeIfAbsent(v, k -> new ArrayList<>())
                                .add(tenant)));
            } else {
                unindexed.add(tenant);
                return;
            }
        }
        entries.forEach(Runnable::run);
    }

    private List<Integer> tenantsOf(Identity person) {
        Set<Integer> candidates = new HashSet<>(unindexed);
        for (String group : person.sourceGroups()) {
            candidates.addAll(byGroup.getOrDefault(group, List.of()));
        }
        byValue.forEach((attribute, values) ->
                person.attribute(attribute).ifPresent(v -> candidates.addAll(values.getOrDefault(v, List.of()))));
        learn(person, candidates);
        return candidates.stream()
                .filter(t -> !tenants.get(t).isLeaving())
                .filter(t -> tenants.get(t).match().holds(person))
                .sorted()
                .toList();
    }

    // A tenant that is unknown for a person without groups and attributes is unknown for most other people too.
    private void learn(Identity person, Set<Integer> candidates) {
        candidates.forEach(t -> doubt(t, person));
        if (deliveries.add(person.delivered())) {
            Identity blank =
                    Identity.of("blank", "blank", "", List.of(), Map.of()).with(person.delivered());
            IntStream.range(0, tenants.size()).forEach(t -> doubt(t, blank));
        }
    }

    private void doubt(int tenant, Identity person) {
        if (tenants.get(tenant).match().test(person) == Truth.UNKNOWN) {
            perhaps.set(tenant);
        }
    }

    private void count(Identity person, int tenant) {
        members[tenant]++;
        List<AccessProfile> profiles = tenants.get(tenant).profiles();
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).when().map(w -> w.test(person)).orElse(Truth.TRUE) != Truth.FALSE) {
                holders[tenant][i]++;
            }
        }
    }

    private void overlap(Identity person, boolean joint, int first, int second) {
        if (joint || !decided(tenants.get(first).id(), tenants.get(second).id())) {
            overlaps.merge(new Pair(first, second), new Seen(1, person.id()), Seen::and);
        }
    }

    private boolean decided(TenantId one, TenantId other) {
        return reading.draft()
                .filter(p -> p.precedence().contains(one) && p.precedence().contains(other))
                .isPresent();
    }

    private List<Integer> inForce(Identity person) {
        List<String> names = List.of(Fold.of(person.id().value()), Fold.of(person.userName()));
        List<Integer> inForce = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            if (names.contains(named.get(i))) {
                met.set(i);
                if (lines.get(i).isInForce(today)) {
                    inForce.add(i);
                }
            }
        }
        return inForce;
    }

    private boolean isProtected(Identity person) {
        return reading.draft()
                .filter(p -> p.isProtected(person.id().value(), person.userName()))
                .isPresent();
    }

    private void report(Pair pair, Seen seen, Problems problems) {
        String path = "tenants[" + pair.second + "].match";
        problems.add(
                ProblemCode.PERSON_IN_SEVERAL_TENANTS,
                reading.spot(path),
                path,
                seen.people + (seen.people == 1 ? " person is" : " people are") + " in tenant "
                        + Quote.of(tenants.get(pair.first).id().value()) + " and in tenant "
                        + Quote.of(tenants.get(pair.second).id().value()) + ", such as identity "
                        + Quote.of(seen.example.value()));
    }

    private void unused(int tenant, Problems problems) {
        TenantPolicy policy = tenants.get(tenant);
        String path = "tenants[" + tenant + "]";
        if (policy.isLeaving()) {
            return;
        }
        if (members[tenant] == 0) {
            if (!Hole.isIn(policy.match()) && !perhaps.get(tenant)) {
                String message = "tenant " + quoted(policy) + " has no people" + near(policy);
                add(ProblemCode.TENANT_UNMATCHED, path + ".match", message, problems);
            }
            return;
        }
        for (int i = 0; i < holders[tenant].length; i++) {
            AccessProfile profile = policy.profiles().get(i);
            boolean broken =
                    Hole.is(profile.id()) || profile.when().filter(Hole::isIn).isPresent();
            if (holders[tenant][i] == 0 && !broken) {
                add(
                        ProblemCode.PROFILE_UNUSED,
                        path + ".profiles[" + i + "]",
                        "no person in tenant " + quoted(policy) + " has the profile " + Quote.of(profile.id()),
                        problems);
            }
        }
    }

    private void outside(Problems problems) {
        if (waiting.isPresent()) {
            Seen seen = waiting.get();
            String message = seen.people + (seen.people == 1 ? " person is" : " people are")
                    + " in no tenant and not outside, such as identity " + Quote.of(seen.example.value());
            add(ProblemCode.PERSON_IN_NO_TENANT, "outside", message, problems);
        }
    }

    /** Returns which source group of the people is probably meant by one that none of them is in. */
    private String near(TenantPolicy policy) {
        Set<String> free = new HashSet<>(groups);
        tenants.forEach(t -> t.rules().forEach(rule -> rule.group().ifPresent(free::remove)));
        for (Condition rule : policy.rules()) {
            String group = rule.group().orElse("");
            if (!group.isEmpty() && !groups.contains(group)) {
                return Suggestion.hint(group, free);
            }
        }
        return "";
    }

    private void unknown(Problems problems) {
        for (int i = 0; i < lines.size(); i++) {
            String path = "jointAgents[" + i + "].identity";
            Integer first = second.get(i);
            if (first != null) {
                problems.add(
                        ProblemCode.DUPLICATE_ID,
                        reading.spot(path),
                        path,
                        "a second line in force for the person of jointAgents[" + first + "], so none of them counts",
                        "Keep one of them");
            }
            if (!Hole.is(lines.get(i).identity()) && !met.get(i)) {
                add(ProblemCode.JOINT_AGENT_UNKNOWN, path, "the source has no person with this identity", problems);
            }
        }
    }

    private static String quoted(TenantPolicy tenant) {
        return Quote.of(tenant.id().value());
    }

    private void add(ProblemCode code, String path, String message, Problems problems) {
        problems.add(code, reading.spot(path), path, message);
    }
}
