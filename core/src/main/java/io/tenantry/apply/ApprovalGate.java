// SPDX-License-Identifier: Apache-2.0
package io.tenantry.apply;

import io.tenantry.plan.Plan;

/**
 * Decides whether an approved plan may be applied. Implement this to require a second approver, a change ticket, or a
 * time of day. It is called once for each application, after all other checks and before the first write, on the thread
 * that applies.
 */
@FunctionalInterface
public interface ApprovalGate {
    /** Grants every approved plan. */
    ApprovalGate OPEN = (plan, approval) -> new Decision.Granted("");

    /**
     * Returns the present decision. A plan that has to wait can be applied again later, until it expires.
     *
     * @param plan the plan; its approval has been checked
     */
    Decision decide(Plan plan, Approval approval);

    /** The decision of a gate. */
    sealed interface Decision {
        /** Calls the method for this kind of decision and returns its answer. */
        <T> T match(Cases<T> cases);

        /**
         * One method for each kind of decision.
         *
         * @param <T> the type of an answer
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
         * The plan may be applied.
         *
         * @param by a person who granted it in addition to the approver, for the record; empty if there is none
         */
        record Granted(String by) implements Decision {
            @Override
            public <T> T match(Cases<T> cases) {
                return cases.granted(this);
            }
        }

        /**
         * The decision is still open.
         *
         * @param what the thing it waits for, such as the number of a ticket
         */
        record Pending(String what) implements Decision {
            @Override
            public <T> T match(Cases<T> cases) {
                return cases.pending(this);
            }
        }

        /**
         * The plan may not be applied.
         *
         * @param why the reason, for the approver
         */
        record Denied(String why) implements Decision {
            @Override
            public <T> T match(Cases<T> cases) {
                return cases.denied(this);
            }
        }
    }
}
