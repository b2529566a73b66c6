// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static io.tenantry.contract.Checks.complete;
import static io.tenantry.contract.Checks.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clauses about grants of roles. */
interface GrantClauses extends WorldClauses {
    /** The grants of a division are those made in it, to groups and to accounts. */
    @Test
    default void listsTheGrantsOfADivision() {
        DivisionId a = world().division("Contract A");
        DivisionId b = world().division("Contract B");
        SubjectId group = SubjectId.of(world().group("contract-agents"));
        SubjectId person = SubjectId.of(people(1, a).get(0));
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);
        grant(group, agent);
        grant(person, agent);
        grant(person, new RoleInDivision(agent.role(), b));

        assertThat(complete(directory().grants().in(a)))
                .containsExactlyInAnyOrder(new Grant(group, agent.role(), a), new Grant(person, agent.role(), a));
    }

    /** The grants of a division are read over all pages. */
    @Test
    default void listsGrantsOverAllPages() {
        DivisionId a = world().division("Contract A");
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);
        List<SubjectId> people =
                people(world().moreThanOnePage(), a).stream().map(SubjectId::of).toList();
        people.forEach(person -> grant(person, agent));

        assertThat(complete(directory().grants().in(a)))
                .extracting(Grant::subject)
                .containsExactlyInAnyOrderElementsOf(people);
    }

    /** A grant in all divisions is listed only under all divisions, and can be revoked. */
    @Test
    default void listsAndRevokesGrantsInAllDivisions() {
        DivisionId a = world().division("Contract A");
        SubjectId person = SubjectId.of(people(1, a).get(0));
        RoleInDivision everywhere = new RoleInDivision(world().role("Contract agent", false), DivisionId.EVERYWHERE);
        grant(person, everywhere);

        assertThat(complete(directory().grants().in(DivisionId.EVERYWHERE)))
                .contains(new Grant(person, everywhere.role(), DivisionId.EVERYWHERE));
        assertThat(complete(directory().grants().in(a))).isEmpty();

        directory().grants().remove(person, List.of(everywhere));
        assertThat(directory().grants().in(DivisionId.EVERYWHERE).entries())
                .extracting(Grant::subject)
                .doesNotContain(person);
    }

    /** No role is granted in all divisions. */
    @Test
    default void grantsNothingInAllDivisions() {
        DivisionId a = world().division("Contract A");
        SubjectId person = SubjectId.of(people(1, a).get(0));
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);
        RoleInDivision everywhere = new RoleInDivision(agent.role(), DivisionId.EVERYWHERE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> directory().grants().add(person, SubjectKind.ACCOUNT, List.of(agent, everywhere)));

        assertThat(directory().grants().in(DivisionId.EVERYWHERE).entries())
                .extracting(Grant::subject)
                .doesNotContain(person);
        assertThat(complete(directory().grants().in(a))).isEmpty();
    }

    /** A holder's grants are its own and those of its groups, each with its own holder. */
    @Test
    default void tellsOwnGrantsFromInheritedOnes() {
        DivisionId a = world().division("Contract A");
        AccountId person = people(1, a).get(0);
        GroupId group = world().group("contract-agents");
        world().add(group, person);
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);
        grant(SubjectId.of(group), agent);
        grant(SubjectId.of(person), agent);

        assertThat(complete(directory().grants().of(SubjectId.of(person))))
                .containsExactlyInAnyOrder(
                        new Grant(SubjectId.of(group), agent.role(), a),
                        new Grant(SubjectId.of(person), agent.role(), a));
    }

    /** A call grants as many roles as the limits allow; a role that is already held is held once. */
    @Test
    default void grantsRolesOnce() {
        DivisionId a = world().division("Contract A");
        SubjectId person = SubjectId.of(people(1, a).get(0));
        List<RoleInDivision> roles = roles(directory().limits().grantsPerCall(), a);
        grant(person, roles.get(0));

        directory().grants().add(person, SubjectKind.ACCOUNT, roles);

        assertThat(complete(directory().grants().in(a)))
                .hasSize(roles.size())
                .extracting(Grant::roleInDivision)
                .containsExactlyInAnyOrderElementsOf(roles);
    }

    private List<RoleInDivision> roles(int count, DivisionId division) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RoleInDivision(world().role("Contract role " + i, false), division))
                .toList();
    }

    /**
     * A call revokes as many roles as the limits allow; a role that is not held has no effect, and inherited roles
     * stay.
     */
    @Test
    default void revokesOwnRolesOnce() {
        DivisionId a = world().division("Contract A");
        AccountId person = people(1, a).get(0);
        GroupId group = world().group("contract-agents");
        world().add(group, person);
        List<RoleInDivision> roles = roles(directory().limits().grantsPerCall(), a);
        roles.subList(1, roles.size()).forEach(role -> grant(SubjectId.of(person), role));
        grant(SubjectId.of(group), roles.get(1));

        directory().grants().remove(SubjectId.of(person), roles);

        assertThat(complete(directory().grants().in(a)))
                .containsExactly(new Grant(SubjectId.of(group), roles.get(1).role(), a));
    }

    /** A division that does not exist is never read as one without grants. */
    @Test
    default void findsNoDivisionToReadGrantsOf() {
        fails(Failure.NOT_FOUND, () -> directory().grants().in(new DivisionId(world().unusedId())));
    }

    /**
     * Of the holders of a role, the OAuth clients are named, and nobody else: no account, no group, and no client that
     * was not asked for.
     */
    @Test
    default void namesTheClientsAmongTheHoldersOfARole() {
        DivisionId a = world().division("Contract A");
        SubjectId client = world().client("Contract client");
        SubjectId other = world().client("Another contract client");
        SubjectId group = SubjectId.of(world().group("contract-agents"));
        SubjectId person = SubjectId.of(people(1, a).get(0));
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);
        List.of(client, other, group, person).forEach(holder -> grant(holder, agent));

        assertThat(directory().grants().clients(agent.role(), Set.of(client, group, person)))
                .containsExactly(Map.entry(client, "Contract client"));
    }
}
