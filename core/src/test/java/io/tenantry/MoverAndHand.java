// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.Outcome.Status;
import io.tenantry.change.Wording;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Three tenants, in which Ana is about to move from a to b, and a hand that acts in the midst of the run. */
abstract class MoverAndHand {
    static final String ANA = "ana@acme.example";
    final World world = new World();
    String who = ANA;

    MoverAndHand() {
        world.directory.division("Tenant_C");
        world.tenants =
                List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"), world.tenant("c", "Tenant_C"));
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

    static List<String> crossed(ApplyReport report) {
        return report.outcomes().stream()
                .filter(o -> o.status() == Status.CROSSED)
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
