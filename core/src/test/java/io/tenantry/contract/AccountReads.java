// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static io.tenantry.contract.Checks.all;
import static io.tenantry.contract.Checks.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.GroupId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clauses about reads of accounts. */
interface AccountReads extends WorldClauses {
    /** A listing shows active, inactive and deleted accounts. */
    @Test
    default void listsAccountsInEveryState() {
        List<AccountId> people = inEveryState();

        assertThat(all(directory().accounts()))
                .filteredOn(a -> people.contains(a.id()))
                .extracting(Account::state)
                .containsExactlyInAnyOrder(AccountState.ACTIVE, AccountState.INACTIVE, AccountState.DELETED);
    }

    /** Makes an active, an inactive and a deleted account by hand. */
    private List<AccountId> inEveryState() {
        List<AccountId> people = people(3, world().division("Contract A"));
        world().deactivate(people.get(1));
        world().delete(people.get(2));
        return people;
    }

    /** A listing of accounts reads to the last page. */
    @Test
    default void listsAccountsOverAllPages() {
        List<AccountId> people = people(world().moreThanOnePage(), world().division("Contract A"));

        assertThat(all(directory().accounts())).extracting(Account::id).containsAll(people);
    }

    /** A listing shows no more of an account than a read of the account itself; it may show less. */
    @Test
    default void listsAccountsAsTheyAre() {
        Account ana = directory().accounts().create(ana(world().division("Contract A")));

        assertThat(all(directory().accounts()))
                .filteredOn(a -> a.id().equals(ana.id()))
                .singleElement()
                .satisfies(a -> Checks.shows(a, ana));
    }

    /** A call finds as many accounts as the limits allow, in every state, and leaves out ids that do not exist. */
    @Test
    default void findsAccountsByIdInEveryState() {
        int most = directory().limits().lookupsPerCall();
        List<AccountId> people = new ArrayList<>(inEveryState());
        for (int i = people.size(); i < most - 1; i++) {
            people.add(world().account(
                            "more" + i + "@contract.example",
                            world().directory()
                                    .accounts()
                                    .find(people.subList(0, 1))
                                    .get(0)
                                    .division()));
        }
        List<AccountId> asked = new ArrayList<>(people);
        asked.add(new AccountId(world().unusedId()));

        assertThat(directory().accounts().find(asked))
                .extracting(Account::id)
                .containsExactlyInAnyOrderElementsOf(people);
    }

    /** The external id finds its account, even an inactive one. */
    @Test
    default void findsAnInactiveAccountByItsExternalId() {
        Account ana = directory().accounts().create(ana(world().division("Contract A")));
        Account inactive = directory().accounts().update(ana.id(), AccountChange.deactivation());

        assertThat(directory().accounts().findByExternalId("hr-17"))
                .singleElement()
                .satisfies(a -> {
                    Checks.shows(a, inactive);
                    assertThat(a.state()).isEqualTo(AccountState.INACTIVE);
                });
    }

    /** The user name finds its account in any state, in upper or lower case. */
    @Test
    default void findsAccountsByUserNameInAnyCaseAndState() {
        List<AccountId> people = inEveryState();

        for (int i = 0; i < people.size(); i++) {
            assertThat(directory().accounts().findByUserName("Person" + i + "@CONTRACT.example"))
                    .extracting(Account::id)
                    .containsExactly(people.get(i));
        }
        assertThat(directory().accounts().findByUserName("nobody@contract.example"))
                .isEmpty();
    }

    /** A name or an id is a plain text: text that looks like a filter of the service finds no other account. */
    @Test
    default void takesAnExternalIdAndAUserNameForText() {
        directory().accounts().create(ana(world().division("Contract A")));

        assertThat(directory().accounts().findByExternalId("hr-1\" or active eq \"true"))
                .isEmpty();
        assertThat(directory().accounts().findByExternalId("hr-1*")).isEmpty();
        assertThat(directory().accounts().findByUserName("x@contract.example\" or active eq \"true"))
                .isEmpty();
    }

    /** One account is read together with its groups. */
    @Test
    default void readsAnAccountWithItsGroups() {
        AccountId person = people(1, world().division("Contract A")).get(0);
        GroupId group = world().group("contract-agents");
        world().add(group, person);

        AccountInGroups read = directory().account(person).orElseThrow();

        assertThat(read.account().id()).isEqualTo(person);
        assertThat(complete(read.groups())).containsExactly(group);
        assertThat(directory().account(new AccountId(world().unusedId()))).isEmpty();
    }

    /** A deleted account is read with its state. */
    @Test
    default void readsADeletedAccount() {
        AccountId person = people(1, world().division("Contract A")).get(0);

        world().delete(person);

        assertThat(directory().account(person).orElseThrow().account().state()).isEqualTo(AccountState.DELETED);
    }
}
