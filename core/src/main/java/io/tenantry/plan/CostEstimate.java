// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.directory.DirectoryLimits;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts the calls that applying batches takes, the reads that confirm them included. */
final class CostEstimate {
    private CostEstimate() {}

    static Cost of(List<Batch> batches, DirectoryLimits limits) {
        Set<String> left = new HashSet<>();
        Set<String> joined = new HashSet<>();
        Set<String> placed = new HashSet<>();
        Set<String> touched = new HashSet<>();
        for (Batch batch : batches) {
            for (Operation operation : batch.operations()) {
                String person = operation.person().map(p -> p.key()).orElse("");
                Change change = operation.change();
                if (change instanceof Change.LeaveGroup leave) {
                    left.add(leave.group().id().value());
                } else if (change instanceof Change.JoinGroup join) {
                    joined.add(join.group().name());
                } else if (change instanceof Change.MoveDivision || change instanceof Change.CreateAccount) {
                    placed.add(person);
                } else if (change instanceof Change.UpdateAccount || change instanceof Change.Deactivate) {
                    touched.add(person);
                }
            }
        }
        Set<String> revoked = revokedIn(batches);
        Set<String> existing = new HashSet<>();
        batches.stream()
                .flatMap(b -> b.operations().stream())
                .flatMap(o -> o.person().flatMap(Person::account).stream())
                .forEach(a -> existing.add(a.value()));
        int reads = calls(existing.size(), limits)
                + revoked.size()
                + left.size()
                + joined.size()
                + calls(placed.size(), limits)
                + calls(touched.size(), limits);
        return new Cost(batches.size(), reads, limits.callsPerMinute());
    }

    private static Set<String> revokedIn(List<Batch> batches) {
        Set<String> divisions = new HashSet<>();
        batches.stream().flatMap(b -> b.operations().stream()).forEach(o -> {
            if (o.change() instanceof Change.RevokeRole revoke) {
                divisions.add(revoke.division().id().value());
            }
        });
        return divisions;
    }

    private static int calls(int accounts, DirectoryLimits limits) {
        return (accounts + limits.lookupsPerCall() - 1) / limits.lookupsPerCall();
    }
}
