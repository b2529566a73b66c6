// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.World;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.Outcome;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.LimitKind;
import io.tenantry.store.Fence;
import io.tenantry.store.StoreException;
import io.tenantry.watch.WatchEvent.Failed;
import io.tenantry.watch.WatchEvent.NothingToDo;
import io.tenantry.watch.WatchEvent.PolicyChanged;
import io.tenantry.watch.WatchEvent.PolicyRefused;
import io.tenantry.watch.WatchEvent.Proven;
import io.tenantry.watch.WatchEvent.Reconciled;
import io.tenantry.watch.WatchEvent.Stopped;
import io.tenantry.watch.WatchEvent.Waiting;
import io.tenantry.watch.WatchEvent.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Vigil vigil = new Vigil();
    private final World world = vigil.world;

    /** Two tenants with five people each, and groups that a run has made. */
    WatchTest() {
        for (int i = 0; i < 5; i++) {
            vigil.put("a" + i, "Account-a");
            vigil.put("b" + i, "Account-b");
        }
        for (int i = 0; i < 2; i++) {
            world.people.clear();
            vigil.people.read(page -> page.identities().forEach(world::with));
            var provisioner = vigil.provisioner();
            var plan = provisioner.plan();
            provisioner.apply(plan, io.tenantry.apply.Approval.of(plan, "test"));
        }
        vigil.readAll = 0;
    }

    private Instant time(Duration after) {
        return World.NOW.plus(after);
    }

    @Test
    void provisionsWhoWasPushedWithinTwoSecondsOfTheWake() {
        vigil.at(MINUTE.multipliedBy(3).plusSeconds(20), () -> {
                    vigil.put("ana", "Account-a");
                    vigil.watch().wake();
                })
                .until(MINUTE.multipliedBy(5));

        Reconciled ana = vigil.told(Reconciled.class).findFirst().orElseThrow();
        assertThat(ana.at()).isBeforeOrEqualTo(time(MINUTE.multipliedBy(3).plusSeconds(22)));
        assertThat(ana.people()).isEqualTo(1);
        assertThat(ana.report().orElseThrow().isClean()).isTrue();
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.readAll).isZero();
    }

    @Test
    void asksEachMinuteWithoutAWake() {
        vigil.at(MINUTE.multipliedBy(3).plusSeconds(20), () -> vigil.put("ana", "Account-a"))
                .until(MINUTE.multipliedBy(10));

        assertThat(vigil.told(Reconciled.class).map(Reconciled::at))
                .singleElement()
                .satisfies(at ->
                        assertThat(at).isBefore(time(MINUTE.multipliedBy(4).plusSeconds(20))));
        assertThat(vigil.asked).isBetween(10, 12);
        assertThat(vigil.told(NothingToDo.class)).hasSizeBetween(8, 11);
        assertThat(vigil.events.get(vigil.events.size() - 1)).isInstanceOf(Stopped.class);
    }

    @Test
    void manyWakesCountAsOne() {
        for (int i = 0; i < 60 * 25; i++) {
            vigil.at(Duration.ofMillis(40L * i), () -> vigil.watch().wake());
        }
        vigil.until(MINUTE);

        assertThat(vigil.asked).isBetween(15, 31);
    }

    @Test
    void readsEverybodyAndProvesOnSchedule() {
        vigil.builder.sweeps(Schedule.every(DAY)).proofs(Schedule.every(DAY.multipliedBy(2)));
        vigil.at(HOUR, () -> world.member("a1@acme.example", "Tenant_A_Supervisors"))
                .until(DAY.multipliedBy(3).plus(HOUR));

        assertThat(vigil.readAll).isEqualTo(3);
        assertThat(vigil.told(Reconciled.class)).singleElement().satisfies(r -> {
            assertThat(r.work()).isEqualTo(Work.SWEEP);
            assertThat(r.everybody()).isPresent();
        });
        assertThat(world.directory.groupsOf("a1@acme.example")).containsExactly("Tenant_A_Agents");
        assertThat(vigil.told(Proven.class).map(p -> p.proof().verdict()))
                .containsExactly(IsolationProof.Verdict.PROVEN, IsolationProof.Verdict.PROVEN);
        WatchStatus status = vigil.watch().status();
        assertThat(status.verdict()).contains(IsolationProof.Verdict.PROVEN);
        assertThat(status.lastSweep().orElseThrow()).isAfter(time(DAY.multipliedBy(2)));
    }

    @Test
    void watchThatBeganAgainGoesOnWhereTheLastOneEnded() {
        vigil.builder.sweeps(Schedule.every(DAY)).proofs(Schedule.every(DAY));
        vigil.until(HOUR);
        vigil.events.clear();

        vigil.again().until(HOUR.multipliedBy(2));

        assertThat(vigil.readAll).isZero();
        assertThat(vigil.told(Proven.class)).isEmpty();
        vigil.again().until(DAY.plus(HOUR));
        assertThat(vigil.readAll).isEqualTo(1);
        assertThat(vigil.told(Proven.class)).hasSize(1);
    }

    @Test
    void firstReadIsOfEverybodyAndCountsAsASweep() {
        Vigil fresh = new Vigil();
        fresh.builder.sweeps(Schedule.every(DAY));
        fresh.put("ana", "Account-a");
        fresh.until(HOUR);

        assertThat(fresh.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(fresh.readAll).isEqualTo(1);
        assertThat(fresh.watch().status().lastSweep()).isPresent();
    }

    @Test
    void unknownWatermarkReadsEverybody() {
        Vigil other = new Vigil();
        other.world.store = world.store;
        other.world.directory.accounts.putAll(world.directory.accounts);
        other.put("ana", "Account-a");

        other.until(MINUTE.dividedBy(2));

        assertThat(other.told(Reconciled.class).findFirst().orElseThrow().everybody())
                .hasValueSatisfying(why -> assertThat(why).startsWith("the source cannot say what changed"));
    }

    @Test
    void sourceWithoutAFeedIsReadOnScheduleAndWhenWoken() {
        vigil.feed = false;
        vigil.builder.sweeps(Schedule.every(DAY));
        vigil.at(HOUR, () -> {
                    vigil.put("ana", "Account-a");
                    vigil.watch().wake();
                })
                .until(DAY.multipliedBy(2).plus(HOUR.multipliedBy(2)));

        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.readAll).isEqualTo(4);
        assertThat(vigil.told(Reconciled.class).findFirst().orElseThrow().at()).isBefore(time(HOUR.plusSeconds(3)));
    }

    @Test
    void wakeReadsASourceWithoutAFeedAlthoughNoSweepIsScheduled() {
        vigil.feed = false;
        vigil.at(HOUR, () -> {
                    vigil.put("ana", "Account-a");
                    vigil.watch().wake();
                })
                .until(HOUR.multipliedBy(2));

        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.readAll).isEqualTo(1);
    }

    @Test
    void sourceThatThrowsIsAskedLessAndLessOftenAndThenAgain() {
        vigil.asking = () -> {
            throw new IdentitySourceException("the export is locked", null);
        };
        vigil.at(HOUR, () -> {
                    vigil.asking = () -> {};
                    vigil.put("ana", "Account-a");
                })
                .until(HOUR.multipliedBy(3));

        assertThat(vigil.told(Failed.class).filter(f -> f.at().isBefore(time(HOUR))))
                .hasSizeBetween(3, 9)
                .allSatisfy(f -> {
                    assertThat(f.work()).isEqualTo(Work.CHANGES);
                    assertThat(f.reason()).contains("the export is locked");
                    assertThat(f.next()).isAfter(f.at());
                });
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.watch().status().failing()).isEmpty();
    }

    @Test
    void anyFailureOfTheStoreIsSurvived() {
        Duration from = Duration.ZERO;
        for (StoreException.Kind kind : StoreException.Kind.values()) {
            from = from.plus(HOUR);
            vigil.at(from, () -> {
                vigil.put("new" + kind, "Account-b");
                vigil.storing = () -> {
                    throw new StoreException(kind, "the store is out: " + kind);
                };
            });
            vigil.at(from.plus(MINUTE.multipliedBy(20)), () -> vigil.storing = () -> {});
        }
        vigil.until(HOUR.multipliedBy(9));

        for (StoreException.Kind kind : StoreException.Kind.values()) {
            assertThat(vigil.reach("new" + kind).orElseThrow()).containsExactly("Tenant_B");
            assertThat(vigil.told(Failed.class).filter(f -> f.reason().endsWith(": " + kind)))
                    .hasSizeBetween(3, 6);
        }
    }

    @Test
    void storeThatFailsWithinARunIsSurvived() {
        List<Integer> uses = new ArrayList<>();
        vigil.at(MINUTE.multipliedBy(2), () -> {
                    vigil.put("ana", "Account-a");
                    vigil.put("a1", "Account-b");
                    vigil.storing = () -> {
                        uses.add(1);
                        if (uses.size() > 9) {
                            throw new StoreException(StoreException.Kind.FENCED, "the lease is lost");
                        }
                    };
                })
                .at(MINUTE.multipliedBy(10), () -> vigil.storing = () -> {})
                .until(HOUR);

        assertThat(vigil.told(Failed.class))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.reason()).isEqualTo("the lease is lost"));
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.reach("a1").orElseThrow()).containsExactly("Tenant_B");
        assertThat(vigil.watch().status().due()).isZero();
    }

    @Test
    void organizationThatIsDownForAnHourIsNotHammered() {
        int[] calls = {0};
        Runnable down = () -> {
            calls[0]++;
            throw new DirectoryException(Failure.RETRY_LATER, "503 from api.mypurecloud.de", null);
        };
        vigil.builder.sweeps(Schedule.every(HOUR.dividedBy(2)));
        vigil.at(MINUTE, () -> {
                    world.directory.reading = down;
                    world.directory.beforeRead = down;
                })
                .at(MINUTE.multipliedBy(2), () -> vigil.put("ana", "Account-a"))
                .at(MINUTE.multipliedBy(61), () -> {
                    world.directory.reading = () -> {};
                    world.directory.beforeRead = () -> {};
                })
                .until(HOUR.multipliedBy(3));

        assertThat(calls[0]).isBetween(3, 20);
        assertThat(vigil.told(Failed.class)).hasSizeBetween(3, 20);
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(world.store.notes().quarantines()).isEmpty();
        assertThat(vigil.watch().status().failing()).isEmpty();
    }

    @Test
    void wakesDoNotShortenThePatience() {
        vigil.asking = () -> {
            throw new IdentitySourceException("the export is locked", null);
        };
        for (int i = 0; i < 3_600; i++) {
            vigil.at(SECOND.multipliedBy(i), () -> vigil.watch().wake());
        }
        vigil.until(HOUR);

        assertThat(vigil.asked).isLessThan(10);
    }

    @Test
    void pauseThatTheServiceAsksForIsKept() {
        boolean[] asks = {true};
        List<Instant> writes = new ArrayList<>();
        world.directory.before = write -> {
            writes.add(vigil.clock.instant());
            if (asks[0]) {
                asks[0] = false;
                throw new DirectoryException(Failure.RETRY_LATER, "429", Duration.ofMinutes(50), null);
            }
        };
        vigil.builder.sweeps(Schedule.every(MINUTE.multipliedBy(5)));
        vigil.at(MINUTE, () -> vigil.put("ana", "Account-a")).until(HOUR.multipliedBy(2));

        assertThat(writes.get(1)).isAfterOrEqualTo(writes.get(0).plus(Duration.ofMinutes(50)));
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
    }

    @Test
    void brokenPolicyIsSaidOnceAndNothingIsAppliedUntilItIsRight() {
        boolean[] broken = {false};
        vigil.builder.policy(
                () -> {
                    if (broken[0]) {
                        throw new IllegalArgumentException("policy.yaml line 3: no such key");
                    }
                    return world.policy();
                },
                policy -> vigil.provisioner());
        int[] reads = {0};
        vigil.at(MINUTE.plus(SECOND), () -> {
                    broken[0] = true;
                    vigil.put("ana", "Account-a");
                    world.directory.reading = () -> reads[0]++;
                })
                .at(HOUR.minus(SECOND), () -> {
                    assertThat(reads[0]).isZero();
                    assertThat(vigil.watch().status().isWell()).isFalse();
                    broken[0] = false;
                })
                .until(HOUR.multipliedBy(2));

        assertThat(vigil.told(PolicyRefused.class))
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).isEqualTo("policy.yaml line 3: no such key"));
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.told(PolicyChanged.class)).isEmpty();
    }

    @Test
    void editedPolicyIsInForceAtTheNextLook() {
        vigil.at(MINUTE.multipliedBy(5), () -> {
                    world.tenants = List.of(world.tenant("a", "Tenant_A"));
                    world.hash = "another";
                })
                .at(MINUTE.multipliedBy(7), () -> vigil.put("ana", "Account-b"))
                .until(MINUTE.multipliedBy(10));

        assertThat(vigil.told(PolicyChanged.class)).hasSize(1);
        assertThat(vigil.told(Reconciled.class).findFirst().orElseThrow().everybody())
                .isPresent();
        assertThat(vigil.reach("ana")).isEmpty();
    }

    @Test
    void holdIsSaidOnceAndStaysHeld() {
        world.govern("a", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 0, 0));
        world.hash = "limited";
        vigil.at(MINUTE.multipliedBy(3), () -> vigil.remove("a1")).until(DAY);

        assertThat(vigil.told(Reconciled.class).filter(r -> !r.plan().holds().isEmpty()))
                .hasSize(1);
        assertThat(vigil.watch().status().holds()).extracting("code").contains(HoldCode.limitOn(LimitKind.ACCOUNTS));
        assertThat(vigil.reach("a1").orElseThrow()).containsExactly("Tenant_A");
        assertThat(world.store.runs(1_000)).hasSizeLessThan(10);
    }

    @Test
    void holdThatNoRunCouldRecordIsSaidOnceThatIsPossible() {
        world.govern("a", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 0, 0));
        world.hash = "limited";
        vigil.at(MINUTE.multipliedBy(3).plusSeconds(10), () -> {
                    vigil.remove("a1");
                    world.store.acquire(Fence.ofOrganization("org-1"), "another", Duration.ofMinutes(2));
                })
                .until(HOUR);

        assertThat(vigil.told(Waiting.class)).hasSize(1);
        assertThat(vigil.told(Reconciled.class))
                .singleElement()
                .satisfies(r -> assertThat(r.plan().holds()).isNotEmpty());
    }

    @Test
    void personWhoseChangeIsDueIsTriedWithPatience() {
        List<Integer> writes = new ArrayList<>();
        world.directory.before = write -> {
            writes.add(1);
            throw new DirectoryException(Failure.REJECTED, "400", null);
        };
        vigil.at(MINUTE, () -> vigil.put("ana", "Account-a"));
        for (int i = 0; i < 600; i++) {
            vigil.at(SECOND.multipliedBy(i * 10L), () -> vigil.watch().wake());
        }
        vigil.at(HOUR, () -> world.directory.before = write -> {}).until(HOUR.multipliedBy(2));

        assertThat(writes).hasSizeBetween(4, 10);
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
    }

    @Test
    void leaseOfAnotherRunIsWaitedForAndTakenOverWhenItEnds() {
        Duration until = MINUTE.multipliedBy(40);
        for (int i = 1; i < 40; i++) {
            vigil.at(
                    MINUTE.multipliedBy(i),
                    () -> world.store.acquire(Fence.ofOrganization("org-1"), "another", Duration.ofMinutes(2)));
        }
        vigil.builder.sweeps(Schedule.every(MINUTE.multipliedBy(10)));
        int[] reads = {0};
        vigil.at(MINUTE.multipliedBy(2), () -> {
                    vigil.put("ana", "Account-a");
                    vigil.put("a1", "Account-b");
                })
                .at(MINUTE.multipliedBy(15), () -> world.directory.beforeRead = () -> reads[0]++)
                .at(MINUTE.multipliedBy(39), () -> {
                    assertThat(vigil.told(Waiting.class)).hasSize(1);
                    assertThat(vigil.watch().status().waiting().flatMap(Waiting::holder))
                            .contains("another");
                    assertThat(vigil.watch().status().isWell()).isTrue();
                    assertThat(reads[0]).isZero();
                })
                .until(until.plus(MINUTE.multipliedBy(5)));

        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.reach("a1").orElseThrow()).containsExactly("Tenant_B");
        assertThat(vigil.watch().status().waiting()).isEmpty();
        assertThat(vigil.told(Failed.class)).isEmpty();
    }

    @Test
    void clockThatIsSetDoesNotEndTheWatch() {
        vigil.builder.sweeps(Schedule.every(DAY));
        vigil.at(HOUR, () -> vigil.clock.pass(DAY.multipliedBy(365)))
                .at(DAY.multipliedBy(365).plus(HOUR.multipliedBy(2)), () -> {
                    vigil.clock.pass(DAY.multipliedBy(-365));
                    vigil.end(DAY.multipliedBy(3));
                    vigil.put("ana", "Account-a");
                    vigil.at(HOUR.multipliedBy(2).plus(MINUTE.multipliedBy(3)), () -> {
                        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
                        vigil.readAll = 0;
                    });
                })
                .until(DAY.multipliedBy(400));

        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
        assertThat(vigil.readAll).isEqualTo(2);
    }

    @Test
    void errorIsNotSwallowed() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        vigil.asking = () -> {
            throw full;
        };

        assertThatThrownBy(() -> vigil.until(HOUR)).isSameAs(full);
        assertThat(vigil.watch().status().running()).isFalse();
    }

    @Test
    void listenerThatThrowsDoesNotEndIt() {
        vigil.builder.listener(event -> {
            throw new IllegalStateException("no space left on device");
        });
        vigil.at(MINUTE, () -> vigil.put("ana", "Account-a")).until(HOUR);

        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
    }

    @Test
    void runsNeverTwiceAtOnce() {
        AtomicReference<Throwable> second = new AtomicReference<>();
        vigil.at(MINUTE, () -> {
                    try {
                        vigil.watch().run();
                    } catch (IllegalStateException e) {
                        second.set(e);
                    }
                })
                .until(MINUTE.multipliedBy(2));

        assertThat(second.get()).hasMessage("this watch runs already");
    }

    @Test
    void stopEndsARunBetweenTwoCalls() {
        vigil.at(MINUTE, () -> {
            vigil.put("ana", "Account-a");
            vigil.put("eve", "Account-b");
            world.directory.after = write -> vigil.watch().stop();
        });
        int before = world.directory.writes.size();
        vigil.until(HOUR);

        assertThat(world.directory.writes).hasSize(before + 1);
        Reconciled last = vigil.told(Reconciled.class).findFirst().orElseThrow();
        assertThat(last.report().orElseThrow().count(Outcome.Status.SKIPPED)).isPositive();
        assertThat(vigil.told(Failed.class)).isEmpty();
        assertThat(vigil.clock.instant()).isBefore(time(MINUTE.multipliedBy(3)));
    }

    @Test
    void stopEndsAReadBetweenTwoPages() {
        List<Integer> reads = new ArrayList<>();
        vigil.builder.sweeps(Schedule.every(MINUTE.multipliedBy(10)));
        vigil.at(
                        MINUTE.multipliedBy(9),
                        () -> world.directory.beforeRead = () -> {
                            reads.add(1);
                            vigil.watch().stop();
                        })
                .until(HOUR);

        assertThat(reads).hasSize(1);
        assertThat(vigil.told(Failed.class)).isEmpty();
        assertThat(vigil.told(Stopped.class)).hasSize(1);
        assertThat(world.store.notes().quarantines()).isEmpty();
    }

    @Test
    void interruptEndsItAndIsKept() {
        vigil.at(MINUTE, () -> Thread.currentThread().interrupt());

        vigil.until(HOUR);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(vigil.clock.instant()).isBefore(time(MINUTE.multipliedBy(2)));
        assertThat(vigil.told(Stopped.class)).hasSize(1);
        assertThat(vigil.told(Failed.class)).isEmpty();
    }

    @Test
    void callThatAnInterruptEndsIsNoFailure() {
        vigil.at(
                        MINUTE.multipliedBy(2),
                        () -> vigil.asking = () -> {
                            Thread.currentThread().interrupt();
                            throw new IdentitySourceException("interrupted", null);
                        })
                .until(HOUR);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(vigil.told(Failed.class)).isEmpty();
    }

    @Test
    void gateThatHasNotDecidedIsAskedAboutTheSamePlan() {
        Set<String> plans = Collections.synchronizedSet(new TreeSet<>());
        boolean[] granted = {false};
        world.gate = (plan, approval) -> {
            if (plan.batches().isEmpty() || granted[0]) {
                return new ApprovalGate.Decision.Granted("");
            }
            plans.add(plan.fingerprint());
            return new ApprovalGate.Decision.Pending("ticket 7");
        };
        vigil.at(MINUTE, () -> vigil.put("ana", "Account-a"))
                .at(MINUTE.multipliedBy(20), () -> {
                    assertThat(vigil.reach("ana")).isEmpty();
                    assertThat(vigil.watch().status().waiting())
                            .hasValueSatisfying(w -> assertThat(w.reason()).contains("ticket 7"));
                    granted[0] = true;
                })
                .until(HOUR);

        assertThat(plans).hasSize(1);
        assertThat(vigil.told(Waiting.class)).hasSize(1);
        assertThat(vigil.reach("ana").orElseThrow()).containsExactly("Tenant_A");
    }

    @Test
    void groupThatCouldNotBeMadeIsTriedAgainBeforeTheNextSweep() {
        Vigil fresh = new Vigil();
        fresh.builder.sweeps(Schedule.every(DAY));
        fresh.put("ana", "Account-a");
        List<Integer> tries = new ArrayList<>();
        fresh.world.directory.before = write -> {
            if (write.contains("group")) {
                tries.add(1);
                throw new DirectoryException(Failure.RETRY_LATER, "503", null);
            }
        };
        fresh.at(MINUTE.multipliedBy(20), () -> fresh.world.directory.before = write -> {})
                .until(MINUTE.multipliedBy(36));

        assertThat(tries).hasSizeBetween(8, 28);
        assertThat(fresh.world.directory.groupsOf("ana@acme.example")).containsExactly("Tenant_A_Agents");
    }

    @Test
    void roleThatAGroupCouldNotBeGivenIsTriedAgainBeforeTheNextSweep() {
        List<String> given = new ArrayList<>();
        world.tenants = List.of(world.wide("a", "Tenant_A", 1), world.tenant("b", "Tenant_B"));
        world.hash = "other groups";
        world.directory.before = write -> {
            given.add(write);
            if (write.contains("grant")) {
                throw new DirectoryException(Failure.RETRY_LATER, "503", null);
            }
        };
        vigil.at(MINUTE.multipliedBy(20), () -> world.directory.before = write -> {})
                .until(MINUTE.multipliedBy(36));

        assertThat(given).anyMatch(write -> write.contains("grant"));
        assertThat(world.reach("a1@acme.example")).containsExactly("Tenant_A");
        assertThat(world.directory.grants).anyMatch(g -> g.subject().value().contains("Tenant_A_0"));
    }

    @Test
    void sourceThatIsNeverCompleteIsNotReadEachMinute() {
        Vigil doubtful = new Vigil();
        doubtful.until(HOUR.multipliedBy(4));

        // An empty source is never complete.
        assertThat(doubtful.readAll).isBetween(15, 24);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Watch.builder().build())
                .hasMessage("a watch needs a provisioner: call provisioner(...) or policy(...) first");
        assertThatThrownBy(() -> vigil.builder.every(Duration.ofMillis(10)).build())
                .hasMessageContaining("at most once a second");
    }
}
