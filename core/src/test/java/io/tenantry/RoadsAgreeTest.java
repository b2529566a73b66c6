// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.Condition;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.TenantPolicy;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plan for everybody, one for the people who changed and one for one person plan the same for that person and find the
 * same.
 */
@NullUnmarked
class RoadsAgreeTest {
    private static final String ANA = "ana@acme.example";

    /** What only a read of everybody shows: it is about a group, a tenant, the source or accounts of nobody. */
    private static final Set<FindingCode> OF_EVERYBODY = EnumSet.of(
            FindingCode.SOURCE_IN_DOUBT,
            FindingCode.UNBOUND_DIVISION,
            FindingCode.UNBOUND_GROUP,
            FindingCode.UNBOUND_ROLE,
            FindingCode.PRIVILEGED_ROLE,
            FindingCode.GROUP_WITHOUT_ROLES,
            FindingCode.GROUP_BY_RULE,
            FindingCode.LARGE_GROUP,
            FindingCode.UNACCEPTED_HOLDER,
            FindingCode.UNACCEPTED_CLIENT,
            FindingCode.ORPHAN_ACCOUNT,
            FindingCode.ORPHAN_MEMBER,
            FindingCode.ORPHANED_TENANT,
            FindingCode.UNCLAIMED_DIVISION);

    private final World world = new World();
    private final MemorySource source = MemorySource.named("test");

    private static final Map<String, Consumer<RoadsAgreeTest>> WORLDS = new LinkedHashMap<>();

    static {
        WORLDS.put("nothing to say", t -> {});
        WORLDS.put("moves", t -> t.world.person("ana", "Account-b"));
        WORLDS.put("no tenant matches, holds access", t -> t.world.person("ana"));
        WORLDS.put("several tenants match", t -> t.world.person("ana", "Account-a", "Account-b"));
        WORLDS.put(
                "the group is not delivered",
                t -> t.deliver(Delivered.everything().sourceGroups(Delivered.Names.only(List.of("Account-b")))));
        WORLDS.put(
                "an attribute is not delivered",
                t -> t.deliver(Delivered.everything().attributes(Delivered.Names.only(List.of("mail")))));
        WORLDS.put("has left", t -> t.world.disable("ana"));
        WORLDS.put("has left, is in a group of nobody", t -> {
            t.world.tenants = Leavers.stripped(t.world.tenants);
            t.grant(t.side(ANA).id().value(), "Tenant_A");
            t.world.disable("ana");
        });
        WORLDS.put("has left, owns a group of the tenant", t -> {
            t.world.tenants = Leavers.stripped(t.world.tenants);
            t.fixed("Tenant_A_Agents");
            t.world.disable("ana");
        });
        WORLDS.put("has left, owns a group of another tenant", t -> {
            t.world.tenants = Leavers.stripped(t.world.tenants);
            t.fixed("Tenant_B_Agents");
            t.world.disable("ana");
        });
        WORLDS.put("owns a group of another tenant", t -> t.fixed("Tenant_B_Agents"));
        WORLDS.put("is in a group of another tenant, and owns it", t -> {
            t.world.member(ANA, "Tenant_B_Agents");
            t.fixed("Tenant_B_Agents");
        });
        WORLDS.put("owns a group of the own tenant", t -> t.fixed("Tenant_A_Supervisors"));
        WORLDS.put("is parked and owns a group of another tenant", t -> {
            t.fixed("Tenant_B_Agents");
            t.world.person("ana");
        });
        WORLDS.put("is in a group of another tenant", t -> t.world.member(ANA, "Tenant_B_Agents"));
        WORLDS.put(
                "is in a group of nobody that reaches the other tenant",
                t -> t.grant(t.side(ANA).id().value(), "Tenant_B"));
        WORLDS.put("moves, is in a group of nobody that reaches the former tenant", t -> {
            t.grant(t.side(ANA).id().value(), "Tenant_A");
            t.world.person("ana", "Account-b");
        });
        WORLDS.put(
                "is in a group of nobody with a role in all divisions",
                t -> t.grantEverywhere(t.side(ANA).id().value()));
        WORLDS.put("has a role in all divisions", t -> t.grantEverywhere(t.ana().value()));
        WORLDS.put("the own group has a role in all divisions", t -> t.grantEverywhere("grp-Tenant_A_Agents"));
        WORLDS.put("the own group has a role in the other tenant", t -> t.grant("grp-Tenant_A_Agents", "Tenant_B"));
        WORLDS.put("has a role in the own tenant", t -> t.grant(t.ana().value(), "Tenant_A"));
        WORLDS.put("has a role in the other tenant", t -> t.grant(t.ana().value(), "Tenant_B"));
        WORLDS.put("lives in the other tenant", t -> t.world.state(ANA, AccountState.ACTIVE, t.division("Tenant_B")));
        WORLDS.put("was deleted", t -> t.world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id()));
        WORLDS.put("another account has the new user name", t -> {
            t.world.directory.account("other", "anna@acme.example", t.world.division("Tenant_A"));
            t.world.with(Identity.of("ana", "anna@acme.example", "Name ana", List.of("Account-a"), Map.of()));
        });
        WORLDS.put("the account carries the id of another", t -> t.world.carries(ANA, "another"));
        WORLDS.put("the account is protected", t -> {
            t.world.protectedPeople = Set.of(ANA);
            t.world.member(ANA, "Tenant_B_Agents");
        });
        WORLDS.put("was a joint agent until yesterday", t -> t.joint(-1));
        WORLDS.put("is a joint agent", t -> t.joint(9));
        WORLDS.put("two accounts carry the id", t -> {
            t.world.directory.account("other", "anna@acme.example", t.world.division("Tenant_A"));
            t.world.carries("anna@acme.example", "ana");
        });
        WORLDS.put("was deleted, and another account made by hand has the name", t -> {
            t.world.state(ANA, AccountState.DELETED, MemoryDirectory.HOME.id());
            t.world.directory.account("other", ANA, t.world.division("Tenant_A"));
        });
        WORLDS.put("was suspended by hand", t -> t.world.state(ANA, AccountState.INACTIVE, t.division("Tenant_A")));
        WORLDS.put("the tenant is leaving", RoadsAgreeTest::leaving);
        WORLDS.put("the tenant is leaving, is in a group of another", t -> {
            t.world.member(ANA, "Tenant_B_Agents");
            t.leaving();
        });
        WORLDS.put("the tenant left the policy", t -> t.world.tenants = t.world.tenants.subList(1, 2));
        WORLDS.put("moves from a tenant that left the policy", t -> {
            t.world.tenants = t.world.tenants.subList(1, 2);
            t.world.person("ana", "Account-b");
        });
        WORLDS.put("the division of a tenant that left the policy is shared", t -> {
            t.world.tenants = t.world.tenants.subList(1, 2);
            t.world.sharedDivisions = List.of(new DivisionRef("Tenant_A", Optional.empty(), false));
        });
        WORLDS.put("the policy does not call the person outside", t -> {
            t.world.outside = Optional.of(new Condition.SourceGroup("Holding"));
            t.world.person("ana");
            t.world.directory.members.values().forEach(of -> of.remove(t.ana()));
            t.world.state(ANA, AccountState.ACTIVE, MemoryDirectory.HOME.id());
        });
        WORLDS.put("is newly outside", t -> {
            t.world.outside = Optional.of(new Condition.SourceGroup("Holding"));
            t.world.person("ana", "Holding");
            t.world.directory.members.values().forEach(of -> of.remove(t.ana()));
            t.world.state(ANA, AccountState.ACTIVE, MemoryDirectory.HOME.id());
        });
        WORLDS.put("the line of a joint agent is taken out", t -> {
            t.joint(9);
            t.world.jointAgents = List.of();
        });
        WORLDS.put("the line of a joint agent is taken out, several tenants match", t -> {
            t.joint(9);
            t.world.jointAgents = List.of();
            t.world.person("ana", "Account-a", "Account-b");
        });
        WORLDS.put("a joint agent lives in a shared division by hand", t -> {
            t.joint(9);
            t.world.state(ANA, AccountState.ACTIVE, MemoryDirectory.HOME.id());
        });
        WORLDS.put("is a supervisor no longer", t -> {
            t.world.person("ana", "Account-a", "Supervisors-a").run();
            t.world.person("ana", "Account-a");
        });
        WORLDS.put("moves, and owns a group of a third tenant", t -> {
            t.third();
            t.fixed("Tenant_C_Agents");
            t.world.person("ana", "Account-b");
        });
        WORLDS.put("moves, and has a role in a third tenant", t -> {
            t.third();
            t.grant(t.ana().value(), "Tenant_C");
            t.world.person("ana", "Account-b");
        });
        WORLDS.put("moves, and is in a group of nobody that reaches a third tenant", t -> {
            t.third();
            t.grant(t.side(ANA).id().value(), "Tenant_C");
            t.world.person("ana", "Account-b");
        });
        WORLDS.put("moves to a tenant whose group has a role elsewhere", t -> {
            t.third();
            t.grant("grp-Tenant_B_Agents", "Tenant_C");
            t.world.person("ana", "Account-b");
        });
        WORLDS.put("moves to a tenant whose group has a role in all divisions", t -> {
            t.grantEverywhere("grp-Tenant_B_Agents");
            t.world.person("ana", "Account-b");
        });
        for (Authority authority : Authority.values()) {
            WORLDS.put("moves under " + authority, t -> {
                t.govern(authority);
                t.world.person("ana", "Account-b");
            });
            WORLDS.put("is in a group of another tenant under " + authority, t -> {
                t.govern(authority);
                t.world.member(ANA, "Tenant_B_Agents");
            });
            WORLDS.put("has roles in both tenants under " + authority, t -> {
                t.govern(authority);
                t.grant(t.ana().value(), "Tenant_A");
                t.grant(t.ana().value(), "Tenant_B");
            });
            WORLDS.put("lives in the other tenant under " + authority, t -> {
                t.govern(authority);
                t.world.state(ANA, AccountState.ACTIVE, t.division("Tenant_B"));
            });
            WORLDS.put("has left under " + authority, t -> {
                t.govern(authority);
                t.world.disable("ana");
            });
        }
        WORLDS.put(
                "the division of the tenant is gone", t -> t.world.directory.divisions.remove(t.division("Tenant_B")));
        WORLDS.put("moves to a tenant whose role is unknown", t -> {
            t.world.directory.roles.values().removeIf(r -> r.name().equals("Supervisor"));
            t.world.person("ana", "Account-b");
        });
    }

    static Stream<String> worlds() {
        return WORLDS.keySet().stream();
    }

    RoadsAgreeTest() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        source.putAll(world.people.values());
        provisioner().planChanges();
        provisioner().plan();
    }

    private Provisioner provisioner() {
        return world.builder(world.directory, world.store)
                .source(source)
                .structureAge(Duration.ZERO)
                .build();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void everyRoadFindsTheSame(String name) {
        WORLDS.get(name).accept(this);
        source.remove(new IdentityId("ana")).putAll(world.people.values());

        Plan everybody = provisioner().whatIf(world.policy()).current();
        Plan one = provisioner().explain("ana").plan();
        ChangePlan changes = provisioner().planChanges();

        assertThat(said(one)).as(PlanText.of(one)).isEqualTo(said(everybody));
        assertThat(said(changes.plan())).as("%s", changes.everybody()).isEqualTo(said(everybody));
    }

    /** A person, an account or a holder is shown by name, with the id behind. */
    @ParameterizedTest
    @MethodSource("worlds")
    void everyRoadNamesWhatAFindingIsAbout(String name) {
        world.directory.account("stranger", "x@acme.example", world.division("Tenant_B"));
        WORLDS.get(name).accept(this);
        source.remove(new IdentityId("ana")).putAll(world.people.values());

        Stream.of(
                        provisioner().whatIf(world.policy()).current(),
                        provisioner().explain("ana").plan(),
                        provisioner().planChanges().plan())
                .forEach(plan -> {
                    assertThat(plan.findings())
                            .filteredOn(f -> f.subject().matches("(identity|account|subject|division|role) [^\"]*"))
                            .allSatisfy(f -> {
                                assertThat(f.name()).as("%s", f).isNotEmpty();
                                assertThat(PlanText.of(plan))
                                        .contains("      " + f.name() + " (" + f.subject() + "): ");
                                assertThat(f.toString()).doesNotContain("@");
                            });
                    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
                });
    }

    private static List<String> said(Plan plan) {
        List<String> said = new ArrayList<>(plan.operations()
                .filter(o -> o.person().isPresent())
                .map(o -> Wording.of(o.change()))
                .toList());
        plan.holds().forEach(h -> said.add("held " + h.code()));
        plan.findings().stream()
                .filter(f -> !OF_EVERYBODY.contains(f.code()) && !f.subject().equals("identity bob"))
                .map(RoadsAgreeTest::text)
                .forEach(said::add);
        return said;
    }

    private static String text(Finding f) {
        // Only a read of everybody counts the people in a group.
        return f.severity() + " " + f.code() + " " + f.who() + ": "
                + f.message().replaceAll("; \\d+ person is in it, and gains of 0 wait", "") + "; " + f.advice() + " "
                + Attention.of(List.of(f), List.of()).keySet();
    }

    private AccountId ana() {
        return world.directory.byName(ANA).id();
    }

    private DivisionId division(String name) {
        return world.division(name).id();
    }

    private Group side(String member) {
        Group side = new Group(new GroupId("grp-side"), "Side door");
        world.directory.groups.put(side.id(), side);
        world.directory.members.put(
                side.id(), new TreeSet<>(Set.of(world.directory.byName(member).id())));
        return side;
    }

    private void grant(String holder, String division) {
        world.grant(new SubjectId(holder), "Agent", division(division));
    }

    private void grantEverywhere(String holder) {
        world.grant(new SubjectId(holder), "Agent", DivisionId.EVERYWHERE);
    }

    private void fixed(String group) {
        world.directory.ruled.put(world.directory.named(group).id(), new TreeSet<>(Set.of(ana())));
    }

    private void leaving() {
        TenantPolicy a = world.tenants.get(0);
        world.tenants = List.of(
                new TenantPolicy(
                        a.id(),
                        a.name(),
                        a.division(),
                        a.match(),
                        a.profiles(),
                        TenantPolicy.State.LEAVING,
                        a.governance()),
                world.tenants.get(1));
    }

    private void third() {
        world.third();
        world.person("kim", "Account-c").run();
    }

    private void deliver(Delivered delivered) {
        world.with(Identity.of("ana", ANA, "Name ana", List.of(), Map.of()).with(delivered));
    }

    private void govern(Authority authority) {
        List.of("a", "b").forEach(t -> world.govern(t, World.everything(authority), World.unlimited()));
    }

    private void joint(int days) {
        world.joint(ANA, LocalDate.EPOCH.plusYears(100), "a", "b");
        world.run();
        world.joint(ANA, LocalDate.ofInstant(World.NOW, ZoneOffset.UTC).plusDays(days), "a", "b");
    }
}
