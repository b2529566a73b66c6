// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No person gets a second account only because a listing does not show the external id of the first. */
class ExternalIdLookupTest {
    private final World world = new World();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void listingTellsNoExternalIds() {
        world.directory.listsNoExternalIds = true;
        world.person("ana", "Account-a").run();
        world.directory.asked = asked::add;
    }

    @Test
    void whoWasRenamedIsFoundThoughTheStoreForgot() {
        renamed("ana", "ana.old@acme.example");

        Provisioner forgetful = world.provisioner(new MemoryStore(world.clock));

        assertThat(forgetful.plan().operations().map(o -> o.change().getClass().getSimpleName()))
                .containsExactly("UpdateAccount");
        assertThat(asked).containsExactly("external id ana");
    }

    @Test
    void deletedAccountIsFoundToo() {
        renamed("ana", "ana.old@acme.example");
        world.state("ana.old@acme.example", AccountState.DELETED, MemoryDirectory.HOME.id());

        assertThat(world.provisioner(new MemoryStore(world.clock))
                        .plan()
                        .operations()
                        .map(o -> o.change().getClass().getSimpleName()))
                .contains("RestoreAccount")
                .doesNotContain("CreateAccount");
    }

    @Test
    void asksForTheFewerOfPeopleAndAccounts() {
        renamed("ana", "ana.old@acme.example");
        for (int i = 0; i < 10; i++) {
            world.person("new" + i, "Account-a");
        }

        Provisioner forgetful = world.provisioner(new MemoryStore(world.clock));

        assertThat(forgetful
                        .plan()
                        .operations()
                        .filter(o -> o.change().getClass().getSimpleName().equals("CreateAccount")))
                .hasSize(10);
        assertThat(asked).containsExactly("account acc-1");
    }

    @Test
    void asksNothingWhereEveryAccountIsSomebodys() {
        world.plan();
        world.person("bob", "Account-b").plan();

        assertThat(asked).isEmpty();
    }

    @Test
    void asksForNobodyWhomNoTenantWants() {
        world.directory.account("service", "robot@acme.example", MemoryDirectory.HOME);
        world.person("bob").plan();
        assertThat(asked).isEmpty();

        world.person("cat", "Account-b").plan();
        assertThat(asked).containsExactly("external id cat");
    }

    private void renamed(String id, String userName) {
        Account a = world.directory.byName(id + "@acme.example");
        world.directory.accounts.put(
                a.id(),
                new Account(
                        a.id(), a.state(), userName, a.displayName(), Optional.of(id), a.division(), a.attributes()));
    }
}
