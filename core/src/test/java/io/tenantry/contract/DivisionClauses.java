// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static io.tenantry.contract.Checks.complete;
import static io.tenantry.contract.Checks.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clauses about divisions, and about where an account lives. */
interface DivisionClauses extends WorldClauses {
    /** A listing shows every division with its name, and one of them is Home. */
    @Test
    default void listsEveryDivisionAndOneHome() {
        DivisionId a = world().division("Contract A");

        List<Division> divisions = complete(directory().divisions().list());

        assertThat(divisions).contains(new Division(a, "Contract A", false));
        assertThat(divisions).filteredOn(Division::home).hasSize(1);
    }

    /** A listing of divisions reads to the last page. */
    @Test
    default void listsDivisionsOverAllPages() {
        List<DivisionId> made = IntStream.range(0, world().moreThanOnePage())
                .mapToObj(i -> world().division("Contract " + i))
                .toList();

        assertThat(complete(directory().divisions().list()))
                .extracting(Division::id)
                .containsAll(made);
    }

    /** A division that was renamed by hand keeps its id. */
    @Test
    default void showsTheNewNameOfADivision() {
        DivisionId a = world().division("Contract A");
        directory().divisions().list();

        world().rename(a, "Contract B");

        assertThat(complete(directory().divisions().list()))
                .filteredOn(d -> d.id().equals(a))
                .containsExactly(new Division(a, "Contract B", false));
    }

    /** The next listing shows a division that was created. */
    @Test
    default void createsADivision() {
        Division created = directory().divisions().create("Contract A");

        assertThat(created).isEqualTo(new Division(created.id(), "Contract A", false));
        assertThat(complete(directory().divisions().list())).contains(created);
    }

    /** No two divisions get one name. */
    @Test
    default void createsNoSecondDivisionOfOneName() {
        world().division("Contract A");

        fails(Failure.ALREADY_EXISTS, () -> directory().divisions().create("Contract A"));

        assertThat(directory().divisions().list().entries())
                .filteredOn(d -> d.name().equals("Contract A"))
                .hasSize(1);
    }

    /** A call moves as many accounts as the limits allow; an account that is already there stays. */
    @Test
    default void movesAccountsInOneCall() {
        Division from = new Division(world().division("Contract A"), "Contract A", false);
        Division to = new Division(world().division("Contract B"), "Contract B", false);
        List<AccountId> people = people(directory().limits().movesPerCall(), from.id());
        directory().divisions().move(to, people.subList(0, 1));

        directory().divisions().move(to, people);

        assertThat(directory().accounts().find(people.subList(0, 1)))
                .extracting(Account::division)
                .containsExactly(to.id());
        assertThat(Checks.all(directory().accounts()))
                .filteredOn(a -> people.contains(a.id()))
                .hasSize(people.size())
                .extracting(Account::division)
                .containsOnly(to.id());
    }
}
