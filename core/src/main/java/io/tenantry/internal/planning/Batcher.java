// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Phase;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.plan.Batch;
import io.tenantry.plan.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts ordered operations into calls, as few as the limits of a call allow. */
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

    private static List<Object> key(Operation operation) {
        String target = operation.change().target();
        Phase phase = operation.change().phase();
        return target.isEmpty() ? List.of(phase, operation.number()) : List.of(phase, target);
    }

    private void chunk(List<Operation> operations, List<Batch> batches) {
        Phase phase = operations.get(0).change().phase();
        int size = size(operations.get(0));
        for (int from = 0; from < operations.size(); from += size) {
            int to = Math.min(operations.size(), from + size);
            batches.add(new Batch(batches.size() + 1, phase, operations.subList(from, to)));
        }
    }

    private int size(Operation operation) {
        Change change = operation.change();
        if (change.target().isEmpty()) {
            return 1;
        }
        return switch (change.phase()) {
            case REVOKE -> change.revokes().isPresent() ? limits.grantsPerCall() : limits.membersPerCall();
            case EQUIP -> limits.grantsPerCall();
            case PLACE -> limits.movesPerCall();
            case JOIN -> limits.membersPerCall();
            default -> 1;
        };
    }
}
