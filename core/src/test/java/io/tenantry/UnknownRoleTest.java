// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.TenantId;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A role that no listing shows may be the one that an accepted line names, for its holder and its place alone. */
class UnknownRoleTest {
    private static final Group STAFF = new Group(new GroupId("grp-staff"), "Staff");
    private final World world = new World();

    UnknownRoleTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.directory.groups.put(STAFF.id(), STAFF);
        world.directory.members.put(
                STAFF.id(), Set.of(world.directory.byName("ana@acme.example").id()));
        world.directory.role("Quality");
        world.directory.grants.add(new Grant(
                SubjectId.of(STAFF.id()),
                new RoleId("role-Quality"),
                world.division("Tenant_B").id()));
    }

    @Test
    void roleThatMayBeTheAcceptedOneIsADoubtAndNoViolation() {
        accept(STAFF.name(), "Quality", "b");

        IsolationProof proof = provisioner().proveIsolation();

        assertThat(proof.violations()).isEmpty();
        assertThat(proof.doubts())
                .contains("holder grp-staff has role role-Quality in division \"Tenant_B\", and the"
                        + " listing of the roles did not show it, so it is unknown whether the policy accepts that");
        assertThat(unaccepted()).isFalse();
    }

    @Test
    void lineWhoseRolesAreAllKnownAcceptsNoOther() {
        accept(STAFF.name(), "Agent", "b");

        counts();
    }

    @Test
    void lineForAnotherPlaceAcceptsNoRoleThatIsUnknown() {
        accept(STAFF.name(), "Quality", "a");

        counts();
    }

    @Test
    void lineOfAnotherHolderAcceptsNoRoleThatIsUnknown() {
        accept("Tenant_A_Agents", "Quality", "b");

        counts();
    }

    private void counts() {
        assertThat(provisioner().proveIsolation().verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(unaccepted()).isTrue();
    }

    private boolean unaccepted() {
        return provisioner().plan().findings().stream()
                .map(Finding::code)
                .anyMatch(FindingCode.UNACCEPTED_HOLDER::equals);
    }

    private void accept(String group, String role, String tenant) {
        world.accepted = List.of(new AcceptedAccess(
                new Holder(Kind.GROUP, group, Optional.empty()),
                Set.of(role),
                Extent.ofTenants(List.of(new TenantId(tenant))),
                OptionalInt.empty(),
                false,
                false,
                "phone book",
                "ciso",
                Optional.empty()));
    }

    /** The listing of roles has a gap where the role is. */
    private Provisioner provisioner() {
        return world.provisioner(
                new ForwardingDirectory(world.directory) {
                    @Override
                    protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
                        Object answer = made.handOn();
                        return answer instanceof Listing<?> all
                                        && all.entries().stream().anyMatch(Role.class::isInstance)
                                ? new Listing<>(
                                        all.entries().stream()
                                                .filter(r -> !((Role) r).name().equals("Quality"))
                                                .toList(),
                                        Completeness.doubtful(2, 1, "a page is missing"))
                                : answer;
                    }
                },
                world.store);
    }
}
