// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Plan;

/**
 * Decides whether an approved plan may be applied. Implement this to ask for a second person, a change ticket, or a time of day;
 * it is asked once for each application, after every other check and before the first write, on the thread that applies.
 */
@FunctionalInterface
public interface ApprovalGate {
    /** Lets every approved plan through. */
    ApprovalGate OPEN = (plan, approval) -> new Decision.Granted("");

    /**
     * Returns what is decided now. A plan that has to wait may be applied again later, as long as it has not expired.
     *
     * @param plan the plan, whose approval has been found to be of it
     */
    Decision decide(Plan plan, Approval approval);

    /** What a gate decided. */
    sealed interface Decision {
        /** Returns what the method for its kind returns. */
        <T> T match(Cases<T> cases);

        /**
         * One method for each kind of decision.
         *
         * @param <T> what an answer is
         */
        interface Cases<T> {
            /** Answers for a plan that may be applied. */
            T granted(Granted decision);

            /** Answers for a plan that waits. */
            T pending(Pending decision);

            /** Answers for a plan that may not be applied. */
            T denied(Denied decision);
        }

        /**
         * It may be applied.
         *
         * @param by who granted it besides the one who approved, for the record; empty if nobody did
         */
        record Granted(String by) implements Decision {
            @Override
            public <T> T match(Cases<T> cases) {
                return cases.granted(this);
            }
        }

        /**
         * Nobody has decided yet.
         *
         * @param what what it waits for, such as the number of a ticket
         */
        record Pending(String what) implements Decision {
            @Override
            public <T> T match(Cases<T> cases) {
                return cases.pending(this);
            }
        }

        /**
         * It may not be applied.
         *
         * @param why for the one who approved
         */
        record Denied(String why) implements Decision {
            @Override
            public <T> T match(Cases<T> cases) {
                return cases.denied(this);
            }
        }
    }
}
