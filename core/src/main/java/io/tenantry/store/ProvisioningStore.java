// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

/**
 * Everything Tenantry remembers between runs. Implement this to keep it in your own database. Every method of its parts
 * blocks and is safe to call from several threads. When a write returns, its data is durable, as far as the store is
 * durable at all.
 */
public interface ProvisioningStore extends AutoCloseable {
    /** Returns which account belongs to which identity. */
    Links links();

    /** Returns the ids that earlier runs found for names of the policy. */
    Pins pins();

    /** Returns the journal of write calls. */
    Journal journal();

    /** Returns the facts of earlier runs that later runs compare with. */
    Baselines baselines();

    /** Returns the recent removals. */
    Removals removals();

    /** Returns the tenants and sources that no run changes for a while. */
    Quarantines quarantines();

    /** Returns the holds of the last plan. */
    Holds holds();

    /** Returns the leases that keep two nodes from applying at once. */
    Leases leases();

    /** Returns the audit trail. */
    AuditTrail audit();

    /**
     * Forgets a person: the link, and every clear text that identifies the person in the audit trail, in the journal
     * and in messages. The facts stay in the trail without the person, a new row in each trail concerned says which
     * parts were erased, and every chain and every earlier evidence still verifies. All of it happens or none;
     * repeating it has no effect.
     *
     * @return how many parts of the audit trail were erased
     */
    int erase(Erasure erasure);

    /** Releases what the store holds open. The default does nothing. */
    @Override
    default void close() {}
}
