// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.JsonLinesSource;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps failing is left alone for longer and longer, and costs the others nothing. */
class QuarantineTest {
    private static final String TENANT_A = "tenant a";

    private final World world = new World();
    private final MovingClock clock = new MovingClock();

    QuarantineTest() {
        world.clock = clock;
        world.quarantine = new QuarantineRule(3, 40, 3, Duration.ofMinutes(10), Duration.ofHours(1));
        world.person("old", "Account-a").run();
    }

    @Test
    void tenantThatKeepsFailingIsGivenNothingWhileTheOthersGoOn() {
        failJoinsOf("Tenant_A_Agents");
        people(5, "a");
        assertThat(world.run().count(Status.FAILED)).isEqualTo(5);
        world.person("eve", "Account-b").disable("old");

        Plan plan = world.plan();

        assertThat(plan.holds()).extracting(Hold::code).containsExactly(HoldCode.TENANT_QUARANTINED);
        assertThat(plan.holds().get(0).message()).contains("5 of 10 operations failed", "no such luck");
        assertThat(world.run().count(Status.FAILED)).isZero();
        assertThat(world.directory.groupsOf("eve@acme.example")).containsExactly("Tenant_B_Agents");
        assertThat(world.directory.byName("old@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void personWhoseRowIsRefusedQuarantinesNobody(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("users.jsonl");
        Files.writeString(
                file, row("old") + row("b1").replace("b1@", "ben@") + row("b2").replace("b2@", "ben@"));
        Provisioner provisioner = over(file);

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> provisioner.explain("ben@acme.example"))
                    .isInstanceOf(IdentitySourceException.class)
                    .hasMessageContaining("rejected");
        }

        assertThat(provisioner.quarantines()).isEmpty();
        assertThatCode(provisioner::plan).doesNotThrowAnyException();
    }

    @Test
    void sourceThatCannotBeReadForOnePersonIsQuarantined(@TempDir Path folder) {
        Provisioner provisioner = over(folder.resolve("nowhere.jsonl"));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> provisioner.explain("old")).isInstanceOf(IdentitySourceException.class);
        }

        assertThatThrownBy(() -> provisioner.explain("old")).isInstanceOf(PlanRefusedException.class);
    }

    private Provisioner over(Path file) {
        return world.builder(world.directory, world.store)
                .source(JsonLinesSource.of(file))
                .build();
    }

    private static String row(String id) {
        return """
                {"id":"%1$s","userName":"%1$s@acme.example","displayName":"%1$s","enabled":true,"groups":["Account-a"]}
                """.formatted(id);
    }

    @Test
    void moverIntoTheTenantLosesTheOldAccessAndWaitsForTheNew() {
        world.person("eve", "Account-b", "Supervisors-b").run();
        world.grant("eve@acme.example", "Agent", world.division("Tenant_B").id());
        quarantineTenantA();
        world.person("eve", "Account-a");

        Plan plan = world.plan();

        assertThat(plan.operations().filter(o -> o.change().removes())).hasSize(3);
        assertThat(plan.holds()).extracting(Hold::code).containsExactly(HoldCode.TENANT_QUARANTINED);
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.directory.groupsOf("eve@acme.example")).isEmpty();
        assertThat(world.reach("eve@acme.example")).as("only lives there still").containsExactly("Tenant_B");
        world.provisioner().liftQuarantine(TENANT_A, "cto", "the service works again");
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.reach("eve@acme.example")).containsExactly("Tenant_A");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void tenantInQuarantineIsOffboardedAllTheSame() {
        quarantineTenantA();
        Provisioner provisioner = world.provisioner();

        Plan plan = provisioner.planOffboarding(new TenantId("a"));

        assertThat(plan.holds()).isEmpty();
        assertThat(provisioner.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
        assertThat(provisioner.zeroAccess(new TenantId("a")).isZero()).isTrue();
    }

    @Test
    void eachFurtherFailureDoublesTheTimeUpToTheLongest() {
        failJoinsOf("Tenant_A_Agents");
        people(5, "a");
        long[] minutes = new long[5];
        for (int i = 0; i < minutes.length; i++) {
            world.run();
            Quarantine q = world.store.notes().quarantine(TENANT_A).orElseThrow();
            minutes[i] = Duration.between(clock.instant(), q.until()).toMinutes();
            assertThat(q.strikes()).isEqualTo(i + 1);
            clock.pass(Duration.ofMinutes(minutes[i]));
        }

        assertThat(minutes).containsExactly(10, 20, 40, 60, 60);
    }

    @Test
    void successEndsIt() {
        failJoinsOf("Tenant_A_Agents");
        people(5, "a");
        world.run();
        world.directory.before = name -> {};
        clock.pass(Duration.ofMinutes(10));

        assertThat(world.run().isClean()).isTrue();

        assertThat(world.store.notes().quarantines()).isEmpty();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void operatorLiftsItForAReason() {
        failJoinsOf("Tenant_A_Agents");
        people(5, "a");
        world.run();
        world.directory.before = name -> {};
        assertThat(world.provisioner().quarantines())
                .extracting(Quarantine::scope)
                .containsExactly(TENANT_A);

        assertThat(world.provisioner().liftQuarantine("tenant z", "cto", "a misspelling"))
                .isFalse();

        assertThat(world.provisioner().liftQuarantine(TENANT_A, "cto", "the service works again"))
                .isTrue();

        assertThat(AuditTrail.of(world.store, new TenantId("a")))
                .filteredOn(r -> r.fact().kind() == AuditTrail.Kind.LIFT)
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.fact().what()).isEqualTo("lift quarantine: tenant a");
                    assertThat(r.approvedBy()).containsExactly("cto");
                    assertThat(r.why().orElseThrow().detail()).isEqualTo("the service works again");
                    assertThat(r.why().orElseThrow().fact()).contains("5 of 10");
                });
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.directory.groupsOf("p0@acme.example")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void fewFailuresAmongManyAreAMatterOfSinglePeople() {
        people(20, "a");
        world.directory.before = name -> {
            if (name.matches("create account p[123]")) {
                throw new DirectoryException(Failure.REJECTED, "no such luck", null);
            }
        };

        world.run();

        assertThat(world.store.notes().quarantines()).isEmpty();
    }

    @Test
    void organizationThatCannotBeReadIsLeftAloneAfterThreeFailures() {
        DirectoryException down = new DirectoryException(Failure.RETRY_LATER, "503 in the morning", null);
        world.directory.reading = () -> {
            throw down;
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(world::plan).isSameAs(down);
        }
        world.directory.reading = () -> {};

        assertThatThrownBy(world::plan)
                .isInstanceOfSatisfying(
                        PlanRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(PlanRefusedException.Cause.QUARANTINED))
                .hasMessageContaining("organization failed 3 times in a row")
                .hasMessageContaining("503 in the morning");
        assertThatThrownBy(() -> world.provisioner().provision("old", "test")).isInstanceOf(PlanRefusedException.class);
        clock.pass(Duration.ofMinutes(10));
        assertThat(world.plan().isEmpty()).isTrue();
        assertThat(world.store.notes().quarantines()).isEmpty();
    }

    @Test
    void everyRoadThatReadsTheOrganizationLeavesItAloneAndCountsItsFailures() {
        Provisioner provisioner = world.provisioner();
        TenantId a = new TenantId("a");
        List<ThrowingCallable> roads = List.of(
                provisioner::proveIsolation,
                () -> provisioner.planOffboarding(a),
                () -> provisioner.zeroAccess(a),
                () -> provisioner.whatIf(world.policy()));
        for (ThrowingCallable road : roads) {
            world.directory.reading = () -> {
                throw new DirectoryException(Failure.RETRY_LATER, "later", Duration.ofHours(2), null);
            };
            assertThatThrownBy(road).isInstanceOf(DirectoryException.class);
            world.directory.reading = () -> {};

            assertThatThrownBy(road).isInstanceOf(PlanRefusedException.class);

            clock.pass(Duration.ofHours(2));
            assertThatCode(road).doesNotThrowAnyException();
            assertThat(world.store.notes().quarantines()).isEmpty();
        }
    }

    @Test
    void serviceThatAsksToWaitIsNotAskedAgainBefore() {
        world.directory.reading = () -> {
            throw new DirectoryException(Failure.RETRY_LATER, "later", Duration.ofHours(2), null);
        };
        assertThatThrownBy(world::plan).isInstanceOf(DirectoryException.class);

        assertThatThrownBy(world::plan).isInstanceOf(PlanRefusedException.class);

        assertThat(world.store.notes().quarantine(Quarantine.ORGANIZATION))
                .map(Quarantine::until)
                .contains(World.NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void ruleGrowsFromItsFirstTimeToItsLongest() {
        QuarantineRule rule = QuarantineRule.defaults();
        Instant now = World.NOW;
        Optional<Quarantine> quarantine = Optional.empty();
        for (int i = 0; i < 200; i++) {
            quarantine = Optional.of(rule.outage(quarantine, "x", "down", Optional.empty(), now));
            assertThat(quarantine.get().until()).isBeforeOrEqualTo(now.plus(rule.longest()));
        }

        assertThat(quarantine.get().until()).isEqualTo(now.plus(rule.longest()));
        assertThat(quarantine.get().strikes()).isEqualTo(200);
        assertThatThrownBy(() -> new QuarantineRule(0, 40, 3, Duration.ofMinutes(1), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new QuarantineRule(1, 40, 3, Duration.ofHours(2), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void quarantineTenantA() {
        world.store.commit(List.of(new StoreWrite.Keep(new Quarantine(
                TENANT_A, 1, World.NOW, World.NOW.plus(Duration.ofDays(1)), "5 of 10 operations failed"))));
    }

    private void failJoinsOf(String group) {
        String id = world.directory.named(group).id().value();
        world.directory.before = name -> {
            if (name.startsWith("add") && name.endsWith(id)) {
                throw new DirectoryException(Failure.NOT_PERMITTED, "no such luck", null);
            }
        };
    }

    private void people(int count, String tenant) {
        for (int i = 0; i < count; i++) {
            world.person("p" + i, "Account-" + tenant);
        }
    }
}
