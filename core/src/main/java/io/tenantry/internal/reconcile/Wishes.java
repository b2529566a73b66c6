// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.GroupId;
import io.tenantry.identity.Delivered;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.dense.RuleIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The clear result of the policy for people: one tenant and groups in it, called a wish. People with the same facts
 * among those that rules name have the same wish, and there are few such sets of facts, so the rules are matched once
 * for each set and not for each person.
 */
final class Wishes {
    /** The wish of people for whom the rules alone do not decide. */
    static final int NONE = -1;

    private static final int UNKNOWN = -2;

    /**
     * The most sets of facts to keep. A policy may name a fact that differs for each person; then there are as many
     * sets as people, and they are not kept.
     */
    private static final int MOST = 1 << 16;

    private record Wish(int tenant, List<Integer> groups) {}

    private final People people;
    private final PolicyIndex index;
    private final RuleIndex.Scratch scratch;
    private final boolean[] ready;
    private final int[] divisions;
    private final int[][] groups;

    /** The node of each set of source groups. */
    private final int[] nodeOfSet;

    private final List<Wish> wishes = new ArrayList<>();
    private final Map<Wish, Integer> ordinals = new HashMap<>();

    /**
     * A tree of sets of facts: a node and a fact lead to another node. A key combines both plus one, so that no key is
     * 0.
     */
    private long[] keys = new long[1 << 10];

    private int[] nodes = new int[1 << 10];
    private int[] answers = {UNKNOWN};
    private int size = 1;
    private int[] facts = new int[64];

    Wishes(PolicyIndex index, BoundPolicy bound, People people, AccountIndex accounts) {
        this.people = people;
        this.index = index;
        this.scratch = index.rules.scratch();
        nodeOfSet = new int[people.groupSets.size()];
        Arrays.fill(nodeOfSet, UNKNOWN);
        List<BoundTenant> tenants = bound.tenants();
        ready = new boolean[tenants.size()];
        divisions = new int[tenants.size()];
        groups = new int[tenants.size()][];
        for (int t = 0; t < tenants.size(); t++) {
            BoundTenant tenant = tenants.get(t);
            divisions[t] = tenant.division().id().map(accounts::division).orElse(-1);
            groups[t] = tenant.profiles().stream()
                    .mapToInt(p -> p.group()
                            .id()
                            .map(g -> accounts.memberships.group(g.value()))
                            .orElse(-1))
                    .toArray();
            ready[t] = tenant.isWhole() && divisions[t] >= 0 && ownsAll(bound, tenant);
        }
    }

    // The members of a group that two profiles name need the full road.
    private static boolean ownsAll(BoundPolicy bound, BoundTenant tenant) {
        for (BoundProfile profile : tenant.profiles()) {
            Optional<GroupId> group = profile.group().id();
            if (group.isEmpty() || bound.isNamedTwice(group.get())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the ordinal of the division that each wish is for. */
    int[] divisions() {
        return wishes.stream().mapToInt(wish -> divisions[wish.tenant()]).toArray();
    }

    /** Returns the ordinals of the groups that each wish is for. */
    List<List<Integer>> groups() {
        return wishes.stream().map(Wish::groups).toList();
    }

    /** Returns the wish of each person, or {@link #NONE}. */
    int[] ofEverybody() {
        int[] wishOf = index.namesAttributes ? byFacts() : byGroups();
        BitSet undecided = undecided();
        for (int row = 0; !undecided.isEmpty() && row < wishOf.length; row++) {
            if (undecided.get(people.deliveryOf(row))) {
                wishOf[row] = NONE;
            }
        }
        return wishOf;
    }

    /** Returns the deliveries that lack an attribute or a group that a rule names. */
    private BitSet undecided() {
        List<Delivered> deliveries = people.deliveries();
        BitSet undecided = new BitSet();
        for (int i = 0; i < deliveries.size(); i++) {
            undecided.set(i, !index.isDecidedBy(deliveries.get(i)));
        }
        return undecided;
    }

    private int[] byFacts() {
        int[] wishOf = new int[people.size()];
        for (int row = 0; row < wishOf.length; row++) {
            wishOf[row] = of(row);
        }
        return wishOf;
    }

    private int[] byGroups() {
        int[] wishOfSet = new int[people.groupSets.size()];
        for (int set = 0; set < wishOfSet.length; set++) {
            wishOfSet[set] = ofSet(set);
        }
        int[] wishOf = new int[people.size()];
        // This loop makes no calls that could change a field, so it keeps its data in registers.
        for (int row = 0; row < wishOf.length; row++) {
            wishOf[row] = wishOfSet[people.groupSetOf.get(row)];
        }
        return wishOf;
    }

    private int of(int row) {
        int node = attributes(row, nodeOfSet(people.groupSetOf.get(row)));
        return isKnown(node) ? answers[node] : keep(node, match(people.copyFacts(row, roomFor(people.factCount(row)))));
    }

    private int ofSet(int set) {
        int node = nodeOfSet(set);
        return isKnown(node)
                ? answers[node]
                : keep(node, match(people.copyGroups(set, roomFor(people.groupCount(set)))));
    }

    private boolean isKnown(int node) {
        return node >= 0 && answers[node] != UNKNOWN;
    }

    private int keep(int node, int answer) {
        if (node >= 0) {
            answers[node] = answer;
        }
        return answer;
    }

    private int[] roomFor(int count) {
        facts = count > facts.length ? new int[count * 2] : facts;
        return facts;
    }

    private int nodeOfSet(int set) {
        int node = nodeOfSet[set];
        if (node == UNKNOWN) {
            node = 0;
            for (int i = people.groupSets.start(set); i < people.groupSets.end(set); i++) {
                node = next(node, people.groupSets.value(i));
            }
            nodeOfSet[set] = node;
        }
        return node;
    }

    private int attributes(int row, int from) {
        int node = from;
        int end = people.attributesTo(row);
        for (int i = people.attributesFrom(row); i < end; i++) {
            node = next(node, people.attributeAt(i));
        }
        return node;
    }

    /** Returns the node that a fact leads to; a fact that no rule names leads back to the same node. */
    private int next(int node, int fact) {
        if (node < 0 || !index.named.get(fact)) {
            return node;
        }
        long key = (((long) node << Integer.SIZE) | fact) + 1;
        int slot = slot(key);
        while (keys[slot] != 0) {
            if (keys[slot] == key) {
                return nodes[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return size == MOST ? -1 : add(key);
    }

    private int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> (1 + Long.numberOfLeadingZeros(keys.length)));
    }

    private int add(long key) {
        if (size * 2 > keys.length) {
            long[] oldKeys = keys;
            int[] oldNodes = nodes;
            keys = new long[oldKeys.length * 2];
            nodes = new int[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    place(oldKeys[i], oldNodes[i]);
                }
            }
        }
        if (size == answers.length) {
            answers = Arrays.copyOf(answers, size * 2);
        }
        answers[size] = UNKNOWN;
        place(key, size);
        return size++;
    }

    private void place(long key, int node) {
        int slot = slot(key);
        while (keys[slot] != 0) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        nodes[slot] = node;
    }

    private int match(int count) {
        int matches = index.rules.match(facts, 0, count, scratch);
        int tenant = onlyTenant(matches);
        return tenant < 0 || !ready[tenant] ? NONE : intern(new Wish(tenant, desired(tenant, matches)));
    }

    private int intern(Wish wish) {
        Integer known = ordinals.putIfAbsent(wish, wishes.size());
        if (known == null) {
            wishes.add(wish);
            return wishes.size() - 1;
        }
        return known;
    }

    private int onlyTenant(int matches) {
        int tenant = -1;
        for (int i = 0; i < matches; i++) {
            int rule = scratch.rule(i);
            if (index.profileOf(rule) < 0) {
                if (tenant >= 0) {
                    return -1;
                }
                tenant = index.tenantOf(rule);
            }
        }
        return tenant;
    }

    private List<Integer> desired(int tenant, int matches) {
        Set<Integer> applying = new HashSet<>();
        for (int i = 0; i < matches; i++) {
            int rule = scratch.rule(i);
            if (index.tenantOf(rule) == tenant) {
                applying.add(index.profileOf(rule));
            }
        }
        List<Integer> desired = new ArrayList<>();
        for (int p = 0; p < groups[tenant].length; p++) {
            boolean everybody =
                    index.tenant(tenant).profiles().get(p).profile().when().isEmpty();
            if (everybody || applying.contains(p)) {
                desired.add(groups[tenant][p]);
            }
        }
        return List.copyOf(desired);
    }
}
