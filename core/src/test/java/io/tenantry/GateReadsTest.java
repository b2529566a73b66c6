// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a run reads before its gains may be incomplete, or older than another read. */
@NullUnmarked
class GateReadsTest {
    private static final String JOIN = "join group \"Tenant_B_Agents\"";
    private final World world = new World();
    private final MemoryDirectory org = world.directory;

    GateReadsTest() {
        world.third();
        world.person("bob", "Account-b").person("cid", "Account-c");
    }

    @Test
    void groupGetsItsRoleIfOnlyAnOlderReadOfAMemberShowsAnotherOneThatAHandGave() {
        world.run();
        Group group = org.named("Tenant_C_Agents");
        org.grants.removeIf(g -> g.subject().equals(SubjectId.of(group.id())));
        World.Planned planned = world.planned();
        Grant foreign = grant(group, "Tenant_B");
        SubjectId member = SubjectId.of(org.byName("cid@acme.example").id());
        org.shown = what -> {
            if (what.equals(member)) {
                org.grants.remove(foreign);
            }
        };

        assertThat(planned.apply().isClean()).isTrue();
        assertThat(world.reach("cid@acme.example")).containsExactly("Tenant_C");
    }

    @Test
    void moverWhomAHandPutIntoAGroupWithoutRolesOfATenantThatLeftThePolicyIsSkipped() {
        world.person("ana", "Account-a").run();
        Group group = org.named("Tenant_C_Agents");
        org.grants.removeIf(g -> g.subject().equals(SubjectId.of(group.id())));
        world.tenants = world.tenants.subList(0, 2);
        world.hash += "'";
        World.Planned planned = world.person("ana", "Account-b").planned();
        world.member("ana@acme.example", group.name());

        ApplyReport report = planned.apply();

        assertThat(people(report, Status.SKIPPED)).containsExactly("ana");
        assertThat(world.reach("ana@acme.example")).doesNotContain("Tenant_B");
    }

    @Test
    void moverWhomAShortenedListOfMembersDoesNotShowIsReadAlone() {
        AccountId[] hidden = new AccountId[1];

        ApplyReport report = movers("everybody", entry -> entry.equals(hidden[0]), id -> {
            world.member("p7@acme.example", "Tenant_C_Agents");
            hidden[0] = id;
        });

        assertThat(people(report, Status.SKIPPED)).containsExactly("p7");
        assertThat(people(report, Status.CROSSED)).isEmpty();
    }

    @Test
    void moverInAGroupThatAShortenedListOfGroupsDoesNotShowIsReadAlone() {
        GroupId side = new GroupId("grp-side");

        ApplyReport report = movers("list", entry -> entry instanceof Group g && g.id().equals(side), id -> {
            org.groups.put(side, new Group(side, "Side door"));
            org.members.put(side, new LinkedHashSet<>(Set.of(id)));
            grant(org.groups.get(side), "Tenant_C");
        });

        assertThat(people(report, Status.SKIPPED)).containsExactly("p7");
        assertThat(people(report, Status.CROSSED)).isEmpty();
    }

    @Test
    void moversBeyondThoseWhoMayBeReadAloneWaitAndTheirGroupIsRead() {
        world.persons(40, "Account-a").run();
        world.persons(40, "Account-b").emptyGroups = Set.of("Account-a");
        Provisioner provisioner = world.builder(org, world.store).readAlone(3).build();
        World.Planned planned = new World.Planned(provisioner, provisioner.plan());
        org.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);

        ApplyReport report = planned.apply();

        assertThat(joins(report, Status.APPLIED)).hasSize(2);
        assertThat(joins(report, Status.SKIPPED))
                .hasSize(38)
                .allSatisfy(
                        o -> assertThat(o.detail())
                                .endsWith(
                                        "what the account reaches by now could not be read completely: a listing was incomplete"));
    }

    /** Forty people move, a hand does something to one of them, and a listing of this method leaves something out. */
    private ApplyReport movers(String method, Predicate<Object> hidden, Consumer<AccountId> hand) {
        world.persons(40, "Account-a").run();
        world.persons(40, "Account-b").emptyGroups = Set.of("Account-a");
        Directory shortened = new ForwardingDirectory(org) {
            @Override
            protected Object call(String called, Object[] arguments, PartCall made) throws Throwable {
                Object answer = made.handOn();
                return called.equals(method)
                                && answer instanceof Listing<?> all
                                && all.entries().stream().anyMatch(hidden)
                        ? new Listing<>(
                                all.entries().stream().filter(hidden.negate()).toList(),
                                all.completeness().doubting("shortened"))
                        : answer;
            }
        };
        Provisioner provisioner = world.provisioner(shortened, world.store);
        World.Planned planned = new World.Planned(provisioner, provisioner.plan());
        hand.accept(org.byName("p7@acme.example").id());
        return planned.apply();
    }

    private Grant grant(Group group, String division) {
        Grant grant = new Grant(
                SubjectId.of(group.id()),
                new RoleId("role-Agent"),
                world.division(division).id());
        org.grants.add(grant);
        return grant;
    }

    private static List<Outcome> joins(ApplyReport report, Status status) {
        return report.outcomes().stream()
                .filter(o -> o.status() == status
                        && Wording.of(o.operation().change()).equals(JOIN))
                .toList();
    }

    private static List<String> people(ApplyReport report, Status status) {
        return report.outcomes().stream()
                .filter(o -> o.status() == status)
                .map(o -> o.operation().person().orElseThrow().key())
                .distinct()
                .toList();
    }
}
