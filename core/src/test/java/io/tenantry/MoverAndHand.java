// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Grant;
import io.tenantry.directory.SubjectId;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Three tenants, in which Ana is about to move from a to b, and a hand that acts before the run or in its midst. */
abstract class MoverAndHand {
    static final String ANA = "ana@acme.example";
    static final String MOVE = "move from division \"Tenant_A\" to \"Tenant_B\"";
    static final String ROLE = "grant role \"Agent\" in \"Tenant_C\" to group \"Tenant_C_Agents\"";
    final World world = new World();
    String who = ANA;

    MoverAndHand() {
        world.third();
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        world.person("ana", "Account-b");
    }

    void onJoin(Runnable hand) {
        world.directory.before = write -> {
            if (write.startsWith("add")) {
                world.directory.before = later -> {};
                hand.run();
            }
        };
    }

    void calm() {
        calm(Duration.ofMinutes(5));
    }

    void calm(Duration later) {
        world.directory.before = write -> {};
        world.directory.after = write -> {};
        world.clock = Clock.fixed(World.NOW.plus(later), ZoneOffset.UTC);
        world.leasesBy(world.clock);
    }

    /** Returns a plan that gives a group its role. */
    World.Planned withoutRole(String group) {
        return world.revoke(group).planned();
    }

    /** Whether a role is one of the group that gets {@link #ROLE}. */
    boolean isOfTheGroup(Grant grant) {
        return grant.subject()
                .equals(SubjectId.of(world.directory.named("Tenant_C_Agents").id()));
    }

    static List<String> crossed(ApplyReport report) {
        return changes(report, Status.CROSSED);
    }

    static List<String> skipped(ApplyReport report) {
        return changes(report, Status.SKIPPED);
    }

    private static List<String> changes(ApplyReport report, Status status) {
        return report.outcomes().stream()
                .filter(o -> o.status() == status)
                .map(Outcome::operation)
                .map(o -> Wording.of(o.change()))
                .toList();
    }

    AccountId id() {
        return world.directory.byName(who).id();
    }

    void move(String division) {
        Account a = world.directory.byName(who);
        world.directory.set(a, AccountState.ACTIVE, world.division(division).id());
    }

    /** Not an exception, so that nothing that catches exceptions outlives it. */
    static final class Death extends InternalError {
        private static final long serialVersionUID = 1;
    }
}
