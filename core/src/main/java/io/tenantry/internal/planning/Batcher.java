// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits ordered operations into calls, as few as the limits of a call allow. */
final class Batcher {
    private final DirectoryLimits limits;

    Batcher(DirectoryLimits limits) {
        this.limits = limits;
    }

    List<Batch> batch(List<Operation> ordered) {
        Map<List<Object>, List<Operation>> together = new LinkedHashMap<>();
        for (Operation operation : ordered) {
            together.computeIfAbsent(key(operation), k -> new ArrayList<>()).add(operation);
        }
        List<Batch> batches = new ArrayList<>();
        together.values().forEach(operations -> chunk(operations, batches));
        return batches;
    }

    // A group and a division may have one name, so the kind of change keeps their operations apart.
    private static List<Object> key(Operation operation) {
        Change change = operation.change();
        return change.target().isEmpty()
                ? List.of(change.phase(), operation.number())
                : List.of(change.phase(), change.getClass(), change.target());
    }

    private void chunk(List<Operation> operations, List<Batch> batches) {
        Change change = operations.get(0).change();
        int size = change.perCall(limits);
        for (int from = 0; from < operations.size(); from += size) {
            int to = Math.min(operations.size(), from + size);
            batches.add(new Batch(batches.size() + 1, change.phase(), operations.subList(from, to)));
        }
    }
}
