// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything one read of a source handed on. */
record Snapshots(List<Identity> identities, List<RejectedRow> rejected, Completeness proof) {
    static Snapshots of(IdentitySource source) {
        List<Identity> identities = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        Completeness proof = source.read(page -> {
            identities.addAll(page.identities());
            rejected.addAll(page.rejected());
        });
        return new Snapshots(identities, rejected, proof);
    }

    List<String> ids() {
        return identities.stream().map(i -> i.id().value()).toList();
    }

    Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        rejected.forEach(r -> problems.put(r.origin(), r.problem()));
        return problems;
    }
}
