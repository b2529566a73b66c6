// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.time.Instant;
import java.util.List;

/** Every intention before it is tried, and every outcome after. */
public interface Journal {
    /** Records that a run begins. */
    void begin(Run run);

    /** Records what is about to be written; returns only when that is durable. */
    void intend(Intent intent);

    /** Records what became of an intention. */
    void conclude(Conclusion conclusion);

    /** Returns the intentions without a conclusion, oldest first: what a killed process may or may not have done. */
    List<Intent> unfinished();

    /** Returns the runs, oldest first. */
    List<Run> runs();

    /**
     * One application of a plan. Immutable.
     *
     * @param plan the fingerprint of the plan
     */
    record Run(String id, String plan, String policyHash, String approvedBy, Instant startedAt) {}

    /**
     * One write call about to be made. Immutable.
     *
     * @param batch the number of the call within the plan
     * @param what the operations in it, one line each, with ids and no personal data
     */
    record Intent(String run, int batch, List<String> what, Instant at) {
        /** Copies the lines. */
        public Intent {
            what = List.copyOf(what);
        }
    }

    /**
     * What became of a write call. Immutable.
     *
     * @param detail for a person, with no personal data
     */
    record Conclusion(String run, int batch, Result result, String detail, Instant at) {}

    /** What became of a write call. */
    enum Result {
        /** The service accepted it. */
        DONE,
        /** The service refused it, or it was never sent; nothing changed. */
        FAILED,
        /** It was sent and no answer came. */
        UNKNOWN,
        /** Nobody was left to say, or knew; a later plan read what became of it and says what is left to do. */
        SUPERSEDED
    }
}
