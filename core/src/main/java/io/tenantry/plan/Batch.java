// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Phase;
import java.util.List;

/**
 * The operations that one write call carries out together. Immutable.
 *
 * @param number 1-based, in the order in which the calls are made
 * @param operations of one phase and with one target; never empty
 */
public record Batch(int number, Phase phase, List<Operation> operations) {
    /** Copies the operations. */
    public Batch {
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one operation");
        }
    }
}
