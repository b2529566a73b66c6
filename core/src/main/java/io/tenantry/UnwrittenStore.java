// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A read-only view of a store; writes made while comparing policies are discarded. */
record UnwrittenStore(ProvisioningStore store) implements ProvisioningStore {
    @Override
    public Links links() {
        return new UnwrittenLinks(store.links());
    }

    /** A read-only view of links and marks. */
    private record UnwrittenLinks(Links links) implements Links {
        @Override
        public Optional<AccountId> account(IdentityId identity) {
            return links.account(identity);
        }

        @Override
        public Optional<IdentityId> identity(AccountId account) {
            return links.identity(account);
        }

        @Override
        public void forEach(BiConsumer<IdentityId, AccountId> action) {
            links.forEach(action);
        }

        @Override
        public Optional<Mark> mark(AccountId account) {
            return links.mark(account);
        }

        @Override
        public void mark(AccountId account, Mark mark) {
            // A what-if comparison keeps no mark.
        }

        @Override
        public void link(IdentityId identity, AccountId account) {
            // A what-if comparison links no account.
        }

        @Override
        public void unlink(IdentityId identity) {
            // A what-if comparison removes no link.
        }
    }

    @Override
    public Journal journal() {
        return store.journal();
    }

    @Override
    public int erase(Erasure erasure) {
        throw new UnsupportedOperationException("a what-if comparison must not erase a person");
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
                // The holds of a compared plan are not kept.
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
                // The next real plan compares with the facts of the last real plan.
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
            public Map<TenantId, Set<DivisionId>> divisions() {
                return store.pins().divisions();
            }

            @Override
            public Map<TenantId, Set<GroupId>> groups() {
                return store.pins().groups();
            }
        };
    }
}
