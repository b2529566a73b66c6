// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.Identity;
import io.tenantry.internal.dense.RuleIndex;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.Truth;
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
    void matchesAPersonIfAndOnlyIfTheConditionHolds() {
        int compiled = 0;
        int undecided = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            People people = new People(new Lexicon(), List.of());
            world.rows.forEach(people::add);
            Optional<PolicyIndex> index = PolicyIndex.of(world.boundPolicy, people);
            for (int row = 0; index.isPresent() && row < people.size(); row++) {
                Identity identity = people.get(row);
                if (!index.get().isDecidedBy(identity.delivered())) {
                    undecided++;
                    continue;
                }
                assertThat(unknown(world, identity))
                        .as("world %d, %s", seed, identity)
                        .isEmpty();
                assertThat(matched(index.get(), people, row))
                        .as("world %d, %s", seed, identity)
                        .isEqualTo(holding(world, identity));
            }
            compiled += index.isPresent() ? 1 : 0;
        }
        assertThat(compiled).isEqualTo(WORLDS);
        assertThat(undecided).isGreaterThan(WORLDS);
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
        return rules(world, identity, Truth.TRUE);
    }

    private static Set<String> unknown(RandomWorld world, Identity identity) {
        return rules(world, identity, Truth.UNKNOWN);
    }

    private static Set<String> rules(RandomWorld world, Identity identity, Truth answer) {
        Set<String> holding = new TreeSet<>();
        for (int t = 0; t < world.policy.tenants().size(); t++) {
            TenantPolicy tenant = world.policy.tenants().get(t);
            if (tenant.match().test(identity) == answer) {
                holding.add(t + " -1");
            }
            for (int p = 0; p < tenant.profiles().size(); p++) {
                AccessProfile profile = tenant.profiles().get(p);
                if (profile.when().isPresent() && profile.when().get().test(identity) == answer) {
                    holding.add(t + " " + p);
                }
            }
        }
        return holding;
    }
}
