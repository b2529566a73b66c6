// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.apply.ApplyReport;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import java.time.Instant;
import java.util.Optional;

/** One thing that a {@link Watch} did or met. Immutable. */
public sealed interface WatchEvent {
    /** Returns when it happened, or ended. */
    Instant at();

    /** Calls the method for this kind of event and returns its answer. */
    <T> T match(Cases<T> cases);

    /** What a watch does. */
    enum Work {
        /** It provisions the people who changed. */
        CHANGES,
        /** It reads and provisions everybody. */
        SWEEP,
        /** It proves isolation. */
        PROOF
    }

    /**
     * One method for each kind of event.
     *
     * @param <T> the type of an answer
     */
    interface Cases<T> {
        /** Answers for people who were provisioned. */
        T reconciled(Reconciled event);

        /** Answers for a look that found nothing to do. */
        T nothingToDo(NothingToDo event);

        /** Answers for a proof. */
        T proven(Proven event);

        /** Answers for a failure. */
        T failed(Failed event);

        /** Answers for a watch that waits for something else. */
        T waiting(Waiting event);

        /** Answers for a policy that came into force. */
        T policyChanged(PolicyChanged event);

        /** Answers for a policy that cannot be used. */
        T policyRefused(PolicyRefused event);

        /** Answers for the end. */
        T stopped(Stopped event);
    }

    /**
     * People were provisioned, or a hold or a finding is there that was not there before. The plan holds personal data.
     *
     * @param people how many people were read; 0 if all were
     * @param everybody why all people were read instead of those who changed; for a sweep, that it was time
     * @param report absent if the plan was not applied, because it has nothing to do, or the watch was stopped
     */
    record Reconciled(
            Instant at, Work work, int people, Optional<String> everybody, Plan plan, Optional<ApplyReport> report)
            implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.reconciled(this);
        }
    }

    /**
     * There was nothing to do; what is held, or waits for a person, was told before.
     *
     * @param people how many people were read; 0 if nobody or everybody was
     */
    record NothingToDo(Instant at, Work work, int people) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.nothingToDo(this);
        }
    }

    /** Access was read for a proof, whose verdict may be any. The proof holds personal data. */
    record Proven(Instant at, IsolationProof proof) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.proven(this);
        }
    }

    /**
     * Something failed, and is tried again.
     *
     * @param reason without secrets and without personal data
     * @param next when it is tried again
     */
    record Failed(Instant at, Work work, String reason, Instant next) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.failed(this);
        }
    }

    /**
     * Another run is writing to the organization, or the approval gate has not decided. This is said once, and ends when
     * something was done again.
     *
     * @param reason who writes, or what it waits for
     * @param holder the run that has the lease on the organization; absent if it waits for the approval gate
     * @param since when it began to wait
     */
    record Waiting(Instant at, String reason, Optional<String> holder, Instant since) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.waiting(this);
        }
    }

    /** Another policy is in force; everybody is read next. */
    record PolicyChanged(Instant at) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.policyChanged(this);
        }
    }

    /** The policy cannot be used. This is said once; nothing is read or written until it can. */
    record PolicyRefused(Instant at, String reason) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.policyRefused(this);
        }
    }

    /** The watch has ended. */
    record Stopped(Instant at) implements WatchEvent {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.stopped(this);
        }
    }
}
