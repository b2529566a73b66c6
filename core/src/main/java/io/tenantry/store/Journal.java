// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The journal of write calls: each call before it is made, and its outcome after. */
public interface Journal {
    /** Records that a run begins. */
    void begin(Run run);

    /** Records a call that is about to be made; returns only when the record is durable. */
    void intend(Intent intent);

    /** Records the outcome of a recorded call. */
    void conclude(Conclusion conclusion);

    /**
     * Returns the intentions without a conclusion, oldest first: calls that a killed process may or may not have made.
     */
    List<Intent> unfinished();

    /** Returns the runs, oldest first. */
    List<Run> runs();

    /**
     * Returns whether a run that applied this plan has begun since the plan was made. The default searches all runs; a
     * store in a database can search for this plan.
     *
     * @param plan the fingerprint of the plan
     * @param madeAt when it was made; a run that began at exactly that time may have applied another plan with the same
     *     content
     */
    default boolean isApplied(String plan, Instant madeAt) {
        return runs().stream()
                .anyMatch(r -> r.plan().equals(plan) && r.startedAt().isAfter(madeAt));
    }

    /**
     * Records entitlements that a run is about to give. They stay open until {@link #close} names them; returns only
     * when the record is durable.
     */
    void open(List<Gain> gains);

    /** Closes gains after a read has shown what their people reach. Closing a gain that is not open has no effect. */
    void close(List<Gain> gains);

    /** Returns the gains that no read has judged yet, oldest first: the next run judges those of a killed process. */
    List<Gain> openGains();

    /**
     * An entitlement that a run gives. Immutable.
     *
     * @param operation the number of the operation in its plan
     * @param tenant the tenant that the operation is for
     * @param identity the person, if known; absent for the role of a group
     * @param account the account that gets it; absent for the role of a group
     * @param allowed the tenants that the policy lets the account reach
     */
    record Gain(
            String run,
            int operation,
            TenantId tenant,
            Optional<IdentityId> identity,
            Optional<AccountId> account,
            Entitlement entitlement,
            SortedSet<TenantId> allowed,
            Instant at) {
        /** Copies the tenants. */
        public Gain {
            allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
        }

        /** Returns whether it is a gain of this account or person. */
        public boolean isOf(IdentityId who, Set<AccountId> accounts) {
            return identity.equals(Optional.of(who))
                    || account.filter(accounts::contains).isPresent();
        }
    }

    /**
     * One application of a plan. Immutable.
     *
     * @param plan the fingerprint of the plan
     * @param approvedBy the people or systems that approved, one entry each
     */
    record Run(String id, String plan, String policyHash, List<String> approvedBy, Instant startedAt) {
        /** Copies the approvers. */
        public Run {
            approvedBy = List.copyOf(approvedBy);
        }

        /** Returns this run without the approvers who are the erased person. */
        public Run without(Erasure erasure) {
            List<String> left =
                    approvedBy.stream().filter(by -> !erasure.isNamed(by)).toList();
            return new Run(id, plan, policyHash, left, startedAt);
        }
    }

    /**
     * A write call that is about to be made. Immutable.
     *
     * @param batch the number of the call within the plan
     * @param what its operations, one line each, with ids and no personal data
     */
    record Intent(String run, int batch, List<String> what, Instant at) {
        /** Copies the lines. */
        public Intent {
            what = List.copyOf(what);
        }

        /** Returns this intention without the lines that name an erased person. */
        public Intent without(Erasure erasure) {
            return new Intent(run, batch, what.stream().map(erasure::redacted).toList(), at);
        }
    }

    /**
     * The outcome of a write call. Immutable.
     *
     * @param detail more about the outcome, for people and without personal data
     */
    record Conclusion(String run, int batch, Result result, String detail, Instant at) {}

    /** The kind of outcome of a write call. */
    enum Result {
        /** The service accepted it. */
        DONE,
        /** The service refused it, or it was never sent; nothing changed. */
        FAILED,
        /** It was sent and no answer came. */
        UNKNOWN,
        /**
         * The outcome was never recorded or is unknown; a later plan read the organization again and contains what is
         * left to do.
         */
        SUPERSEDED
    }
}
