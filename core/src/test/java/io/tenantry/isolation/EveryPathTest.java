// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Kinds;
import io.tenantry.change.Entitlement;
import io.tenantry.change.Path;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the properties of every kind of path, later kinds included. */
class EveryPathTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final Division DIVISION = new Division(new DivisionId("d1"), "Tenant_A", false);
    private static final Group GROUP = new Group(new GroupId("g1"), "Agents");
    private static final Role ROLE = new Role(new RoleId("r1"), "agent");

    private static final List<Path> ONE_OF_EACH = List.of(
            new Path.Residence(TENANT, DIVISION),
            new Path.OwnGrant(Optional.of(TENANT), ROLE, DIVISION),
            new Path.Membership(TENANT, GROUP, "agents"),
            new Path.InheritedGrant(Optional.of(TENANT), GROUP, ROLE, DIVISION),
            new Path.Ownership(TENANT, "agents"));

    @Test
    void noKindIsLeftOutHere() {
        assertThat(ONE_OF_EACH.stream().map(Path::getClass).collect(Collectors.toSet()))
                .isEqualTo(Kinds.of(Path.class));
    }

    /** The proof does not look for an entitlement with which no path begins. */
    @Test
    void everyKindOfEntitlementBeginsAPath() {
        assertThat(ONE_OF_EACH.stream()
                        .flatMap(p -> Stream.of(p.ofAccount(), p.ofGroup(GROUP)))
                        .flatMap(Optional::stream)
                        .map(Entitlement::getClass)
                        .collect(Collectors.toSet()))
                .isEqualTo(Kinds.of(Entitlement.class));
    }

    @Test
    void everyKindHasWordsAndColumnsOfItsOwn() {
        assertThat(ONE_OF_EACH.stream().map(Path::why)).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(ONE_OF_EACH.stream().map(PathFields::of)).doesNotHaveDuplicates();
        assertThat(ONE_OF_EACH.stream().map(p -> PathFields.of(p).kind())).doesNotHaveDuplicates();
    }
}
