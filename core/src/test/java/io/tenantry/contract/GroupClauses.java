// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static io.tenantry.contract.Checks.complete;
import static io.tenantry.contract.Checks.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clauses about groups, and about who is in them. */
interface GroupClauses extends WorldClauses {
    /** A listing shows every group with its name, over all pages. */
    @Test
    default void listsGroupsOverAllPages() {
        List<GroupId> made = IntStream.range(0, world().moreThanOnePage())
                .mapToObj(i -> world().group("contract-" + i))
                .toList();

        List<Group> groups = complete(directory().groups().list());

        assertThat(groups).extracting(Group::id).containsAll(made);
        assertThat(groups)
                .filteredOn(g -> g.id().equals(made.get(7)))
                .extracting(Group::name)
                .containsExactly("contract-7");
    }

    /** If a listing gives the number of accounts in a group, it counts all of them. */
    @Test
    default void countsEverybodyInAGroup() {
        List<AccountId> people = people(2, world().division("Contract A"));
        GroupId group = world().group("contract-agents");
        people.forEach(person -> world().add(group, person));

        Group listed = directory().groups().list().entries().stream()
                .filter(g -> g.id().equals(group))
                .findFirst()
                .orElseThrow();

        listed.memberCount().ifPresent(count -> assertThat(count).isEqualTo(2));
    }

    /** A new group is empty, shows in the next listing, and can hold a role. */
    @Test
    default void createsAGroupThatCarriesRoles() {
        DivisionId a = world().division("Contract A");
        RoleInDivision agent = new RoleInDivision(world().role("Contract agent", false), a);

        Group created = directory().groups().create("contract-agents");
        directory().grants().add(SubjectId.of(created.id()), SubjectKind.GROUP, List.of(agent));

        assertThat(created.name()).isEqualTo("contract-agents");
        assertThat(complete(directory().groups().list())).extracting(Group::id).contains(created.id());
        assertThat(complete(directory().groups().members(created.id()))).isEmpty();
        assertThat(complete(directory().grants().in(a)))
                .contains(new Grant(SubjectId.of(created.id()), agent.role(), a));
    }

    /** The direct members do not include owners and members by a rule. */
    @Test
    default void readsDirectMembersAlone() {
        List<AccountId> people = people(2, world().division("Contract A"));
        GroupId group = world().group("contract-agents");
        world().add(group, people.get(0));
        world().addIndirectly(group, people.get(1));

        assertThat(complete(directory().groups().members(group))).containsExactly(people.get(0));
    }

    /** All accounts in a group are read over all pages. */
    @Test
    default void readsEverybodyInAGroupOverAllPages() {
        List<AccountId> people = people(world().moreThanOnePage(), world().division("Contract A"));
        GroupId group = world().group("contract-agents");
        people.forEach(person -> world().add(group, person));

        assertThat(directory().groups().everybody(group).entries()).containsExactlyInAnyOrderElementsOf(people);
    }

    /** All accounts in a group include owners and members by a rule, or the listing says that it may miss some. */
    @Test
    default void readsEverybodyInAGroupOrIsInDoubt() {
        List<AccountId> people = people(2, world().division("Contract A"));
        GroupId group = world().group("contract-agents");
        world().add(group, people.get(0));
        world().addIndirectly(group, people.get(1));

        Listing<AccountId> everybody = directory().groups().everybody(group);

        if (everybody.completeness().isComplete()) {
            assertThat(complete(everybody)).containsExactlyInAnyOrderElementsOf(people);
        } else {
            assertThat(everybody.entries()).contains(people.get(0));
        }
    }

    /** The groups of an account are exactly those that it is in. */
    @Test
    default void readsTheGroupsOfAnAccount() {
        List<AccountId> people = people(2, world().division("Contract A"));
        GroupId first = world().group("contract-agents");
        GroupId second = world().group("contract-leads");
        GroupId other = world().group("contract-others");
        world().add(first, people.get(0));
        world().add(second, people.get(0));
        world().add(other, people.get(1));

        assertThat(complete(directory().groups().of(people.get(0)))).containsExactlyInAnyOrder(first, second);
    }

    /** A call adds as many accounts as the limits allow; an account that is already in the group stays in it once. */
    @Test
    default void addsMembersOnce() {
        List<AccountId> people = people(directory().limits().membersPerCall(), world().division("Contract A"));
        GroupId group = world().group("contract-agents");
        world().add(group, people.get(0));

        directory().groups().add(group, people);
        world().settle();

        assertThat(complete(directory().groups().members(group))).containsExactlyInAnyOrderElementsOf(people);
    }

    /** A call removes as many accounts as the limits allow; an account that is not in the group has no effect. */
    @Test
    default void removesMembersOnce() {
        List<AccountId> people = people(directory().limits().membersPerCall() + 1, world().division("Contract A"));
        GroupId group = world().group("contract-agents");
        people.subList(1, people.size()).forEach(person -> world().add(group, person));

        directory().groups().remove(group, people.subList(0, people.size() - 1));
        world().settle();

        assertThat(complete(directory().groups().members(group))).containsExactly(people.get(people.size() - 1));
    }

    /** A group that does not exist, or no longer exists, is never read as an empty one. */
    @Test
    default void findsNoGroupToReadOrWriteTo() {
        List<AccountId> people = people(1, world().division("Contract A"));
        GroupId unused = new GroupId(world().unusedId());
        GroupId deleted = world().group("contract-agents");
        world().delete(deleted);

        fails(Failure.NOT_FOUND, () -> directory().groups().members(unused));
        fails(Failure.NOT_FOUND, () -> directory().groups().members(deleted));
        fails(Failure.NOT_FOUND, () -> directory().groups().everybody(unused));
        fails(Failure.NOT_FOUND, () -> directory().groups().add(unused, people));
        assertThat(complete(directory().groups().list())).extracting(Group::id).doesNotContain(deleted);
    }
}
