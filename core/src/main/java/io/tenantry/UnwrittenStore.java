// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Baseline;
import io.tenantry.store.Baselines;
import io.tenantry.store.Erasure;
import io.tenantry.store.Holds;
import io.tenantry.store.Journal;
import io.tenantry.store.Leases;
import io.tenantry.store.Links;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantines;
import io.tenantry.store.Removals;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A read-only view of a store; writes made while comparing policies are discarded. */
record UnwrittenStore(ProvisioningStore store) implements ProvisioningStore {
    @Override
    public Links links() {
        return store.links();
    }

    @Override
    public Journal journal() {
        return store.journal();
    }

    @Override
    public int erase(Erasure erasure) {
        throw new UnsupportedOperationException("a plan that is only compared erases nothing");
    }

    @Override
    public Leases leases() {
        return store.leases();
    }

    @Override
    public AuditTrail audit() {
        return store.audit();
    }

    @Override
    public Removals removals() {
        return store.removals();
    }

    @Override
    public Quarantines quarantines() {
        return store.quarantines();
    }

    @Override
    public Holds holds() {
        return new Holds() {
            @Override
            public List<Held> all() {
                return store.holds().all();
            }

            @Override
            public void replace(List<Held> held) {
                // A plan that is only compared holds nothing back.
            }
        };
    }

    @Override
    public Baselines baselines() {
        return new Baselines() {
            @Override
            public Known known() {
                return store.baselines().known();
            }

            @Override
            public void keep(List<Baseline> baselines) {
                // The next plan that counts compares with what the last one saw.
            }
        };
    }

    @Override
    public Pins pins() {
        return new Pins() {
            @Override
            public Optional<DivisionId> division(TenantId tenant, String name) {
                return store.pins().division(tenant, name);
            }

            @Override
            public Optional<GroupId> group(TenantId tenant, String name) {
                return store.pins().group(tenant, name);
            }

            @Override
            public void pin(TenantId tenant, String name, DivisionId division) {
                // A proposed policy pins nothing.
            }

            @Override
            public void pin(TenantId tenant, String name, GroupId group) {
                // A proposed policy pins nothing.
            }

            @Override
            public Set<TenantId> tenants() {
                return store.pins().tenants();
            }
        };
    }
}
