// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.apply.Outcome;
import io.tenantry.apply.Settling;
import io.tenantry.host.Sleeper;
import io.tenantry.plan.Operation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Reads until accepted operations show, a limited number of times; each wait is longer, and one wait serves all pending
 * operations.
 */
final class Patience {
    private final Sleeper sleeper;
    private final Settling settling;
    private final Halt halt;

    Patience(Sleeper sleeper, Settling settling, Halt halt) {
        this.sleeper = sleeper;
        this.settling = settling;
        this.halt = halt;
    }

    /** Settles operations in the ledger; {@code look} returns which of the pending ones show. */
    void settle(List<Operation> operations, Ledger ledger, Function<List<Operation>, Set<Operation>> look) {
        Set<Operation> pending = new HashSet<>(operations);
        until(() -> {
            Set<Operation> shown = look.apply(still(operations, pending));
            shown.forEach(o -> ledger.record(o, Outcome.Status.APPLIED, ""));
            pending.removeAll(shown);
            return pending.isEmpty();
        });
        still(operations, pending).forEach(o -> ledger.unseen(o, settling.reads()));
    }

    /** Looks until one look is enough, a limited number of times. */
    void until(BooleanSupplier look) {
        Duration wait = settling.first();
        for (int looks = 1; !halt.isOver(); looks++) {
            if (look.getAsBoolean() || looks >= settling.reads() || !pause(wait)) {
                break;
            }
            wait = wait.multipliedBy(2);
        }
    }

    private static List<Operation> still(List<Operation> operations, Set<Operation> pending) {
        return operations.stream().filter(pending::contains).toList();
    }

    private boolean pause(Duration wait) {
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
