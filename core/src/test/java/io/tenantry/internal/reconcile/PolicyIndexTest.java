// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.Identity;
import io.tenantry.internal.dense.RuleIndex;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class PolicyIndexTest {
    private static final int WORLDS = 300;

    @Test
    void a_rule_matches_somebody_if_and_only_if_its_condition_holds() {
        int compiled = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            People people = new People(new Lexicon(), List.of());
            world.rows.forEach(people::add);
            Optional<PolicyIndex> index = PolicyIndex.of(world.boundPolicy, people);
            for (int row = 0; index.isPresent() && row < people.size(); row++) {
                Identity identity = people.get(row);
                assertThat(matched(index.get(), people, row))
                        .as("world %d, %s", seed, identity)
                        .isEqualTo(holding(world, identity));
            }
            compiled += index.isPresent() ? 1 : 0;
        }
        assertThat(compiled).isEqualTo(WORLDS);
    }

    private static Set<String> matched(PolicyIndex index, People people, int row) {
        RuleIndex.Scratch scratch = index.rules.scratch();
        int[] facts = new int[people.factCount(row)];
        people.copyFacts(row, facts);
        Set<String> matched = new TreeSet<>();
        for (int i = 0; i < index.rules.match(facts, 0, facts.length, scratch); i++) {
            matched.add(index.tenantOf(scratch.rule(i)) + " " + index.profileOf(scratch.rule(i)));
        }
        return matched;
    }

    private static Set<String> holding(RandomWorld world, Identity identity) {
        Set<String> holding = new TreeSet<>();
        for (int t = 0; t < world.policy.tenants().size(); t++) {
            TenantPolicy tenant = world.policy.tenants().get(t);
            if (tenant.match().holds(identity)) {
                holding.add(t + " -1");
            }
            for (int p = 0; p < tenant.profiles().size(); p++) {
                AccessProfile profile = tenant.profiles().get(p);
                if (profile.when().isPresent() && profile.when().get().holds(identity)) {
                    holding.add(t + " " + p);
                }
            }
        }
        return holding;
    }
}
