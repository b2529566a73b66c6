// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionResolver;
import io.tenantry.host.Progress;
import io.tenantry.identity.IdentitySource;
import io.tenantry.internal.reconcile.SourceGroups;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The parts of the host that roads need, and the parts made from them that roads share. Immutable. */
record Settings(
        OrganizationPolicy policy,
        IdentitySource source,
        Directory directory,
        ProvisioningStore store,
        Clock clock,
        Progress progress,
        Duration planLifetime,
        int readAlone,
        Set<String> emptyGroups) {
    Settings {
        emptyGroups = Set.copyOf(emptyGroups);
    }

    Settings under(OrganizationPolicy other) {
        return new Settings(other, source, directory, store, clock, progress, planLifetime, readAlone, emptyGroups);
    }

    Settings until(BooleanSupplier stop) {
        Progress stopping = event -> {
            if (stop.getAsBoolean()) {
                throw new CancellationException("stopped by the host");
            }
            progress.on(event);
        };
        return new Settings(policy, source, directory, store, clock, stopping, planLifetime, readAlone, emptyGroups);
    }

    /** Returns the source groups that rules name, as earlier runs saw them. */
    SourceGroups sourceGroups() {
        return new SourceGroups(policy, source.name(), store.notes(), emptyGroups);
    }

    EarlierRuns earlierRuns() {
        return new EarlierRuns(policy, source.name(), store);
    }

    OrganizationReader organizations(DivisionResolver resolver) {
        return new OrganizationReader(policy, directory, earlierRuns(), resolver);
    }

    Planning planning(Moment now) {
        return new Planning(policy, directory, earlierRuns(), now, planExpiry(now));
    }

    // A plan expires at the latest when the meaning of the policy changes, at the end of the last day of a joint agent
    // or of accepted access.
    private Instant planExpiry(Moment now) {
        Instant latest = now.instant().plus(planLifetime);
        return policy.changesAfter(now.day())
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .filter(latest::isAfter)
                .orElse(latest);
    }
}
