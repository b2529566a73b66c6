// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.proof.Completeness;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An older plan that is applied late loses nobody: whom it concerns is read again by the next plan. */
class OlderPlanTest {
    private final MemorySource source = MemorySource.named("test");
    private World world = new World();

    OlderPlanTest() {
        begin();
    }

    private void begin() {
        for (int i = 0; i < 4; i++) {
            put("p" + i, true, "Account-a");
        }
        put("bo", true, "Account-b");
        applied(node(world.store).plan());
        applied(node(world.store).plan());
    }

    static Stream<Medium.Kind> kinds() {
        return Medium.Kind.all();
    }

    private void put(String id, boolean enabled, String group) {
        source.put(Identity.of(id, id + "@acme.example", "Name " + id, List.of(group), Map.of("jobTitle", "Agent"))
                .with(Identity.State.of(enabled)));
    }

    private Provisioner node(ProvisioningStore store) {
        return node(store, source);
    }

    private Provisioner node(ProvisioningStore store, IdentitySource from) {
        return world.builder(world.directory, store)
                .source(from)
                .structureAge(Duration.ZERO)
                .build();
    }

    private ApplyReport applied(Plan plan) {
        return node(world.store).apply(plan, Approval.of(plan, "test"));
    }

    /** What another node does every few minutes. */
    private ChangePlan followed() {
        ChangePlan changes = node(world.store).planChanges();
        applied(changes.plan());
        return changes;
    }

    private Set<String> due() {
        return world.store.notes().due("test").stream()
                .flatMap(d -> d.people().stream())
                .map(IdentityId::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void asInTheSource() {
        followed();
        Plan everybody = node(world.store).plan();
        assertThat(everybody.isEmpty())
                .as("%s", everybody.operations().toList())
                .isTrue();
        assertThat(followed().people()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void personForWhomANewerPlanLeftNothingIsLeftOutAndReadAgain(Medium.Kind kind) {
        try (Medium medium = kind.empty()) {
            world = medium.world(w -> {});
            medium.open(world, point -> {});
            begin();
            put("x", true, "Account-a");
            put("p0", true, "Account-b");
            Plan waits = node(world.store).planChanges().plan();
            put("x", false, "Account-a");
            put("p0", true, "Account-a");
            assertThat(followed().people()).isEqualTo(2);
            assertThat(due()).isEmpty();

            ApplyReport late = applied(waits);

            assertThat(late.outcomes()).isNotEmpty().allSatisfy(o -> {
                assertThat(o.status()).isEqualTo(Outcome.Status.SKIPPED);
                assertThat(o.detail()).contains("a newer plan has read this person");
            });
            assertThat(due()).containsExactly("p0", "x");
            asInTheSource();
        }
    }

    @Test
    void personWhomANewerPlanStillHasIsCarriedOutByTheOlderAndReadAgain() {
        put("p0", true, "Account-b");
        Plan waits = node(world.store).planChanges().plan();
        put("p1", true, "Account-b");
        node(world.store).planChanges();

        assertThat(applied(waits).isClean()).isTrue();

        assertThat(due()).containsExactly("p0", "p1");
        asInTheSource();
    }

    @Test
    void slowPlanForEverybodyLetsALeaverInUntilTheNextPlanForChangedPeople() {
        IdentitySource slow = new Read(source, () -> {
            put("p0", false, "Account-a");
            followed();
        });
        Plan stale = node(world.store, slow).plan();
        assertThat(stale.isEmpty()).isFalse();

        applied(stale);

        assertThat(due()).containsExactly("p0");
        asInTheSource();
        assertThat(world.directory.byName("p0@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void planThatDiesIsReadAgainThoughANewerPlanReadItsPeopleMeanwhile() {
        put("x", true, "Account-a");
        Plan plan = node(world.store).planChanges().plan();
        world.directory.before = write -> {
            if (write.startsWith("create account")) {
                world.directory.before = other -> {};
                put("x", false, "Account-a");
                assertThat(node(world.store).planChanges().plan().isEmpty()).isTrue();
            }
        };
        world.directory.after = write -> {
            throw new InternalError("killed");
        };
        assertThatThrownBy(() -> applied(plan)).isInstanceOf(InternalError.class);
        world.directory.after = write -> {};
        world.leasesBy(Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC));

        assertThat(due()).containsExactly("x");
        asInTheSource();
        assertThat(world.directory.byName("x@acme.example").state()).isEqualTo(AccountState.INACTIVE);
    }

    @Test
    void personProvisionedAloneIsReadAgain() {
        put("p0", true, "Account-b");
        ProvisioningStore late = new ForwardingStore(world.store) {
            @Override
            public io.tenantry.store.Lease acquire(String name, String holder, Duration time) {
                if (name.startsWith("apply")) {
                    put("p0", true, "Account-a");
                    followedUnder();
                }
                return super.acquire(name, holder, time);
            }
        };

        node(late).provision("p0", "test");

        assertThat(due()).containsExactly("p0");
        asInTheSource();
    }

    private void followedUnder() {
        assertThat(node(world.store).planChanges().plan().isEmpty()).isTrue();
    }

    /** A source that is read slowly: something happens once everybody was read. */
    private record Read(MemorySource to, Runnable meanwhile) implements IdentitySource {
        @Override
        public String name() {
            return to.name();
        }

        @Override
        public Completeness read(Consumer<IdentityPage> pages) {
            Completeness read = to.read(pages);
            meanwhile.run();
            return read;
        }

        @Override
        public Optional<Identity> find(String idOrUserName) {
            return to.find(idOrUserName);
        }

        @Override
        public Optional<ChangeFeed> changes() {
            return to.changes();
        }
    }

    /** A node that is paused at a request sends it after another node has taken over and read these people. */
    @Test
    void personWhomALateRequestMayHaveChangedIsReadAgain() {
        MovingClock clock = new MovingClock();
        world.clock = clock;
        world.leasesBy(clock);
        put("x", true, "Account-a");
        Plan slow = node(world.store).planChanges().plan();
        world.directory.before = write -> {
            if (write.startsWith("add")) {
                world.directory.before = other -> {};
                clock.pass(Duration.ofMinutes(5));
                put("x", true, "Account-b");
                followed();
                followed();
            }
        };
        ApplyReport report = applied(slow);
        world.directory.before = write -> {};

        assertThat(report.stopped()).isTrue();
        assertThat(world.reach("x@acme.example"))
                .as("the other node gave nothing beside what may still arrive")
                .containsExactly("Tenant_A");
        assertThat(due()).contains("x");
        asInTheSource();
        assertThat(world.reach("x@acme.example")).containsExactly("Tenant_B");
    }
}
