// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Journal.Gain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The journal keeps each gain until a run has judged it. */
class OpenGainsTest {
    private final MemoryStore store = new MemoryStore();
    private final Gain ana = gain("ana", "acc-1");
    private final Gain bob = gain("bob", "acc-2");

    @Test
    void gainStaysOpenUntilItIsClosed() {
        store.journal().open(List.of(ana, bob));

        store.journal().close(List.of(ana));

        assertThat(store.journal().openGains()).containsExactly(bob);
    }

    @Test
    void gainThatIsOpenedTwiceOrClosedTwiceIsOne() {
        store.journal().open(List.of(ana));
        store.journal().open(List.of(ana));

        store.journal().close(List.of(ana));
        store.journal().close(List.of(ana, bob));

        assertThat(store.journal().openGains()).isEmpty();
    }

    @Test
    void erasedPersonHasNoOpenGain() {
        Gain alone = new Gain(
                "run",
                3,
                ana.tenant(),
                Optional.empty(),
                Optional.of(new AccountId("acc-1")),
                ana.entitlement(),
                ana.allowed(),
                ana.at());
        store.links().link(new IdentityId("ana"), new AccountId("acc-1"));
        store.journal().open(List.of(ana, alone, bob));

        store.erase(new Erasure(new IdentityId("ana"), "asked", "dpo", Instant.EPOCH));

        assertThat(store.journal().openGains()).containsExactly(bob);
    }

    private static Gain gain(String identity, String account) {
        return new Gain(
                "run",
                1,
                new TenantId("a"),
                Optional.of(new IdentityId(identity)),
                Optional.of(new AccountId(account)),
                new Entitlement.Membership(new Group(new GroupId("grp"), "Agents")),
                new TreeSet<>(Set.of(new TenantId("a"))),
                Instant.EPOCH);
    }
}
