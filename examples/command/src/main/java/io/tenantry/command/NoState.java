// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.store.MemoryStore;

/** What a run knows ends with it. */
record NoState() implements StatePlace {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public String cost() {
        return "Nothing of earlier runs is known and nothing is kept: people who vanished from the source are not"
                + " noticed, limits count this run alone, renamed divisions and groups are not recognised, roles that grew"
                + " are not seen, a saved plan can be applied twice, and there is no audit trail.";
    }

    @Override
    public void remove() {
        // It is always there, and never made by one run.
    }

    @Override
    public State open(Occupant occupant) {
        return new State(new MemoryStore());
    }
}
