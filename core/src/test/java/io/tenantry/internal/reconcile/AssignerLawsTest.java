// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.policy.Truth;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A decision that was made without an unknown fact stays right for every value of that fact. */
@NullUnmarked
class AssignerLawsTest {
    private static final int WORLDS = 300;
    private static final int COMPLETIONS = 12;

    @Test
    void keepsATruthWhateverTheUnknownTurnsOutToBe() {
        int unknown = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            Random random = new Random(seed);
            for (TenantPolicy tenant : world.policy.tenants()) {
                for (Identity identity : world.rows) {
                    Truth truth = tenant.match().test(identity);
                    unknown += truth == Truth.UNKNOWN ? 1 : 0;
                    for (int i = 0; truth != Truth.UNKNOWN && i < COMPLETIONS; i++) {
                        Identity completed = completed(identity, random);
                        assertThat(tenant.match().test(completed))
                                .as("world %d, %s", seed, completed.attributes())
                                .isEqualTo(truth);
                    }
                }
            }
        }
        assertThat(unknown).isGreaterThan(WORLDS);
    }

    @Test
    void givesAndTakesOnlyWhatEveryCompletionGivesAndTakes() {
        int undecided = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            RandomWorld world = new RandomWorld(seed);
            Random random = new Random(seed);
            for (Identity identity : world.rows) {
                boolean expired = world.tenants.jointAgents().stream()
                        .filter(j -> j.isFor(identity.id()))
                        .anyMatch(j -> !j.isInForce(RandomWorld.TODAY));
                Assignment said = world.assigner.assign(identity);
                undecided += said instanceof Assignment.Parked p && !p.unsaid().isEmpty() ? 1 : 0;
                for (int i = 0; !expired && i < COMPLETIONS; i++) {
                    Assignment completed = world.assigner.assign(completed(identity, random));
                    assertThat(agrees(said, completed))
                            .as("world %d, %s: %s and %s", seed, identity, said, completed)
                            .isTrue();
                }
            }
        }
        assertThat(undecided).isGreaterThan(WORLDS);
    }

    private static boolean agrees(Assignment said, Assignment completed) {
        if (said instanceof Assignment.Parked parked) {
            return !parked.unsaid().isEmpty() || completed instanceof Assignment.Parked;
        }
        if (!(said instanceof Assignment.Assigned before)) {
            return said.getClass().equals(completed.getClass());
        }
        return completed instanceof Assignment.Assigned after
                && before.home().equals(after.home())
                && before.profiles().keySet().equals(after.profiles().keySet())
                && before.profiles().keySet().stream()
                        .allMatch(t -> after.profiles()
                                        .get(t)
                                        .containsAll(before.profiles().get(t))
                                && after.profiles().get(t).stream().allMatch(p -> before.mayGive(t, p)));
    }

    /** Makes up all that is unknown of a person. */
    private static Identity completed(Identity i, Random random) {
        TreeMap<String, String> attributes = new TreeMap<>(i.attributes());
        for (String name : List.of("title", "team", "nothing")) {
            if (!i.says(name) && random.nextInt(3) > 0) {
                attributes.put(
                        name, List.of("Agent", "Lead", "Team-0", "Team-1").get(random.nextInt(4)));
            }
        }
        TreeSet<String> groups = new TreeSet<>(i.sourceGroups());
        for (String name : List.of("Account-0", "Account-1", "Account-2", "Account-3", "Shift", "Nobody")) {
            if (!i.saysGroup(name) && random.nextBoolean()) {
                groups.add(name);
            }
        }
        Identity.State state =
                i.state() == Identity.State.UNKNOWN ? Identity.State.of(random.nextBoolean()) : i.state();
        return new Identity(
                i.id(), i.userName(), i.displayName(), state, groups, attributes, Delivered.everything(), i.origin());
    }
}
