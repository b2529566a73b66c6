// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.internal.proving.AccessReader;
import io.tenantry.internal.proving.OrganizationAccess;
import io.tenantry.internal.proving.Prover;
import io.tenantry.internal.proving.Sightings;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.Baseline;
import io.tenantry.store.Fence;
import io.tenantry.store.Links;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
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
    private static final String LATER =
            "PROVE a run is under way: manual changes found by this proof will be recorded by the next one";

    private final Settings settings;

    IsolationRoad(Settings settings) {
        this.settings = settings;
    }

    IsolationProof prove() {
        Moment now = Moment.of(settings.clock());
        OrganizationAccess access = new AccessReader(settings.directory(), settings.clock(), settings.progress())
                .withPermissions()
                .read(
                        settings.policy(),
                        settings.store().notes(),
                        bound -> settings.earlierRuns().tenants(bound, now),
                        TenantMap::unclaimed);
        IsolationProof proof = Prover.prove(
                access,
                Links.of(settings.store()),
                now.day(),
                settings.store().notes().acceptedMembers());
        if (proof.doubts().isEmpty()) {
            record(proof);
            List<StoreWrite> seen = new ArrayList<>();
            Prover.seen(access, proof).forEach(b -> seen.add(new StoreWrite.Keep(b)));
            seen.add(new StoreWrite.Keep(sweep(proof)));
            access.bound().firstSeen().forEach(b -> seen.add(new StoreWrite.Keep(b)));
            settings.store().commit(seen);
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
        String name = Fence.ofOrganization(proof.organization().id());
        Optional<Fence> fence =
                store.acquire(name, "proof " + UUID.randomUUID(), LEASE).fence();
        if (fence.isEmpty()) {
            LOG.info(LATER);
            return;
        }
        try {
            Instant now = settings.clock().instant();
            List<Entry> entries = Sightings.of(proof, tenant -> AuditTrail.of(store, tenant), store::identities, now);
            if (!entries.isEmpty()) {
                store.commit(fence.get(), List.of(new StoreWrite.Audit(entries)));
            }
        } catch (StoreException e) {
            // The proof is true all the same; the trail is by now another writer's.
            if (e.kind() != StoreException.Kind.FENCED) {
                throw e;
            }
            LOG.info(LATER);
        } finally {
            store.release(fence.get());
        }
    }
}
