// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.store.Lease;
import io.tenantry.store.Links;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two plans that were made before either was applied: what the first one did to a person, the second finds out. */
class TwoPlansTest {
    private static final IdentityId ANA = new IdentityId("ana");
    private final World world = new World();

    TwoPlansTest() {
        everybody(world).run();
    }

    private static World everybody(World world) {
        return world.persons(2, "Account-a").person("bo", "Account-b");
    }

    static Stream<Medium.Kind> kinds() {
        return Medium.Kind.all();
    }

    private static Identity ana(String userName, String... groups) {
        return Identity.of("ana", userName + "@acme.example", "Ana", List.of(groups), Map.of("jobTitle", "Agent"));
    }

    private static Optional<AccountId> linked(World world) {
        return Links.of(world.store).account(ANA);
    }

    private static void skipped(ApplyReport report, String why) {
        assertThat(report.outcomes()).isNotEmpty();
        assertThat(report.outcomes())
                .filteredOn(o -> o.operation().person().isPresent())
                .allSatisfy(o -> {
                    assertThat(o.status()).as("%s", o).isEqualTo(Outcome.Status.SKIPPED);
                    assertThat(o.detail()).contains(why, "plan again");
                });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void personHasOneAccountThoughTwoPlansMakeOne(Medium.Kind kind) {
        try (Medium medium = kind.empty()) {
            World there = medium.world(TwoPlansTest::everybody);
            medium.open(there, point -> {});
            there.run();
            World.Planned first = there.with(ana("ana.old", "Account-a")).planned();
            World.Planned second = there.with(ana("ana.new", "Account-b")).planned();
            assertThat(first.apply().isClean()).isTrue();
            Optional<AccountId> made = linked(there);

            skipped(second.apply(), "another run has linked account");

            assertThat(linked(there)).isEqualTo(made);
            there.doubled("after both");
            assertThat(there.run().isClean()).isTrue();
            assertThat(there.reach("ana.new@acme.example")).containsExactly("Tenant_B");
            assertThat(there.plan().isEmpty()).isTrue();
        }
    }

    @Test
    void personPlannedAloneHasOneAccountThoughAnotherPlanMadeOneMeanwhile() {
        World.Planned early = world.with(ana("ana.old", "Account-a")).planned();
        world.with(ana("ana.new", "Account-b"));
        ProvisioningStore beside = new ForwardingStore(world.store) {
            private boolean done;

            @Override
            public Lease acquire(String name, String holder, Duration time) {
                if (!done) {
                    done = true;
                    early.apply();
                }
                return super.acquire(name, holder, time);
            }
        };

        ApplyReport report = world.provisioner(beside).provision("ana", "test").report();

        skipped(report, "another run has linked account");
        world.doubled("after both");
    }

    @Test
    void accountOfARunThatDiedIsNotMadeAgainByAnOlderPlan() {
        World.Planned first = world.with(ana("ana.old", "Account-a")).planned();
        World.Planned second = world.with(ana("ana.new", "Account-b")).planned();
        world.directory.after = write -> {
            if (write.startsWith("create account")) {
                throw new InternalError("killed");
            }
        };
        assertThatThrownBy(first::apply).isInstanceOf(InternalError.class);
        world.directory.after = write -> {};
        world.leasesBy(Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC));
        assertThat(linked(world)).isEmpty();

        skipped(second.apply(), "another run may have made an account");

        world.doubled("after both");
    }

    @Test
    void createThatNeverArrivedIsMadeByAnotherPlan() {
        World.Planned first = world.with(ana("ana.old", "Account-a")).planned();
        World.Planned second = world.with(ana("ana.new", "Account-b")).planned();
        world.directory.before = write -> {
            if (write.startsWith("create account")) {
                throw new InternalError("killed");
            }
        };
        assertThatThrownBy(first::apply).isInstanceOf(InternalError.class);
        world.directory.before = write -> {};
        world.leasesBy(Clock.fixed(World.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC));

        assertThat(second.apply().isClean()).isTrue();
        assertThat(linked(world)).isPresent();
    }

    @Test
    void accountThatIsGoneForGoodIsMadeAgain() {
        world.with(ana("ana", "Account-a")).run();
        AccountId gone = linked(world).orElseThrow();
        world.directory.accounts.remove(gone);
        world.directory.members.values().forEach(m -> m.remove(gone));

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(world.reach("ana@acme.example")).containsExactly("Tenant_A");
        assertThat(linked(world))
                .contains(world.directory.byName("ana@acme.example").id());
    }

    @Test
    void accountThatTwoPlansTakeForTwoPeopleStaysWithTheFirst() {
        world.directory.account("by hand", "ana@acme.example", world.division("Tenant_A"));
        World.Planned first = world.with(ana("ana", "Account-a")).planned();
        world.remove("ana");
        World.Planned second = world.person("eva", "Account-b")
                .with(Identity.of("eva", "ana@acme.example", "Eva", List.of("Account-b"), Map.of("jobTitle", "Agent")))
                .planned();
        assertThat(first.apply().isClean()).isTrue();

        skipped(second.apply(), "another run has linked account by hand to identity ana");

        assertThat(linked(world)).contains(new AccountId("by hand"));
    }

    @Test
    void planThatRecognisedAnAccountDoesNotReplaceTheLinkOfALaterOne() {
        world.directory.account("by hand", "ana@acme.example", world.division("Tenant_A"));
        World.Planned adopts = world.with(ana("ana", "Account-a")).planned();
        World.Planned creates = world.with(ana("ana.new", "Account-b")).planned();
        assertThat(creates.apply().isClean()).isTrue();
        Optional<AccountId> made = linked(world);

        skipped(adopts.apply(), "another run has linked account");

        assertThat(linked(world)).isEqualTo(made);
        assertThat(world.directory.groupsOf("ana@acme.example")).isEmpty();
    }
}
