// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.apply.Settling;
import io.tenantry.directory.Directory;
import io.tenantry.host.Progress;
import io.tenantry.host.Sleeper;
import io.tenantry.identity.IdentitySource;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;
import java.time.Duration;

/** Everything a road needs. */
record Settings(
        OrganizationPolicy policy,
        IdentitySource source,
        Directory directory,
        ProvisioningStore store,
        Clock clock,
        Sleeper sleeper,
        Settling settling,
        Progress progress,
        Duration planLifetime,
        ApprovalGate gate,
        QuarantineRule quarantine) {
    /** Returns the same settings on other ground. */
    Settings with(OrganizationPolicy other, IdentitySource from, Directory to, ProvisioningStore in, Clock by) {
        return new Settings(other, from, to, in, by, sleeper, settling, progress, planLifetime, gate, quarantine);
    }
}
