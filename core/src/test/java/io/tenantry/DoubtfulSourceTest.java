// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static io.tenantry.Codes.findings;
import static io.tenantry.Codes.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While a source may miss people, or contradicts itself, nobody is taken to be gone or to be a stranger. */
class DoubtfulSourceTest {
    private static final String ANA = "ana@acme.example";
    private final World world = new World();

    /** Why a source may not have given all people. */
    private enum Doubt {
        CUT_OFF {
            @Override
            void in(World world) {
                world.doubt = world.doubt.cautioned(List.of("the file may be cut off"));
            }
        },
        INCOMPLETE {
            @Override
            void in(World world) {
                world.doubt = Completeness.doubtful(0, 0, "the file is empty");
            }
        },
        ROW_REFUSED {
            @Override
            void in(World world) {
                world.rejected.add(new RejectedRow("users.csv:2", Optional.empty(), "the id is empty"));
            }
        },
        EMPTY {
            @Override
            void in(World world) {
                world.people.clear();
            }
        },
        SHRUNKEN {
            @Override
            void in(World world) {
                world.persons(30, "Account-a").plan();
                world.limits = World.limit(EntitlementKind.ACCOUNTS, 5, 10);
                world.people.keySet().removeIf(id -> id.value().startsWith("p"));
            }
        };

        abstract void in(World world);
    }

    @ParameterizedTest
    @EnumSource(Doubt.class)
    void noAccessIsSaidToBeNobodysWhileTheSourceMayMissItsPerson(Doubt doubt) {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", world.division("Tenant_A"));
        world.member("x@acme.example", "Tenant_A_Agents")
                .grant(
                        "x@acme.example",
                        "Supervisor",
                        world.division("Tenant_A").id());
        assertThat(findings(world.plan())).contains("orphan-account", "orphan-member", "foreign-grant");

        doubt.in(world);

        assertThat(findings(world.plan())).doesNotContain("orphan-account", "orphan-member", "foreign-grant");
    }

    @ParameterizedTest
    @EnumSource(Doubt.class)
    void noAdviceIsToRemoveByHandWhoIsMissingFromADoubtfulSource(Doubt doubt) {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.govern("a", World.everything(Authority.OBSERVE), world.limits).remove("bob");
        assertThat(adviceAbout(world.plan(), "bob"))
                .isNotEmpty()
                .allMatch(a -> a.endsWith(": change it by hand, or widen the authority"));
        world.person("bob", "Account-a").plan();
        world.remove("bob");

        doubt.in(world);

        assertThat(adviceAbout(world.plan(), "bob")).isNotEmpty().allMatch(a -> a.contains("change nothing by hand"));
    }

    @ParameterizedTest
    @EnumSource(Doubt.class)
    void nobodyIsSaidToHaveLeftWhomADoubtfulSourceMayMiss(Doubt doubt) {
        world.tenants = Leavers.stripped(world.tenants);
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.grant(world.group("Side door", "bob@acme.example"), "Tenant_A");
        world.remove("bob");
        assertThat(findings(world.plan())).contains("reaches-beyond");

        doubt.in(world);

        assertThat(world.plan().findings())
                .filteredOn(f ->
                        f.code() == FindingCode.REACHES_BEYOND && f.message().startsWith("has left"))
                .isEmpty();
    }

    @Test
    void strangerIsNotOneWhileRowsAreUnreadableOrTheSourceIsInDoubt() {
        world.person("ana", "Account-a").run();
        world.directory.account("stranger", "x@acme.example", MemoryDirectory.HOME);
        world.member("x@acme.example", "Tenant_A_Agents");
        world.govern("a", World.everything(Authority.AUTHORITATIVE), World.unlimited());
        world.rejected.add(new RejectedRow("users.csv:9", Optional.empty(), "no id"));
        assertThat(holds(world.plan())).containsExactly("unreadable-rows");
        assertThat(world.plan().batches()).isEmpty();

        world.rejected.clear();
        world.doubt = Completeness.doubtful(0, 0, "half");

        assertThat(holds(world.plan())).containsExactly("source-incomplete");
        assertThat(world.plan().batches()).isEmpty();
    }

    @Test
    void rowThatComesTwiceMayHavePushedAnotherOutSoThatNobodyIsRemoved() {
        world.person("ana", "Account-a").person("bob", "Account-a").run();
        world.remove("bob").person("eve", "Account-a");
        world.extra.add(world.people.get(new IdentityId("ana")));

        Plan plan = world.plan();

        assertThat(holds(plan)).containsExactly("source-incomplete");
        assertThat(plan.holds().get(0).message()).contains("repeated rows: 1");
        assertThat(plan.holds().get(0).operations())
                .allMatch(o -> o.person().orElseThrow().key().equals("bob"))
                .hasSize(2);
        world.run();
        assertThat(world.reach("bob@acme.example")).containsExactly("Tenant_A");
        assertThat(world.reach("eve@acme.example")).as("joiners go on").containsExactly("Tenant_A");
        world.extra.clear();
        world.run();
        assertThat(world.directory.groupsOf("bob@acme.example")).isEmpty();
    }

    @Test
    void rowsThatContradictEachOtherChangeNobodyAndRepeatedRowsAreOne() {
        world.person("eve", "Account-a").run();
        Identity a = Identity.of("ana", ANA, "Ana", List.of("Account-a"), Map.of());
        Identity b = Identity.of("ana", ANA, "Ana", List.of("Account-b"), Map.of());
        world.extra.addAll(List.of(a, b));

        Plan contradicted = world.plan();

        assertThat(contradicted.isEmpty()).isTrue();
        assertThat(findings(contradicted)).containsExactly("contradictory-rows");
        world.extra.clear();
        world.extra.addAll(List.of(b, b));
        world.run();
        assertThat(world.reach(ANA)).containsExactly("Tenant_B");
        world.extra.clear();
        world.extra.addAll(List.of(a, b));
        assertThat(world.plan().isEmpty()).as("and no account is removed").isTrue();
    }

    @Test
    void whoeverIsGoneAndMayBeMeantByContradictingRowsKeepsTheAccess() {
        world.person("eve", "Account-a").person("ana", "Account-a").run();
        world.remove("ana");
        world.extra.add(Identity.of("new", ANA, "Ana", List.of("Account-a"), Map.of()));
        world.extra.add(Identity.of("new", ANA, "Ana", List.of("Account-b"), Map.of()));

        Plan plan = world.plan();

        assertThat(plan.isEmpty()).as(PlanText.of(plan)).isTrue();
        assertThat(findings(plan)).containsExactly("contradictory-rows");
    }

    private static List<String> adviceAbout(Plan plan, String person) {
        return plan.findings().stream()
                .filter(f ->
                        f.code() == FindingCode.UNMANAGED_ACCESS && f.subject().contains(person))
                .map(Finding::advice)
                .toList();
    }
}
