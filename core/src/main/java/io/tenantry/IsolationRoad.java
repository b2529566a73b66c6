// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.DivisionId;
import io.tenantry.internal.applying.OpenCalls;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.proving.AccessReader;
import io.tenantry.internal.proving.OrganizationAccess;
import io.tenantry.internal.proving.Prover;
import io.tenantry.internal.proving.Sightings;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.policy.TenantId;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves isolation from a read of the organization alone; changes nothing there. Used once. */
final class IsolationRoad {
    private static final Logger LOG = LoggerFactory.getLogger(IsolationRoad.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final String LATER =
            "PROVE a run or another proof came between: manual changes found by this proof will be recorded by the next";

    private final Settings settings;

    IsolationRoad(Settings settings) {
        this.settings = settings;
    }

    IsolationProof prove() {
        Read read = read();
        if (!read.overlapped()) {
            record(read);
            return read.proof();
        }
        // What was read before a write of a run and what was read after it may not have been true at one time.
        Read again = read();
        if (!again.overlapped()) {
            record(again);
            return again.proof();
        }
        return Prover.mixed(read.proof(), again.proof());
    }

    private Read read() {
        WritesSeen seen = WritesSeen.in(settings.store());
        Optional<Baseline.CompleteSweep> last = settings.store().notes().lastSweep();
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
        return new Read(
                seen,
                last,
                access,
                proof,
                seen.isOver(settings.store(), access.organization().id()));
    }

    private void record(Read read) {
        if (!read.proof().doubts().isEmpty()) {
            return;
        }
        List<StoreWrite> seen = new ArrayList<>();
        Prover.seen(read.access(), read.proof()).forEach(b -> seen.add(new StoreWrite.Keep(b)));
        seen.add(new StoreWrite.Keep(sweep(read.proof())));
        read.access().bound().firstSeen().forEach(b -> seen.add(new StoreWrite.Keep(b)));
        if (!record(read, seen)) {
            settings.store().commit(seen);
        }
    }

    private static Baseline sweep(IsolationProof proof) {
        return new Baseline.CompleteSweep(
                proof.coverage().to(), proof.violations().size(), proof.policyHash(), proof.fingerprint());
    }

    // A trail has one writer at a time. A run that began since the read has changed the organization and the trail;
    // another proof may have read later than this one.
    private boolean record(Read read, List<StoreWrite> seen) {
        ProvisioningStore store = settings.store();
        String organization = read.access().organization().id();
        Optional<Fence> fence = store.acquire(
                        Fence.ofOrganization(organization), WritesSeen.PROOF + UUID.randomUUID(), LEASE)
                .fence();
        if (fence.isEmpty()) {
            LOG.info(LATER);
            return false;
        }
        try {
            if (read.seen().isOver(store, organization)
                    || !store.notes().lastSweep().equals(read.last())) {
                LOG.info(LATER);
                return false;
            }
            tellOpenCalls(fence.get());
            Instant now = settings.clock().instant();
            List<StoreWrite> writes = new ArrayList<>(seen);
            List<Entry> entries = Sightings.of(
                    read.proof(),
                    read.access()::throughRoles,
                    tenant -> AuditTrail.of(store, tenant),
                    tenant -> formerIds(tenant, read.access().bound()),
                    store::identities,
                    now);
            if (!entries.isEmpty()) {
                writes.add(0, new StoreWrite.Audit(entries));
            }
            store.commit(fence.get(), writes);
            return true;
        } catch (StoreException e) {
            // The proof is true all the same; the trail is by now another writer's.
            if (e.kind() != StoreException.Kind.FENCED) {
                throw e;
            }
            LOG.info(LATER);
            return false;
        } finally {
            store.release(fence.get());
        }
    }

    // A tenant whose id changed in the policy has the same division.
    private List<TenantId> formerIds(TenantId tenant, BoundPolicy bound) {
        Map<TenantId, Set<DivisionId>> pinned = settings.store().notes().pins().divisions();
        Optional<DivisionId> division =
                bound.tenant(tenant).flatMap(t -> t.division().id());
        return pinned.keySet().stream()
                .filter(t -> bound.tenant(t).isEmpty())
                .filter(t -> division.filter(pinned.getOrDefault(t, Set.of())::contains)
                        .isPresent())
                .sorted()
                .toList();
    }

    // No run is under way, so what is open was left by runs that died: their rows come before what this read shows.
    private void tellOpenCalls(Fence fence) {
        Instant now = settings.clock().instant();
        List<StoreWrite> writes = settings.store().open().stream()
                .flatMap(call -> OpenCalls.told(call, "an isolation proof", now).stream())
                .toList();
        if (!writes.isEmpty()) {
            settings.store().commit(fence, writes);
        }
    }

    /**
     * A read and the proof of it.
     *
     * @param last the proof that was recorded last before it
     * @param overlapped whether a run may have written during the read
     */
    private record Read(
            WritesSeen seen,
            Optional<Baseline.CompleteSweep> last,
            OrganizationAccess access,
            IsolationProof proof,
            boolean overlapped) {}
}
