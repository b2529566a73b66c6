// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The records of the journal of write calls: each call before it is made, and its outcome after. */
public final class Journal {
    private Journal() {}

    /**
     * An entitlement that a run gives. Immutable.
     *
     * @param operation the number of the operation in its plan
     * @param tenant the tenant that the operation is for
     * @param identity the person, if known; absent for the role of a group
     * @param account the account that gets it; absent for the role of a group
     * @param allowed the tenants that the policy lets the account reach
     * @param judged whether a run has judged what the account reaches after it, and did not see the gain
     */
    public record Gain(
            String run,
            int operation,
            TenantId tenant,
            Optional<IdentityId> identity,
            Optional<AccountId> account,
            Entitlement entitlement,
            SortedSet<TenantId> allowed,
            Instant at,
            boolean judged)
            implements Note {
        static final String KIND = "gain";

        /** Copies the tenants. */
        public Gain {
            allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
        }

        /** Returns this gain after a run has judged what the account reaches, and did not see it. */
        public Gain unseen() {
            return new Gain(run, operation, tenant, identity, account, entitlement, allowed, at, true);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String name() {
            return run + " " + operation;
        }

        @Override
        public String text() {
            return new Json()
                    .put("run", run)
                    .put("operation", operation)
                    .put("tenant", tenant.value())
                    .put("identity", identity.map(IdentityId::value))
                    .put("account", account.map(AccountId::value))
                    .put("entitlement", EntitlementText.json(entitlement))
                    .putAll("allowed", allowed.stream().map(TenantId::value))
                    .put("at", at)
                    .put("judged", judged)
                    .toString();
        }

        static Gain read(Json json) {
            return new Gain(
                    json.text("run"),
                    (int) json.number("operation"),
                    new TenantId(json.text("tenant")),
                    json.optional("identity").map(IdentityId::new),
                    json.optional("account").map(AccountId::new),
                    EntitlementText.read(json.object("entitlement")),
                    new TreeSet<>(json.texts("allowed", TenantId::new)),
                    json.instant("at"),
                    json.keys().contains("judged") && json.flag("judged"));
        }

        @Override
        public Optional<Note> without(Erasure erasure) {
            return isOf(erasure.identity(), erasure.accounts()) ? Optional.empty() : Optional.of(this);
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
     * @param plan the fingerprint of the plan as it was made, before a hold was overridden; empty if there was nothing to
     *     write
     * @param approvedBy the people or systems that approved, one entry each
     */
    public record Run(String id, String plan, String policyHash, List<String> approvedBy, Instant startedAt) {
        /** Copies the approvers, and keeps the time to the microsecond. */
        public Run {
            approvedBy = List.copyOf(approvedBy);
            startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
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
     * @param number the number of the call within the run
     * @param what its operations, one line each, with ids and no personal data
     * @param entries what the audit trail has to say if nobody learns the outcome
     */
    public record Intent(String run, int number, List<String> what, List<AuditTrail.Entry> entries, Instant at) {
        /** Copies the lists, and keeps the time to the microsecond. */
        public Intent {
            what = List.copyOf(what);
            entries = List.copyOf(entries);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        /** Returns this intention without the lines and entries that name an erased person. */
        public Intent without(Erasure erasure) {
            return new Intent(
                    run,
                    number,
                    what.stream().map(erasure::redacted).toList(),
                    entries.stream().map(e -> e.without(erasure)).toList(),
                    at);
        }
    }

    /**
     * A recorded call. Immutable.
     *
     * @param outcome absent if a killed process may or may not have made it
     */
    public record Call(Intent intent, Optional<Conclusion> outcome) {}

    /**
     * The outcome of a write call. Immutable.
     *
     * @param detail more about the outcome, for people and without personal data
     */
    public record Conclusion(String run, int number, Result result, String detail, Instant at) {
        /** Puts {@code ?} for each character that not every database keeps, and keeps the time to the microsecond. */
        public Conclusion {
            detail = detail.codePoints()
                    .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? '?' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** The kind of outcome of a write call. */
    public enum Result {
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
