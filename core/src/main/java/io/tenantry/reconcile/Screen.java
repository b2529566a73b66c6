// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.internal.dense.MembersByGroup;
import io.tenantry.internal.dense.MembershipDelta;
import io.tenantry.internal.dense.MembershipDiff;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.JointAgent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds, by comparing ints, the people for whom nothing can be to do: clearly in one tenant, linked to an active account in its
 * division with the right names and attributes, in exactly the groups of their profiles, with no grant of their own. There is
 * nothing to do for them either if they are protected. Everybody else is a suspect and is reconciled in full, so the screen
 * saves work and decides nothing.
 */
final class Screen {
    private final Blueprint blueprint;
    private final People people;
    private final AccountIndex accounts;
    private final LinkTable links;
    private final DirectorySnapshot snapshot;
    private final MembershipDiff diff;
    private final int[] accountOf;
    private final int[] claims;
    private final BitSet suspects = new BitSet();
    private final BitSet holders = new BitSet();
    private final BitSet strangers = new BitSet();

    Screen(
            Blueprint blueprint,
            People people,
            DirectorySnapshot snapshot,
            LinkTable links,
            int[] accountOf,
            int[] claims) {
        this.blueprint = blueprint;
        this.people = people;
        this.snapshot = snapshot;
        this.accounts = snapshot.accounts();
        this.links = links;
        this.diff = accounts.memberships;
        this.accountOf = accountOf;
        this.claims = claims;
        snapshot.grants().keySet().forEach(subject -> hold(subject.value()));
    }

    /**
     * Returns the rows of the people who have to be reconciled.
     *
     * @param screened false to suspect everybody
     */
    BitSet suspects(boolean screened) {
        Optional<PolicyIndex> index = screened ? PolicyIndex.of(blueprint, people) : Optional.empty();
        jointAgents();
        Settled settled = index.map(this::judge).orElseGet(this::nobody);
        compare(settled);
        return suspects;
    }

    /** Returns the rows of the accounts in groups of the policy that no person of the source has. */
    BitSet strangers() {
        return strangers;
    }

    private void hold(String account) {
        int row = diff.findMember(account);
        if (row >= 0) {
            holders.set(row);
        }
    }

    private void jointAgents() {
        List<String> names = blueprint.policy().jointAgents().stream()
                .map(JointAgent::identity)
                .toList();
        if (names.isEmpty()) {
            return;
        }
        names.forEach(this::suspectId);
        suspectNames(names.stream().map(People::anyCase).toList());
        suspects.or(people.oddNames);
    }

    private void suspectId(String id) {
        int row = people.rowOf(id);
        if (row >= 0) {
            suspects.set(row);
        }
    }

    private void suspectNames(Collection<String> folded) {
        BitSet named = new BitSet();
        folded.stream().map(people.lexicon.names::find).filter(n -> n >= 0).forEach(named::set);
        for (int row = 0; !named.isEmpty() && row < people.size(); row++) {
            if (named.get(people.foldedNames.get(row))) {
                suspects.set(row);
            }
        }
    }

    private Settled nobody() {
        suspects.set(0, people.size());
        return new Settled(new int[0], new int[1], Map.of());
    }

    private Settled judge(PolicyIndex index) {
        Wishes wishes = new Wishes(index, blueprint, people, accounts);
        List<AttributeRule> rules = blueprint.policy().attributes();
        int[] wishOf = new int[people.size()];
        for (int row = 0; row < wishOf.length; row++) {
            int wish = suspects.get(row) ? Wishes.NONE : wishes.of(row);
            if (wish == Wishes.NONE || !isSettled(row, wishes.division(wish), rules)) {
                suspects.set(row);
                wishOf[row] = Wishes.NONE;
            } else {
                wishOf[row] = wish;
            }
        }
        return settled(wishes, wishOf);
    }

    private boolean isSettled(int row, int division, List<AttributeRule> rules) {
        int account = accountOf[row];
        return account >= 0
                && people.enabled.get(row)
                && claims[account] == 1
                && links.accountOf(row) == account
                && accounts.isActive(account)
                && accounts.divisions.get(account) == division
                && !holders.get(account)
                && accounts.foldedNames.get(account) == people.foldedNames.get(row)
                && accounts.displayNames.get(account) == people.displayNames.get(row)
                && attributesMatch(row, account, rules);
    }

    private boolean attributesMatch(int row, int account, List<AttributeRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            int observed = accounts.attribute(account, rules.get(i).to());
            boolean differs = observed >= 0 && observed != people.mapped(row, i);
            if (differs && rules.get(i).strength() == AttributeRule.Strength.ALWAYS) {
                return false;
            }
        }
        return true;
    }

    private Settled settled(Wishes wishes, int[] wishOf) {
        int[] ends = new int[wishes.size() + 1];
        for (int wish : wishOf) {
            ends[wish + 1]++;
        }
        int[] next = new int[wishes.size() + 1];
        ends[0] = 0;
        for (int wish = 0; wish < wishes.size(); wish++) {
            next[wish] = ends[wish];
            ends[wish + 1] += ends[wish];
        }
        int[] members = new int[ends[wishes.size()]];
        for (int row = 0; row < wishOf.length; row++) {
            if (wishOf[row] >= 0) {
                members[next[wishOf[row]]++] = accountOf[row];
            }
        }
        Map<Integer, List<Integer>> byGroup = new HashMap<>();
        for (int wish = 0; wish < wishes.size(); wish++) {
            for (int group : wishes.groups(wish)) {
                byGroup.computeIfAbsent(group, g -> new ArrayList<>(4)).add(wish);
            }
        }
        return new Settled(members, ends, byGroup);
    }

    private void compare(Settled settled) {
        note(diff.diff(settled::visit, snapshot.membersByGroup()), personOf());
    }

    private int[] personOf() {
        int[] personOf = new int[diff.members()];
        Arrays.fill(personOf, -1);
        for (int row = 0; row < accountOf.length; row++) {
            if (accountOf[row] >= 0) {
                personOf[accountOf[row]] = row;
            }
        }
        return personOf;
    }

    private void note(MembershipDelta delta, int[] personOf) {
        delta.additions().forEach((member, group) -> suspects.set(personOf[member]));
        delta.removals().forEach((member, group) -> {
            if (personOf[member] >= 0) {
                suspects.set(personOf[member]);
            } else {
                strangers.set(member);
            }
        });
    }

    /** The accounts of people with whom all else is right, those of a wish side by side. */
    private static final class Settled {
        private final int[] members;

        /** Where the accounts of each wish start, and where the last end. */
        private final int[] ends;

        /** The wishes that each group is part of. */
        private final Map<Integer, List<Integer>> byGroup;

        Settled(int[] members, int[] ends, Map<Integer, List<Integer>> byGroup) {
            this.members = members;
            this.ends = ends;
            this.byGroup = byGroup;
        }

        void visit(int group, MembersByGroup.Slices to) {
            for (int wish : byGroup.getOrDefault(group, List.of())) {
                to.slice(members, ends[wish], ends[wish + 1]);
            }
        }
    }
}
