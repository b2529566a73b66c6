// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.dense.Column;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.JointAgent;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds, by comparing ints, the people who certainly need no change: those who are clearly in one tenant, linked to an
 * active account in its division with the right names and attributes, in exactly the groups of their profiles, without
 * grants of their own. Protected people among them need no change either. All others are suspects and are reconciled in
 * full, so the screen saves work and decides nothing.
 */
final class Screen {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final People people;
    private final AccountIndex accounts;
    private final DirectorySnapshot snapshot;
    private final Pairing pairing;
    private final List<SubjectId> holders;

    /** For each attribute that the policy writes, the wanted and the seen value of all people. */
    private final Column[] wanted;

    private final Column[] seen;

    /**
     * Prepares to screen all people.
     *
     * @param holders the holders of roles that are not groups of the policy
     */
    Screen(TenantMap tenants, People people, DirectorySnapshot snapshot, Pairing pairing, List<SubjectId> holders) {
        this.holders = holders;
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.people = people;
        this.snapshot = snapshot;
        this.accounts = snapshot.accounts();
        this.pairing = pairing;
        List<AttributeRule> rules = bound.policy().attributes();
        int[] kept = IntStream.range(0, rules.size())
                .filter(i -> rules.get(i).strength() == AttributeRule.Strength.ALWAYS)
                .toArray();
        wanted = Arrays.stream(kept).mapToObj(people::mapped).toArray(Column[]::new);
        seen = Arrays.stream(kept)
                .mapToObj(i -> accounts.attribute(rules.get(i).to()))
                .toArray(Column[]::new);
    }

    /**
     * Screens all people.
     *
     * @param screened false to make all people suspects
     */
    Screened look(boolean screened) {
        Optional<PolicyIndex> index = screened ? PolicyIndex.of(bound, people) : Optional.empty();
        Settled settled = index.map(this::judge).orElseGet(this::nobody);
        return new Screened(snapshot, settled, accounts.memberships.diff(settled, snapshot.membersByGroup()), pairing);
    }

    private Settled nobody() {
        return new Settled(List.of(), noWish(), pairing);
    }

    private int[] noWish() {
        int[] wishOf = new int[people.size()];
        Arrays.fill(wishOf, Wishes.NONE);
        return wishOf;
    }

    private Settled judge(PolicyIndex index) {
        Wishes wishes = new Wishes(index, bound, people, accounts);
        int[] wishOf = wishes.ofEverybody();
        int[] divisions = wishes.divisions();
        BitSet candidates = candidates();
        for (int row = 0; row < wishOf.length; row++) {
            int wish = wishOf[row];
            if (wish != Wishes.NONE && !(candidates.get(row) && isRight(row, divisions[wish]))) {
                wishOf[row] = Wishes.NONE;
            }
        }
        return new Settled(wishes.groups(), wishOf, pairing);
    }

    /**
     * Returns the people without a rare property that needs the full road: a role of their own, a joint agent's
     * exception, a missing or shared account.
     */
    private BitSet candidates() {
        BitSet candidates = (BitSet) people.enabled.clone();
        candidates.andNot(pairing.unlinked);
        candidates.andNot(pairing.contested());
        holders.forEach(holder -> leaveOut(holder.value(), candidates));
        snapshot.fixed().forEach(account -> leaveOut(account.value(), candidates));
        for (JointAgent line : tenants.jointAgents()) {
            int row = people.rowOf(line.identity());
            candidates.clear(Math.max(row, 0), row + 1);
        }
        return candidates;
    }

    private void leaveOut(String account, BitSet candidates) {
        int row = accounts.memberships.findMember(account);
        if (row >= 0 && pairing.personOf(row) >= 0) {
            candidates.clear(pairing.personOf(row));
        }
    }

    private boolean isRight(int row, int division) {
        int account = pairing.accountOf(row);
        return account >= 0
                && accounts.isActive(account)
                && !accounts.carriesAnother(account, people.ids.get(row))
                && accounts.divisions.get(account) == division
                && accounts.foldedNames.get(account) == people.foldedNames.get(row)
                && people.isDisplayName(row, accounts.displayNames.get(account))
                && attributesMatch(row, account);
    }

    private boolean attributesMatch(int row, int account) {
        for (int i = 0; i < seen.length; i++) {
            int value = seen[i].get(account);
            int desired = wanted[i].get(row);
            if (value >= 0 && desired != value && desired != People.UNKNOWN) {
                return false;
            }
        }
        return true;
    }
}
