// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.internal.proving.AccessReader;
import io.tenantry.internal.proving.OrganizationAccess;
import io.tenantry.internal.proving.Prover;
import io.tenantry.internal.proving.Sightings;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.store.Baseline;
import io.tenantry.store.Baselines;
import io.tenantry.store.Leases;
import io.tenantry.store.Leases.Lease;
import io.tenantry.store.ProvisioningStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves isolation from a read of the organization alone; changes nothing there. Used once. */
final class IsolationRoad {
    private static final Logger LOG = LoggerFactory.getLogger(IsolationRoad.class);
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Settings settings;

    IsolationRoad(Settings settings) {
        this.settings = settings;
    }

    IsolationProof prove() {
        Moment now = Moment.of(settings.clock());
        OrganizationAccess access = new AccessReader(settings.directory(), settings.clock(), settings.progress())
                .read(
                        settings.policy(),
                        settings.store().pins(),
                        settings.store().baselines().known(),
                        bound -> settings.earlierRuns().tenants(bound, now),
                        TenantMap::unclaimed);
        Baselines.Known known = settings.store().baselines().known();
        IsolationProof proof = Prover.prove(access, settings.store().links(), now.day(), known.acceptedMembers());
        if (proof.doubts().isEmpty()) {
            record(proof);
            List<Baseline> seen = new ArrayList<>(Prover.seen(access, proof));
            seen.add(sweep(proof));
            settings.store().baselines().keep(seen);
        }
        return proof;
    }

    private static Baseline sweep(IsolationProof proof) {
        return new Baseline.CompleteSweep(
                proof.coverage().to(), proof.violations().size(), proof.policyHash(), proof.fingerprint());
    }

    // A trail has one writer at a time; and while a run writes, the organization may already differ from this proof.
    private void record(IsolationProof proof) {
        ProvisioningStore store = settings.store();
        String name = Leases.ofOrganization(proof.organization().id());
        Optional<Lease> lease = store.leases().acquire(name, "proof " + UUID.randomUUID(), LEASE);
        if (lease.isEmpty()) {
            LOG.info("PROVE a run is under way: manual changes found by this proof will be recorded by the next one");
            return;
        }
        try {
            Instant now = settings.clock().instant();
            store.audit().record(Sightings.of(proof, store.audit().all(), store.links(), now));
        } finally {
            store.leases().release(lease.get());
        }
    }
}
