// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.RejectedRow;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Everything that one read of a source gave. */
record SourceRead(List<Identity> people, List<RejectedRow> rejected, Completeness completeness)
        implements Iterable<Identity> {
    static SourceRead of(IdentitySource source) {
        List<Identity> people = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        Completeness completeness = source.read(page -> {
            people.addAll(page.identities());
            rejected.addAll(page.rejected());
        });
        return new SourceRead(people, rejected, completeness);
    }

    int size() {
        return people.size();
    }

    @Override
    public Iterator<Identity> iterator() {
        return people.iterator();
    }
}
