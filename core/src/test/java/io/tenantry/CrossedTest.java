// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Fence;
import io.tenantry.store.Journal;
import io.tenantry.store.Lease;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run takes back what it gave to a person to whom a hand, faster than the gain, has opened another tenant. */
class CrossedTest extends MoverAndHand {
    private final Group sideDoor = world.group("Side door");

    /** The ways in which a hand opens tenant C to Ana, or to all of a group. */
    enum Way {
        POLICY_GROUP {
            @Override
            void open(CrossedTest test) {
                test.world.member(test.who, "Tenant_C_Agents");
            }
        },
        GROUP_OF_NOBODY {
            @Override
            void open(CrossedTest test) {
                test.world.grant(test.sideDoor, "Tenant_C");
                test.world.member(test.who, "Side door");
            }
        },
        DIRECT_GRANT {
            @Override
            void open(CrossedTest test) {
                test.world.grant(
                        test.who, "Agent", test.world.division("Tenant_C").id());
            }
        },
        GRANT_EVERYWHERE {
            @Override
            void open(CrossedTest test) {
                test.world.grant(test.who, "Agent", DivisionId.EVERYWHERE);
            }
        },
        OWNERSHIP_OR_RULE {
            @Override
            void open(CrossedTest test) {
                Group group = test.sideDoor;
                test.world.grant(group, "Tenant_C");
                test.world.directory.ruled.put(group.id(), new LinkedHashSet<>(Set.of(test.id())));
            }
        },
        MOVE {
            @Override
            void open(CrossedTest test) {
                test.move("Tenant_C");
            }
        },
        ROLE_OF_THE_GROUP_ITSELF {
            @Override
            void open(CrossedTest test) {
                test.world.grant(test.world.directory.named("Tenant_B_Agents"), "Tenant_C");
            }
        };

        abstract void open(CrossedTest test);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void moverLosesWhatTheRunGaveAndKeepsWhatTheHandGave(Way way) {
        World.Planned planned = world.planned();
        List<Grant> grants = new ArrayList<>();
        onJoin(() -> {
            way.open(this);
            grants.addAll(world.directory.grants);
        });

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.directory.groupsOf(ANA)).doesNotContain("Tenant_B_Agents");
        assertThat(world.reach(ANA)).doesNotContain("Tenant_A", "Tenant_B");
        assertThat(report.isClean()).isFalse();
        assertThat(world.directory.grants).as("what the hand gave").containsAll(grants);
        assertThat(world.store.notes().openGains()).isEmpty();
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void joinerLosesWhatTheRunGaveAndKeepsWhatTheHandGave(Way way) {
        who = "eve@acme.example";
        world.remove("ana").person("eve", "Account-b");
        World.Planned planned = world.planned();
        onJoin(() -> way.open(this));

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.reach(who)).doesNotContain("Tenant_B");
        assertThat(world.directory.groupsOf(who)).doesNotContain("Tenant_B_Agents");
        assertThat(world.directory.byName(who).division())
                .isNotEqualTo(world.division("Tenant_B").id());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void personProvisionedAloneLosesWhatTheRunGave(Way way) {
        onJoin(() -> way.open(this));

        Provisioned provisioned = world.provisioner().provision("ana", "test");

        assertThat(crossed(provisioned.report())).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.reach(ANA)).doesNotContain("Tenant_A", "Tenant_B");
    }

    @Test
    void outcomeNamesWhatTheHandGaveWhatWasTakenBackAndWhatToDo() {
        World.Planned planned = world.planned();
        onJoin(() -> Way.GROUP_OF_NOBODY.open(this));

        ApplyReport report = planned.apply();

        assertThat(report.troubles().stream().map(Outcome::detail))
                .containsExactly(
                        "the account reaches another tenant by now: member of group \"Side door\", which holds role"
                                + " \"Agent\" in division \"Tenant_C\" (tenant c), by a change that this run did not make;"
                                + " taken back: move from division \"Tenant_B\" to \"Home\"; take away what was given by"
                                + " hand, or accept it in the policy, then plan again",
                        "the account reaches another tenant by now: member of group \"Side door\", which holds role"
                                + " \"Agent\" in division \"Tenant_C\" (tenant c), by a change that this run did not make;"
                                + " taken back: leave group \"Tenant_B_Agents\"; take away what was given by hand, or"
                                + " accept it in the policy, then plan again");
    }

    /** A node that lost its lease may send a request that it had been allowed before; here it sends all of them. */
    @Test
    void outcomeNamesTheRunThatGaveTheOtherTenantAndBlamesNoHand() {
        World.Planned planned = world.planned();
        List<String> late = new ArrayList<>();
        onJoin(() -> {
            world.person("ana", "Account-c");
            late.add(world.provisioner(new WithoutLease(world.store))
                    .provision("ana", "late")
                    .report()
                    .run());
        });

        ApplyReport report = planned.apply();

        assertThat(world.reach(ANA)).containsExactly("Tenant_C");
        assertThat(report.troubles().stream().map(Outcome::detail))
                .hasSize(2)
                .allSatisfy(detail -> assertThat(detail)
                        .startsWith(
                                "the account reaches another tenant by now: lives in division \"Tenant_C\" (tenant c);")
                        .contains(", as run " + late.get(0) + " gave it; ")
                        .endsWith("; plan again")
                        .doesNotContain("hand"));
    }

    @Test
    void outcomeBlamesAHandToo() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.person("ana", "Account-c");
            world.provisioner(new WithoutLease(world.store)).provision("ana", "late");
            Way.GRANT_EVERYWHERE.open(this);
        });

        ApplyReport report = planned.apply();

        assertThat(report.troubles())
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.detail()).contains("by a change that this run did not make"));
    }

    private static final class WithoutLease extends ForwardingStore {
        WithoutLease(ProvisioningStore store) {
            super(store);
        }

        // It read them before the other run gave anything.
        @Override
        public Notes notes() {
            return new Notes(super.notes().all().stream()
                    .filter(n -> !(n instanceof Journal.Gain))
                    .toList());
        }

        @Override
        public Lease acquire(String name, String holder, Duration time) {
            return Lease.to(new Fence(name, holder, 9), time);
        }

        @Override
        public Optional<Duration> renew(Fence fence, Duration time) {
            return Optional.of(time);
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            commit(writes);
        }
    }

    @Test
    void trailShowsTheGainThatItCrossedAndWhatWasTakenBack() {
        World.Planned planned = world.planned();
        onJoin(() -> Way.DIRECT_GRANT.open(this));

        String run = planned.apply().run();

        assertThat(AuditTrail.of(world.store, new TenantId("b")).stream()
                        .map(AuditTrail.Row::fact)
                        .filter(f -> f.run().equals(run))
                        .map(f -> f.what() + ", " + f.result()))
                .containsExactly(
                        "give: lives in division \"Tenant_B\", APPLIED",
                        "give: member of group \"Tenant_B_Agents\", APPLIED",
                        "take away: member of group \"Tenant_B_Agents\", APPLIED",
                        "take away: lives in division \"Tenant_B\", APPLIED",
                        "give: lives in division \"Tenant_B\", CROSSED",
                        "give: member of group \"Tenant_B_Agents\", CROSSED");
    }

    @Test
    void personWhoAlreadyHadTheTenantLosesOnlyWhatThisRunGave() {
        world.person("ana", "Account-a", "Supervisors-a");
        World.Planned planned = world.planned();
        onJoin(() -> Way.GROUP_OF_NOBODY.open(this));

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).containsExactly("join group \"Tenant_A_Supervisors\"");
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Side door", "Tenant_A_Agents");
        assertThat(world.directory.byName(ANA).division())
                .isEqualTo(world.division("Tenant_A").id());
    }

    @Test
    void othersOfTheSameRunKeepWhatTheyGot() {
        world.persons(5, "Account-b");
        World.Planned planned = world.planned();
        onJoin(() -> Way.DIRECT_GRANT.open(this));

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).hasSize(2);
        assertThat(report.count(Status.APPLIED)).isGreaterThan(5);
        assertThat(world.directory.groupsOf("p3@acme.example")).containsExactly("Tenant_B_Agents");
    }

    @Test
    void groupLosesTheRoleThatItGotWhileAHandPutAStrangerIntoIt() {
        world.remove("ana");
        World.Planned planned = withoutRole("Tenant_C_Agents");
        world.directory.before = write -> {
            if (write.startsWith("grant")) {
                world.member("bob@acme.example", "Tenant_C_Agents");
            }
        };

        ApplyReport report = planned.apply();

        assertThat(crossed(report))
                .containsExactly("grant role \"Agent\" in \"Tenant_C\" to group \"Tenant_C_Agents\"");
        assertThat(world.directory.grants).noneMatch(this::isOfTheGroup);
        assertThat(world.reach("bob@acme.example")).contains("Tenant_B");
    }

    @Test
    void groupLosesItsNewRoleAndNoHandIsBlamedIfAReadShowsTheFormerOneAgain() {
        Division free = world.directory.division("Tenant_D");
        TenantPolicy c = world.tenants.get(2);
        TenantPolicy d = world.tenant("d", "Tenant_D");
        world.tenants = List.of(world.tenants.get(0), world.tenants.get(1), in(c, d), in(d, c));
        SubjectId agents = SubjectId.of(world.directory.named("Tenant_C_Agents").id());
        Grant former = new Grant(
                agents, new RoleId("role-Agent"), world.division("Tenant_C").id());
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("grant") && write.endsWith(agents.value())) {
                world.directory.grants.add(former);
            }
        };

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).isEmpty();
        assertThat(report.troubles())
                .extracting(o -> o.status() + " " + Wording.of(o.operation().change()))
                .contains("PENDING grant role \"Agent\" in \"Tenant_D\" to group \"Tenant_C_Agents\"");
        assertThat(world.directory.grants)
                .contains(former)
                .noneMatch(g -> g.subject().equals(agents) && g.division().equals(free.id()));
    }

    @Test
    void handIsNamedIfOnlyAPartOfTheOtherAccessWasTakenLately() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.member(ANA, "Tenant_A_Agents");
            Way.DIRECT_GRANT.open(this);
        });

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).contains("join group \"Tenant_B_Agents\"");
    }

    @Test
    void handIsNamedIfARunTookTheOtherAccessLongerAgoThanAReadLags() {
        world.run();
        calm(Duration.ofMinutes(11));
        world.person("ana", "Account-b", "Supervisors-b");
        World.Planned planned = world.planned();
        onJoin(() -> world.member(ANA, "Tenant_A_Agents"));

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).containsExactly("join group \"Tenant_B_Supervisors\"");
    }

    private static TenantPolicy in(TenantPolicy tenant, TenantPolicy other) {
        return new TenantPolicy(
                tenant.id(), tenant.name(), other.division(), tenant.match(), tenant.profiles(), tenant.governance());
    }

    @Test
    void nextRunFinishesWhatAKilledOneCouldNotTakeBack() {
        World.Planned planned = world.planned();
        onJoin(() -> Way.GROUP_OF_NOBODY.open(this));
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                throw new Death();
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(Death.class);
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Side door", "Tenant_B_Agents");
        calm();

        ApplyReport report = world.run();

        assertThat(crossed(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Side door");
        assertThat(world.directory.byName(ANA).division()).isEqualTo(MemoryDirectory.HOME.id());
        assertThat(world.store.notes().openGains()).isEmpty();
    }

    @Test
    void gainsOfAKilledRunThatNothingCrossedStay() {
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                throw new Death();
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(Death.class);
        calm();

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.directory.groupsOf(ANA)).containsExactly("Tenant_B_Agents");
        assertThat(world.store.notes().openGains()).isEmpty();
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @Test
    void gainOfAKilledRunThatNoReadShowsIsForgottenOnceNoReadLagsAnyMore() {
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                world.directory.members.values().forEach(m -> m.remove(id()));
                throw new Death();
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(Death.class);
        calm(Duration.ofMinutes(11));
        world.disable("ana");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.store.notes().openGains()).isEmpty();
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @Test
    void gainThatWasRefusedIsNeitherCrossedNorLeftOpen() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            Way.DIRECT_GRANT.open(this);
            throw new DirectoryException(Failure.REJECTED, "not this one", null);
        });

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).containsExactly("move from division \"Tenant_A\" to \"Tenant_B\"");
        assertThat(report.count(Status.FAILED)).isEqualTo(1);
        assertThat(world.store.notes().openGains()).isEmpty();
    }

    @Test
    void gainWhoseAnswerWasLostIsTakenBackToo() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.directory.lag = 1_000;
            Way.DIRECT_GRANT.open(this);
        });
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                throw new DirectoryException(Failure.OUTCOME_UNKNOWN, "no answer", null);
            }
        };

        ApplyReport report = planned.apply();
        world.directory.settleAll();

        assertThat(crossed(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.directory.groupsOf(ANA)).isEmpty();
    }

    @Test
    void gainThatNoReadShowsAndThatWasTakenBackIsForgotten() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.directory.lag = 1_000;
            Way.DIRECT_GRANT.open(this);
        });

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).contains("join group \"Tenant_B_Agents\"");
        assertThat(world.store.notes().openGains()).isEmpty();
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @Test
    void moveThatNoReadShowsCountsAsGivenAlthoughAHandCrossedIt() {
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("move")) {
                move("Tenant_A");
                Way.DIRECT_GRANT.open(this);
            }
        };

        ApplyReport report = planned.apply();

        assertThat(crossed(report)).containsExactly("move from division \"Tenant_A\" to \"Tenant_B\"");
        assertThat(world.store.notes().unseenGains())
                .extracting(g -> g.entitlement().place())
                .containsExactly(world.division("Tenant_B").id().value());
    }

    @Test
    void roleThatAKilledRunGaveToTheGroupOfAJointAgentStays() {
        killedAfterItGaveTheGroupOfAJointAgentItsRole(() -> {});

        ApplyReport report = world.run();

        assertThat(crossed(report)).isEmpty();
        assertThat(world.directory.grants).anyMatch(this::isOfTheGroup);
    }

    @Test
    void roleThatAKilledRunGaveToTheGroupOfAJointAgentIsTakenBackAfterTheLastDayOfTheAgent() {
        killedAfterItGaveTheGroupOfAJointAgentItsRole(() -> {});
        world.clock = Clock.fixed(Instant.parse("2030-01-02T08:00:00Z"), ZoneOffset.UTC);
        world.leasesBy(world.clock);

        ApplyReport report = world.run();

        assertThat(crossed(report)).containsExactly(ROLE);
    }

    @Test
    void roleThatAKilledRunGaveToAGroupIsTakenBackIfOnlyAnotherMemberIsAJointAgent() {
        world.person("fay", "Account-b").run();
        killedAfterItGaveTheGroupOfAJointAgentItsRole(() -> world.member("fay@acme.example", "Tenant_C_Agents"));

        ApplyReport report = world.run();

        assertThat(crossed(report)).containsExactly(ROLE);
        assertThat(world.directory.grants).noneMatch(this::isOfTheGroup);
    }

    /** Bob is in the groups of tenants b and c until the end of 2029, and a hand acts as the group gets its role. */
    private void killedAfterItGaveTheGroupOfAJointAgentItsRole(Runnable hand) {
        world.remove("ana");
        world.revoke("Tenant_C_Agents");
        world.member("bob@acme.example", "Tenant_C_Agents");
        world.person("bob", "Account-b", "Account-c");
        world.joint("bob", LocalDate.parse("2030-01-01"), "b", "c");
        World.Planned planned = world.planned();
        world.directory.after = write -> {
            if (write.startsWith("grant")) {
                hand.run();
                throw new Death();
            }
        };
        assertThat(catchThrowable(planned::apply)).isInstanceOf(Death.class);
        calm();
    }

    @Test
    void whatCannotBeTakenBackStaysOpenUntilARunTakesItBack() {
        World.Planned planned = world.planned();
        onJoin(() -> Way.DIRECT_GRANT.open(this));
        world.directory.after = write -> {
            if (write.startsWith("add")) {
                world.directory.before = later -> {
                    throw new DirectoryException(Failure.NOT_PERMITTED, "not now", null);
                };
            }
        };

        ApplyReport report = planned.apply();

        assertThat(report.troubles()).allMatch(o -> o.detail().contains("not taken back, do it by hand: "));
        assertThat(world.store.notes().openGains()).hasSize(2);
        calm();
        assertThat(crossed(world.run())).hasSize(2);
        assertThat(world.reach(ANA)).doesNotContain("Tenant_B");
        assertThat(world.store.notes().openGains()).isEmpty();
    }

    @Test
    void gainWhoseEffectCannotBeReadIsNotCalledDone() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
            world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);
        });

        ApplyReport report = planned.apply();

        assertThat(report.count(Status.PENDING)).isEqualTo(2);
        assertThat(report.troubles().get(0).detail())
                .startsWith("done, but what the account reaches by now could not be read: ");
        assertThat(world.store.notes().openGains()).hasSize(2);
        world.directory.silent = Optional.empty();
        world.directory.closed.clear();
        calm();
        assertThat(world.run().isClean()).isTrue();
        assertThat(world.store.notes().openGains()).isEmpty();
    }

    @Test
    void gainThatNoReadShowsAndWhoseEffectCannotBeReadStaysOpen() {
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.directory.lag = 1_000;
            world.directory.silent = Optional.of(Failure.NOT_PERMITTED);
            world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);
        });

        planned.apply();

        assertThat(world.store.notes().openGains()).hasSize(2);
        assertThat(world.store.notes().unseenGains()).isEmpty();
    }

    @Test
    void manyAreJudgedByDivisionAndGroup() {
        world.persons(40, "Account-a").run();
        world.persons(40, "Account-b").emptyGroups = Set.of("Account-a");
        World.Planned planned = world.planned();
        onJoin(() -> {
            world.member("p7@acme.example", "Tenant_C_Agents");
            world.grant(sideDoor, "Tenant_C");
            world.member("p9@acme.example", "Side door");
        });
        world.directory.reads = 0;

        ApplyReport report = planned.apply();

        assertThat(report.troubles().stream()
                        .map(o -> o.operation().person().orElseThrow().key())
                        .distinct())
                .containsExactly("p7", "p9");
        assertThat(world.reach("p7@acme.example")).containsExactly("Tenant_C");
        assertThat(world.directory.reads).isLessThan(60);
    }

    @Test
    void jointAgentKeepsBothTenants() {
        world.joint("ana", LocalDate.parse("2030-01-01"), "a", "b");
        world.person("ana", "Account-a", "Account-b");

        ApplyReport report = world.run();

        assertThat(report.isClean()).isTrue();
        assertThat(world.reach(ANA)).containsExactly("Tenant_A", "Tenant_B");
    }
}
