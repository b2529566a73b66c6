// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.isolation.AccessReader;
import io.tenantry.isolation.CompleteSweep;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.OrganizationAccess;
import io.tenantry.isolation.Sightings;
import io.tenantry.store.ProvisioningStore;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The road to an isolation proof: the organization alone is read, and nothing of it is changed. Used once. */
final class IsolationRoad {
    static final String LAST_SWEEP = "isolation last complete sweep";

    private final Provisioner.Settings settings;

    IsolationRoad(Provisioner.Settings settings) {
        this.settings = settings;
    }

    IsolationProof prove() {
        LocalDate day = LocalDate.ofInstant(settings.clock().instant(), ZoneOffset.UTC);
        OrganizationAccess access = new AccessReader(settings.directory(), settings.clock(), settings.progress())
                .read(settings.policy(), settings.store().pins());
        IsolationProof proof = IsolationProof.of(access, settings.store().links(), day);
        if (proof.doubts().isEmpty()) {
            ProvisioningStore store = settings.store();
            store.audit()
                    .record(Sightings.of(
                            proof,
                            store.audit().all(),
                            store.links(),
                            settings.clock().instant()));
            store.marks().put(LAST_SWEEP, CompleteSweep.of(proof).text());
        }
        return proof;
    }
}
