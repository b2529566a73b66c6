// SPDX-License-Identifier: Apache-2.0
package io.tenantry.host;

/**
 * Listens to the progress of long work. Implement this to show a progress bar. Called on the working thread between two
 * calls, so return quickly.
 */
@FunctionalInterface
public interface Progress {
    /** Ignores everything. */
    Progress NONE = event -> {};

    /** Receives one event. */
    void on(Event event);

    /**
     * How far the work is. Immutable.
     *
     * @param step the step of the road, such as {@code IMPORT} or {@code APPLY}
     * @param what the work in words, without personal data
     * @param done how many units are done
     * @param total how many there are; 0 if that is not known
     */
    record Event(Step step, String what, long done, long total) {}

    /** The steps of the straight road; plan, log, explanation and documentation use the same names. */
    enum Step {
        /** Both sides are read. */
        IMPORT,
        /** Protected people and unreadable rows are set aside. */
        SCOPE,
        /** The account of each identity is found. */
        CORRELATE,
        /** The policy decides who should have which access. */
        RESOLVE,
        /** Differences between desired and observed access are computed. */
        DIFF,
        /** Guards decide which changes may happen now. */
        GUARD,
        /** The plan is written. */
        APPLY,
        /** The writes are read back. */
        VERIFY
    }
}
