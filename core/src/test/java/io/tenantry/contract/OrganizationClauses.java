// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static io.tenantry.contract.Checks.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The clauses about the organization as a whole, and about its roles. */
interface OrganizationClauses extends WorldClauses {
    /** The organization has an id and two names, which do not change. */
    @Test
    default void namesTheOrganization() {
        Organization organization = directory().organization();

        assertThat(List.of(organization.id(), organization.name(), organization.shortName()))
                .noneMatch(String::isBlank);
        assertThat(directory().organization()).isEqualTo(organization);
    }

    /** The limits do not change while the directory lives, because a plan is batched and applied by them. */
    @Test
    default void keepsItsLimits() {
        DirectoryLimits limits = directory().limits();

        directory().organization();

        assertThat(sizes(directory().limits())).isEqualTo(sizes(limits));
    }

    /** A credential with every permission misses none. */
    @Test
    default void missesNoPermissionThatItHas() {
        DivisionId a = world().division("Contract A");

        assertThat(directory().missingPermissions(new ManagedDivisions(Set.of(a), Set.of(), true)))
                .isEmpty();
    }

    /** A listing of roles is complete over all pages, and says which roles can change access. */
    @Test
    default void listsRolesAndTellsThePrivilegedOnes() {
        List<RoleId> plain = IntStream.range(0, world().moreThanOnePage())
                .mapToObj(i -> world().role("Contract role " + i, false))
                .toList();
        RoleId privileged = world().role("Contract granter", true);

        List<Role> roles = complete(directory().roles().list());

        assertThat(roles).filteredOn(r -> !r.privileged()).extracting(Role::id).containsAll(plain);
        assertThat(roles).filteredOn(Role::privileged).extracting(Role::id).contains(privileged);
        assertThat(roles)
                .filteredOn(r -> r.id().equals(privileged))
                .extracting(Role::name)
                .containsExactly("Contract granter");
    }

    /** The catalogue of permissions names each once; a directory that does not read it says so. */
    @Test
    default void namesEachPermissionOnce() {
        Listing<Permission> catalogue = directory().roles().permissions();

        assertThat(catalogue.entries()).extracting(Permission::name).doesNotHaveDuplicates();
        assertThat(catalogue.entries().isEmpty())
                .isEqualTo(!catalogue.completeness().isComplete());
    }

    /** Several threads use one directory, and each finds what it wrote. */
    @Test
    default void servesSeveralThreads() throws Exception {
        DivisionId a = world().division("Contract A");
        List<AccountId> people = people(8, a);
        List<GroupId> groups = IntStream.range(0, people.size())
                .mapToObj(i -> world().group("contract-" + i))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> adds = IntStream.range(0, people.size())
                    .<Future<?>>mapToObj(i ->
                            threads.submit(() -> directory().groups().add(groups.get(i), List.of(people.get(i)))))
                    .toList();
            for (Future<?> add : adds) {
                add.get();
            }
        } finally {
            threads.shutdownNow();
        }
        world().settle();

        for (int i = 0; i < people.size(); i++) {
            assertThat(complete(directory().groups().members(groups.get(i)))).containsExactly(people.get(i));
        }
    }

    // The calls a minute may be learnt from the service, so only the sizes of calls must stay.
    private static List<Object> sizes(DirectoryLimits limits) {
        return List.of(
                limits.membersPerCall(),
                limits.movesPerCall(),
                limits.grantsPerCall(),
                limits.lookupsPerCall(),
                limits.placesOnCreate());
    }
}
