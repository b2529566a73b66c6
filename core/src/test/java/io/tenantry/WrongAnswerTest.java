// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.NewAccount;
import io.tenantry.directory.SubjectId;
import io.tenantry.plan.Plan;
import io.tenantry.store.Links;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answer to a creation shows something else: the outcome is unknown, and what the answer shows stays as it is. */
class WrongAnswerTest {
    private final World world = new World();

    @BeforeEach
    void tenantAIsSetUp() {
        world.person("bea", "Account-a").run();
    }

    @Test
    void accountOfAnotherPersonIsNeitherLinkedNorAddedToAGroup() {
        Account other = world.directory.account("other", "other@acme.example", MemoryDirectory.HOME);
        world.person("ana", "Account-a");

        assertThat(statuses(apply(answering("ana", other, false))))
                .containsEntry("create account in division \"Tenant_A\"", Status.UNKNOWN)
                .containsEntry("join group \"Tenant_A_Agents\"", Status.SKIPPED);
        assertThat(world.directory.byName("other@acme.example")).isEqualTo(other);
        assertThat(world.directory.groupsOf("other@acme.example")).isEmpty();
        assertThat(Links.of(world.store).identity(other.id())).isEmpty();
    }

    @Test
    void accountOfTheSameNameWithAnotherIdIsNotTheOneToBeCreated() {
        Account made = world.directory.account("other", "ana@acme.example", MemoryDirectory.HOME);
        world.directory.accounts.remove(made.id());
        Account other = new Account(
                made.id(),
                AccountState.ACTIVE,
                made.userName(),
                made.displayName(),
                Optional.of("eva"),
                made.division(),
                made.attributes());
        world.person("ana", "Account-a");

        assertThat(statuses(apply(answering("ana", other, false))))
                .containsEntry("create account in division \"Tenant_A\"", Status.UNKNOWN)
                .containsEntry("join group \"Tenant_A_Agents\"", Status.SKIPPED);
        assertThat(Links.of(world.store).identity(other.id())).isEmpty();
    }

    @Test
    void accountThatWasCreatedAllTheSameIsFoundByItsId() {
        Account other = world.directory.account("other", "other@acme.example", MemoryDirectory.HOME);
        world.person("ana", "Account-a");

        assertThat(statuses(apply(answering("ana", other, true))).values()).containsOnly(Status.APPLIED);
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_A");
        assertThat(world.directory.groupsOf("other@acme.example")).isEmpty();
    }

    @Test
    void groupOfAnotherNameIsGivenNoRoleAndNoMember() {
        Group other = world.directory.groups().create("Side door");
        world.directory.division("Tenant_C");
        world.tenants = List.of(world.tenants.get(0), world.tenant("c", "Tenant_C"));
        world.person("ana", "Account-c");

        ApplyReport report = apply(answering("Tenant_C_Agents", other, false));

        assertThat(statuses(report))
                .containsEntry("create group \"Tenant_C_Agents\"", Status.UNKNOWN)
                .containsEntry("join group \"Tenant_C_Agents\"", Status.SKIPPED);
        assertThat(world.directory.grants).noneMatch(g -> g.subject().equals(SubjectId.of(other.id())));
        assertThat(world.directory.members.get(other.id())).isEmpty();
    }

    @Test
    void divisionOfAnotherNameIsGivenNoRoleAndNoAccount() {
        world.tenants = List.of(world.tenants.get(0), world.creating("c", "Tenant_C"));
        world.person("ana", "Account-c");
        Set<Grant> before = Set.copyOf(world.directory.grants);

        ApplyReport report = apply(answering("Tenant_C", world.division("Tenant_B"), false));

        assertThat(statuses(report))
                .containsEntry("create division \"Tenant_C\"", Status.UNKNOWN)
                .containsEntry("create account in division \"Tenant_C\"", Status.SKIPPED);
        assertThat(world.directory.grants).containsExactlyInAnyOrderElementsOf(before);
    }

    private ApplyReport apply(Directory directory) {
        Provisioner provisioner = world.provisioner(directory, world.store);
        Plan plan = provisioner.plan();
        return provisioner.apply(plan, Approval.of(plan, "test"));
    }

    /** Answers one creation, by the name or the identity, with something that was there before. */
    private Directory answering(String wanted, Object other, boolean creates) {
        return new ForwardingDirectory(world.directory) {
            @Override
            protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
                if (!method.equals("create") || !wanted.equals(key(arguments[0]))) {
                    return made.handOn();
                }
                if (creates) {
                    made.handOn();
                }
                return other;
            }
        };
    }

    private static Object key(Object argument) {
        return argument instanceof NewAccount account ? account.externalId() : argument;
    }

    private static Map<String, Status> statuses(ApplyReport report) {
        Map<String, Status> statuses = new TreeMap<>();
        report.outcomes().forEach(o -> statuses.put(Wording.of(o.operation().change()), o.status()));
        return statuses;
    }
}
