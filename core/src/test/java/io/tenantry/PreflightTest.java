// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.MissingPermission;
import io.tenantry.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the credential lacks is named before the first write, and asked for seldom. */
class PreflightTest {
    private static final MissingPermission ADDS =
            new MissingPermission("directory:user:add", Optional.of(new DivisionId("div-Tenant_A")), "create accounts");
    private static final MissingPermission VIEWS =
            new MissingPermission("authorization:grant:view", Optional.empty(), "read roles");
    private static final String LACKS_ADDS =
            "the credential lacks directory:user:add in division \"Tenant_A\", and needs it to create accounts";
    private static final String LACKS_VIEWS =
            "the credential lacks authorization:grant:view in all divisions, and needs it to read roles";
    private static final String GIVE = "; give the OAuth client a role with it";

    private final World world = new World();
    private final MovingClock clock = new MovingClock();
    private int asked;

    PreflightTest() {
        world.clock = clock;
        lacking();
    }

    @Test
    void namesAllThatTheCredentialLacksAndWritesNothing() {
        lacking(ADDS, VIEWS);
        Provisioner provisioner = world.person("ana", "Account-a").provisioner();
        Plan plan = provisioner.plan();

        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(() -> provisioner.apply(plan, Approval.of(plan, "test")))
                .withMessage("nothing was written, because " + LACKS_ADDS + "; " + LACKS_VIEWS + GIVE)
                .matches(e -> e.reason() == PlanRefusedException.Cause.NOT_PERMITTED);

        assertThat(world.directory.writes).isEmpty();
        assertThat(world.store.runs(1000)).isEmpty();
        assertThat(provisioner.quarantines()).isEmpty();
    }

    @Test
    void takesAwayWhatIsToBeTakenAwayAllTheSameAndGivesNobodyAnything() {
        run(world.person("ana", "Account-a").person("bob", "Account-a").provisioner());
        lacking(ADDS);
        Provisioner provisioner = world.disable("ana")
                .person("bob", "Account-b")
                .person("cat", "Account-a")
                .provisioner();
        Plan plan = provisioner.plan();

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(world.directory.byName("ana@acme.example").state()).isEqualTo(AccountState.INACTIVE);
        assertThat(world.directory.groupsOf("ana@acme.example")).isEmpty();
        assertThat(world.directory.groupsOf("bob@acme.example")).isEmpty();
        assertThat(world.directory.accounts.named("cat@acme.example")).isEmpty();
        assertThat(report.troubles())
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.detail()).isEqualTo("nothing was given, because " + LACKS_ADDS + GIVE));
        lacking();
        run(provisioner);
        assertThat(world.reach("bob@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void appliesTheSamePlanOnceTheCredentialMay() {
        lacking(ADDS);
        Provisioner provisioner = world.person("ana", "Account-a").provisioner();
        Plan plan = provisioner.plan();
        lacking();

        assertThat(provisioner.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
    }

    @Test
    void asksOnceForPlansAndTheirApplicationAsLongAsAPlanIsGood() {
        Provisioner provisioner = world.person("ana", "Account-a").provisioner();
        run(provisioner);
        world.person("bob", "Account-b");
        run(provisioner);
        assertThat(asked).isEqualTo(1);

        clock.pass(Duration.ofMinutes(30));
        world.person("eve", "Account-a");
        run(provisioner);

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void asksBeforeAPlanOfAnotherProcessIsApplied() {
        Plan plan = world.person("ana", "Account-a").provisioner().plan();
        asked = 0;

        world.provisioner().apply(plan, Approval.of(plan, "test"));

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void asksNothingWhereNothingIsToBeWritten() {
        world.person("ana", "Account-a").run();
        Provisioner provisioner = world.provisioner();
        asked = 0;

        run(provisioner);

        assertThat(asked).isZero();
    }

    @Test
    void asksNothingForAPlanThatIsRefusedAnyway() {
        Plan plan = world.person("ana", "Account-a").provisioner().plan();
        asked = 0;
        clock.pass(Duration.ofHours(1));

        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(() -> world.provisioner().apply(plan, Approval.of(plan, "test")))
                .matches(e -> e.reason() == PlanRefusedException.Cause.EXPIRED);

        assertThat(asked).isZero();
    }

    @Test
    void plansWhereNobodyCanTellAndThenWritesNothing() {
        world.directory.lacks = () -> {
            throw new DirectoryException(Failure.RETRY_LATER, "503", null);
        };
        Provisioner provisioner = world.person("ana", "Account-a").provisioner();
        Plan plan = provisioner.plan();

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(() -> provisioner.apply(plan, Approval.of(plan, "test")));

        assertThat(world.directory.writes).isEmpty();
    }

    @Test
    void planNamesAllThatTheCredentialLacksWhereAReadIsRefused() {
        lacking(ADDS, VIEWS);
        world.directory.closed.put(DivisionId.EVERYWHERE, Failure.NOT_PERMITTED);

        Plan plan = world.person("ana", "Account-a").provisioner().plan();

        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.MISSING_PERMISSION)
                .extracting(Finding::message)
                .containsExactlyInAnyOrder(LACKS_ADDS, LACKS_VIEWS);
    }

    @Test
    void planNamesWhatTheCredentialLacksForItsWrites() {
        lacking(ADDS, VIEWS);

        assertThat(world.person("ana", "Account-a").provisioner().plan().findings())
                .allMatch(f -> f.code() == FindingCode.MISSING_PERMISSION)
                .extracting(Finding::message)
                .containsExactlyInAnyOrder(LACKS_ADDS, LACKS_VIEWS);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void planThatHasNothingToWriteNamesNoPermission() {
        world.person("ana", "Account-a").run();
        lacking(ADDS);

        assertThat(world.provisioner().plan().findings()).isEmpty();
    }

    private void lacking(MissingPermission... missing) {
        world.directory.lacks = () -> {
            asked++;
            return List.of(missing);
        };
    }

    private static void run(Provisioner provisioner) {
        Plan plan = provisioner.plan();
        assertThat(provisioner.apply(plan, Approval.of(plan, "test")).isClean()).isTrue();
    }
}
