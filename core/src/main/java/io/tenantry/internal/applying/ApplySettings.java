// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.apply.Settling;
import io.tenantry.directory.Directory;
import io.tenantry.host.Progress;
import io.tenantry.host.Sleeper;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.ProvisioningStore;
import java.time.Clock;

/**
 * The settings and parts of the host that applying plans to one organization needs. Immutable.
 *
 * @param readAlone how many accounts and groups are read one by one at most if listings are incomplete
 */
public record ApplySettings(
        OrganizationPolicy policy,
        Directory directory,
        ProvisioningStore store,
        Clock clock,
        Sleeper sleeper,
        Settling settling,
        Progress progress,
        ApprovalGate gate,
        QuarantineRule quarantine,
        int readAlone) {}
