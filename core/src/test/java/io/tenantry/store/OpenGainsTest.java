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
    private final Gain ana = gain(1, "ana", "acc-1");
    private final Gain bob = gain(2, "bob", "acc-2");

    @Test
    void gainStaysOpenUntilItIsClosed() {
        open(List.of(ana, bob));

        close(List.of(ana));

        assertThat(store.notes().openGains()).containsExactly(bob);
    }

    @Test
    void gainThatIsOpenedTwiceOrClosedTwiceIsOne() {
        open(List.of(ana));
        open(List.of(ana));

        close(List.of(ana));
        close(List.of(ana, bob));

        assertThat(store.notes().openGains()).isEmpty();
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
                ana.at(),
                false);
        store.commit(List.of(new StoreWrite.Link(new IdentityId("ana"), new AccountId("acc-1"))));
        open(List.of(ana, alone, bob));

        store.erase(new Erasure(new IdentityId("ana"), "asked", "dpo", Instant.EPOCH));

        assertThat(store.notes().openGains()).containsExactly(bob);
    }

    @Test
    void gainThatARunDidNotSeeNeedsNoJudgement() {
        open(List.of(ana, bob));

        open(List.of(ana.unseen()));

        assertThat(store.notes().openGains()).containsExactly(bob);
        assertThat(store.notes().unseenGains()).containsExactly(ana.unseen());
    }

    private void open(List<Gain> gains) {
        store.commit(gains.stream().<StoreWrite>map(StoreWrite.Keep::new).toList());
    }

    private void close(List<Gain> gains) {
        store.commit(gains.stream().<StoreWrite>map(StoreWrite.Drop::of).toList());
    }

    private static Gain gain(int operation, String identity, String account) {
        return new Gain(
                "run",
                operation,
                new TenantId("a"),
                Optional.of(new IdentityId(identity)),
                Optional.of(new AccountId(account)),
                new Entitlement.Membership(new Group(new GroupId("grp"), "Agents")),
                new TreeSet<>(Set.of(new TenantId("a"))),
                Instant.EPOCH,
                false);
    }
}
