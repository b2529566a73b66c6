// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.store.Journal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Makes write calls and counts them. Each call is recorded in the journal before it is made, and its outcome after it.
 */
final class Calls {
    private final String run;
    private final Journal journal;
    private final Clock clock;
    private int made;

    Calls(String run, Journal journal, Clock clock) {
        this.run = run;
        this.journal = journal;
        this.clock = clock;
    }

    /** Makes a call, and returns its failure, if it failed. */
    Optional<DirectoryException> make(List<String> what, Runnable call) {
        int number = ++made;
        journal.intend(new Journal.Intent(run, number, what, clock.instant()));
        try {
            call.run();
        } catch (DirectoryException e) {
            boolean unknown = e.failure() == Failure.OUTCOME_UNKNOWN;
            conclude(
                    number,
                    unknown ? Journal.Result.UNKNOWN : Journal.Result.FAILED,
                    e.failure() + ": " + e.getMessage());
            return Optional.of(e);
        }
        conclude(number, Journal.Result.DONE, "");
        return Optional.empty();
    }

    int made() {
        return made;
    }

    private void conclude(int number, Journal.Result result, String detail) {
        journal.conclude(new Journal.Conclusion(run, number, result, detail, clock.instant()));
    }
}
