// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.dense.MembershipDelta;
import io.tenantry.internal.dense.MembershipDiff;
import io.tenantry.internal.dense.RuleIndex;
import io.tenantry.policy.AttributeRule;
import io.tenantry.policy.JointAgent;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds, by comparing ints, the people for whom nothing can be to do: clearly in one tenant, linked to an active account in its
 * division with the right names and attributes, in exactly the groups of their profiles, with no grant of their own. Everybody
 * else is a suspect and is reconciled in full, so the screen saves work and decides nothing.
 */
final class Screen {
    private final Blueprint blueprint;
    private final People people;
    private final AccountIndex accounts;
    private final LinkTable links;
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
        this.accounts = snapshot.accounts();
        this.links = links;
        this.diff = accounts.memberships;
        this.accountOf = accountOf;
        this.claims = claims;
        snapshot.grants().keySet().forEach(this::holder);
    }

    /** Returns the rows of the people who have to be reconciled. */
    BitSet suspects() {
        diff.desired().clear();
        Optional<PolicyIndex> index = PolicyIndex.of(blueprint, people);
        exceptions();
        index.ifPresentOrElse(this::judge, () -> suspects.set(0, people.size()));
        compare();
        return suspects;
    }

    /** Returns the rows of the accounts in groups of the policy that no person of the source has. */
    BitSet strangers() {
        return strangers;
    }

    private void holder(SubjectId subject) {
        int row = diff.findMember(subject.value());
        if (row >= 0) {
            holders.set(row);
        }
    }

    private void exceptions() {
        BitSet named = new BitSet();
        blueprint.policy().protectedPeople().forEach(p -> name(named, p));
        blueprint.policy().jointAgents().stream().map(JointAgent::identity).forEach(j -> name(named, j));
        for (int row = 0; !named.isEmpty() && row < people.size(); row++) {
            if (named.get(people.ids.get(row)) || named.get(people.foldedNames.get(row))) {
                suspects.set(row);
            }
        }
        blueprint.policy().protectedPeople().stream()
                .filter(p -> !p.isBlank() && p.chars().noneMatch(Character::isISOControl))
                .map(p -> accounts.row(new AccountId(p)))
                .filter(row -> row >= 0)
                .forEach(holders::set);
    }

    private void name(BitSet named, String name) {
        for (String form : List.of(name, People.fold(name))) {
            int text = people.texts.find(form);
            if (text >= 0) {
                named.set(text);
            }
        }
    }

    private void judge(PolicyIndex index) {
        RuleIndex.Scratch scratch = index.rules.scratch();
        Tenants tenants = new Tenants(index);
        int[] facts = new int[64];
        for (int row = 0; row < people.size(); row++) {
            int count = people.facts(row, facts);
            if (count > facts.length) {
                facts = new int[count * 2];
                count = people.facts(row, facts);
            }
            int matches = index.rules.match(facts, 0, count, scratch);
            int tenant = tenants.match(scratch, matches);
            if (suspects.get(row) || tenant < 0 || !isSettled(row, tenant, tenants)) {
                suspects.set(row);
            } else {
                diff.desired().ofMember(accountOf[row], tenants.desired, 0, tenants.count);
            }
        }
    }

    private boolean isSettled(int row, int tenant, Tenants tenants) {
        int account = accountOf[row];
        return account >= 0
                && people.enabled.get(row)
                && claims[account] == 1
                && links.accountOf(row) == account
                && accounts.isActive(account)
                && accounts.divisions.get(account) == tenants.division[tenant]
                && !holders.get(account)
                && accounts.foldedNames.get(account) == people.foldedNames.get(row)
                && accounts.displayNames.get(account) == people.displayNames.get(row)
                && attributesMatch(row, account);
    }

    private boolean attributesMatch(int row, int account) {
        List<AttributeRule> rules = blueprint.policy().attributes();
        for (int i = 0; i < rules.size(); i++) {
            int observed = accounts.attribute(account, rules.get(i).to());
            boolean differs = observed >= 0 && observed != people.mapped(row, i);
            if (differs && rules.get(i).strength() == AttributeRule.Strength.ALWAYS) {
                return false;
            }
        }
        return true;
    }

    private void compare() {
        int[] personOf = new int[diff.members()];
        Arrays.fill(personOf, -1);
        for (int row = 0; row < accountOf.length; row++) {
            if (accountOf[row] >= 0) {
                personOf[accountOf[row]] = row;
            }
        }
        MembershipDelta delta = diff.diff();
        delta.additions().forEach((member, group) -> suspects.set(personOf[member]));
        delta.removals().forEach((member, group) -> {
            if (personOf[member] >= 0) {
                suspects.set(personOf[member]);
            } else {
                strangers.set(member);
            }
        });
    }

    /** What each tenant wants, as ordinals; and what one person is to have, for as long as that person is looked at. */
    private final class Tenants {
        final int[] division;
        final int[] desired;
        int count;
        private final PolicyIndex index;
        private final int[][] groups;
        private final boolean[][] birthright;
        private final boolean[] ready;

        Tenants(PolicyIndex index) {
            this.index = index;
            int tenants = index.tenants();
            division = new int[tenants];
            groups = new int[tenants][];
            birthright = new boolean[tenants][];
            ready = new boolean[tenants];
            int most = 0;
            for (int t = 0; t < tenants; t++) {
                tenant(t, index.tenant(t));
                most = Math.max(most, groups[t].length);
            }
            desired = new int[most];
        }

        private void tenant(int t, BoundTenant tenant) {
            List<BoundProfile> profiles = tenant.profiles();
            groups[t] = new int[profiles.size()];
            birthright[t] = new boolean[profiles.size()];
            ready[t] = tenant.isWhole() && tenant.division().id().isPresent();
            division[t] = tenant.division().id().map(accounts::division).orElse(-1);
            for (int p = 0; p < profiles.size(); p++) {
                BoundProfile profile = profiles.get(p);
                ready[t] &= profile.group().id().isPresent();
                groups[t][p] =
                        profile.group().id().map(g -> diff.group(g.value())).orElse(-1);
                birthright[t][p] = profile.profile().when().isEmpty();
            }
        }

        /** Returns the one tenant that matches and notes its groups; -1 if none, several or one that is not ready matches. */
        int match(RuleIndex.Scratch scratch, int matches) {
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
            if (tenant < 0 || !ready[tenant]) {
                return -1;
            }
            desire(tenant, scratch, matches);
            return tenant;
        }

        private void desire(int tenant, RuleIndex.Scratch scratch, int matches) {
            count = 0;
            for (int p = 0; p < groups[tenant].length; p++) {
                if (birthright[tenant][p]) {
                    desired[count++] = groups[tenant][p];
                }
            }
            for (int i = 0; i < matches; i++) {
                int rule = scratch.rule(i);
                if (index.tenantOf(rule) == tenant && index.profileOf(rule) >= 0) {
                    desired[count++] = groups[tenant][index.profileOf(rule)];
                }
            }
        }
    }
}
