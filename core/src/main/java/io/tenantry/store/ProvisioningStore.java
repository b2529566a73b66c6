// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

/**
 * Everything Tenantry remembers between runs. Implement this to keep it in a database of your own. Every method of its parts
 * is blocking and safe to call from several threads, and what a write was given is durable, as far as the store is durable at
 * all, once the write returns.
 */
public interface ProvisioningStore extends AutoCloseable {
    /** Returns which account belongs to which identity. */
    Links links();

    /** Returns the ids that names of the policy were resolved to before. */
    Pins pins();

    /** Returns the record of intentions and outcomes. */
    Journal journal();

    /** Returns what earlier runs saw, for later runs to compare with. */
    Baselines baselines();

    /** Returns how much was taken away lately. */
    Removals removals();

    /** Returns what is left alone for a while. */
    Quarantines quarantines();

    /** Returns what is being held back. */
    Holds holds();

    /** Returns the leases that keep two nodes from applying at once. */
    Leases leases();

    /** Returns the audit trail. */
    AuditTrail audit();

    /**
     * Forgets a person: their link, and every clear text that identifies them in the audit trail, in the journal and in messages. What was
     * done stays in the trail as a fact about nobody, a row of each trail concerned says which parts were erased, and every chain and
     * every earlier evidence still verifies. All of it happens or none; a second time has no effect.
     *
     * @return how many parts of the audit trail were erased
     */
    int erase(Erasure erasure);

    /** Releases what the store holds open. By default nothing. */
    @Override
    default void close() {}
}
