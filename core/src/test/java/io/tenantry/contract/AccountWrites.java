// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static io.tenantry.contract.Checks.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The clauses about writes of accounts. */
interface AccountWrites extends WorldClauses {
    /**
     * A new account is active, has every attribute and lives in the division that the limits promise; the next reads
     * show it.
     */
    @Test
    default void createsAnAccountWithAllItHas() {
        DivisionId a = world().division("Contract A");
        NewAccount ana = ana(a);

        Account created = directory().accounts().create(ana);

        assertThat(created)
                .isEqualTo(new Account(
                        created.id(),
                        AccountState.ACTIVE,
                        ana.userName(),
                        ana.displayName(),
                        Optional.of(ana.externalId()),
                        directory().limits().placesOnCreate() ? a : home(),
                        ana.attributes()));
        assertThat(read(created.id())).satisfies(read -> Checks.shows(read, created));
        assertThat(directory().accounts().findByExternalId(ana.externalId()))
                .extracting(Account::id)
                .containsExactly(created.id());
    }

    private DivisionId home() {
        return directory().divisions().list().entries().stream()
                .filter(Division::home)
                .map(Division::id)
                .findFirst()
                .orElseThrow();
    }

    private Account read(AccountId id) {
        return directory().accounts().find(List.of(id)).get(0);
    }

    /** No two accounts get one user name, in upper or lower case; an inactive account keeps its name. */
    @Test
    default void createsNoSecondAccountOfOneUserName() {
        DivisionId a = world().division("Contract A");
        world().account("ANA@contract.example", a);
        world().deactivate(world().account("ines@contract.example", a));
        NewAccount ana = ana(a);
        NewAccount ines = new NewAccount("hr-18", "ines@contract.example", "Ines", ana.division(), Map.of());

        fails(Failure.ALREADY_EXISTS, () -> directory().accounts().create(ana));
        fails(Failure.ALREADY_EXISTS, () -> directory().accounts().create(ines));
    }

    /** One call changes every attribute that it names. */
    @Test
    default void changesAllThatAChangeNames() {
        Account ana = directory().accounts().create(ana(world().division("Contract A")));
        Map<AccountAttribute, String> attributes = WorldClauses.attributes("18", "2026-02-01", "+3222222222");
        attributes.put(AccountAttribute.TITLE, "");

        Account changed = directory()
                .accounts()
                .update(
                        ana.id(),
                        new AccountChange(
                                Optional.of(false),
                                Optional.of("ana.b@contract.example"),
                                Optional.of("Ana B"),
                                Optional.of("hr-18"),
                                attributes));

        assertThat(changed)
                .isEqualTo(new Account(
                        ana.id(),
                        AccountState.INACTIVE,
                        "ana.b@contract.example",
                        "Ana B",
                        Optional.of("hr-18"),
                        ana.division(),
                        attributes));
        assertThat(read(ana.id())).satisfies(read -> Checks.shows(read, changed));
    }

    /** Attributes that a change does not name keep their values. */
    @Test
    default void leavesAloneWhatAChangeDoesNotName() {
        Account ana = directory().accounts().create(ana(world().division("Contract A")));

        Account changed = directory().accounts().update(ana.id(), change(Map.of(AccountAttribute.TITLE, "Lead")));

        Map<AccountAttribute, String> attributes = new EnumMap<>(ana.attributes());
        attributes.put(AccountAttribute.TITLE, "Lead");
        Account expected = new Account(
                ana.id(), ana.state(), ana.userName(), ana.displayName(), ana.externalId(), ana.division(), attributes);
        Checks.shows(changed, expected);
        assertThat(read(ana.id())).satisfies(read -> Checks.shows(read, expected));
    }

    private static AccountChange change(Map<AccountAttribute, String> attributes) {
        return new AccountChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), attributes);
    }

    /** An empty text clears each attribute. */
    @Test
    default void clearsEveryAttribute() {
        Account ana = directory().accounts().create(ana(world().division("Contract A")));
        Map<AccountAttribute, String> none = WorldClauses.attributes("", "", "");

        Account changed = directory().accounts().update(ana.id(), change(none));

        assertThat(changed.attributes()).isEqualTo(none);
        assertThat(none).containsAllEntriesOf(read(ana.id()).attributes());
    }

    /** An account that is switched off and on again is active. */
    @Test
    default void switchesTheLogInOffAndOn() {
        AccountId person = people(1, world().division("Contract A")).get(0);

        directory().accounts().update(person, AccountChange.deactivation());
        AccountState off = read(person).state();
        directory()
                .accounts()
                .update(
                        person,
                        new AccountChange(
                                Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()));

        assertThat(off).isEqualTo(AccountState.INACTIVE);
        assertThat(read(person).state()).isEqualTo(AccountState.ACTIVE);
    }

    /** A user name that another account has is refused, and nothing changes. */
    @Test
    default void refusesTheUserNameOfAnother() {
        List<AccountId> people = people(2, world().division("Contract A"));
        AccountChange change = new AccountChange(
                Optional.empty(),
                Optional.of("person1@contract.example"),
                Optional.empty(),
                Optional.empty(),
                Map.of());

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(() -> directory().accounts().update(people.get(0), change));

        assertThat(read(people.get(0)).userName()).isEqualTo("person0@contract.example");
    }

    /** A restored account is back in Home, with no grant of its own; restoring it once more changes nothing. */
    @Test
    default void restoresAnAccountIntoHomeWithoutGrants() {
        DivisionId a = world().division("Contract A");
        AccountId person = people(1, a).get(0);
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);
        grant(SubjectId.of(person), agent);
        world().delete(person);

        Account restored = directory().accounts().restore(person);

        assertThat(restored.id()).isEqualTo(person);
        assertThat(restored.state()).isNotEqualTo(AccountState.DELETED);
        assertThat(restored.division()).isEqualTo(home());
        assertThat(read(person)).satisfies(read -> Checks.shows(read, restored));
        assertThat(directory().grants().in(a).entries())
                .extracting(Grant::subject)
                .doesNotContain(SubjectId.of(person));
        assertThat(directory().accounts().restore(person).state()).isEqualTo(restored.state());
    }

    /** A write to an account that does not exist fails. */
    @Test
    default void findsNoAccountToWriteTo() {
        AccountId unused = new AccountId(world().unusedId());

        fails(Failure.NOT_FOUND, () -> directory().accounts().update(unused, AccountChange.deactivation()));
        fails(Failure.NOT_FOUND, () -> directory().accounts().restore(unused));
    }
}
