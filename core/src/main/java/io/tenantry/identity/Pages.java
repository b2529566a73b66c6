// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hands on people in pages of a bounded size, and counts them. */
final class Pages implements TwoPassRead.Sink {
    private static final int SIZE = 500;

    private final Consumer<IdentityPage> target;
    private final List<Identity> identities = new ArrayList<>(SIZE);
    private final List<RejectedRow> rejected = new ArrayList<>();
    private long entries;
    private int pages;

    Pages(Consumer<IdentityPage> target) {
        this.target = target;
    }

    @Override
    public void identity(Identity identity) {
        identities.add(identity);
        turnIfFull();
    }

    @Override
    public void rejected(RejectedRow row) {
        rejected.add(row);
        turnIfFull();
    }

    private void turnIfFull() {
        if (identities.size() + rejected.size() == SIZE) {
            turn();
        }
    }

    private void turn() {
        entries += identities.size();
        pages++;
        IdentityPage page = new IdentityPage(identities, rejected);
        identities.clear();
        rejected.clear();
        target.accept(page);
    }

    /** Hands on the last page, and returns the completeness. */
    Completeness finish(List<String> doubts) {
        if (!identities.isEmpty() || !rejected.isEmpty()) {
            turn();
        }
        return new Completeness(entries, pages, doubts);
    }
}
