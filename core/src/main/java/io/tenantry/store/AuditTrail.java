// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.change.Entitlement;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row for each operation that was applied, held or failed, and for each entitlement that a complete read found: the
 * change, the account, the reason, the run and the approvers. The rows of one tenant form a chain: each row is bound to
 * all rows before it, so a later change of any row is found. Text that identifies a person stands beside the chain and
 * can be erased without breaking it.
 */
public final class AuditTrail {
    private AuditTrail() {}

    /** Reads the rows of a tenant from a store, oldest first. */
    public static List<Row> of(ProvisioningStore store, TenantId tenant) {
        List<Row> rows = new ArrayList<>();
        store.audit(tenant, 0, rows::add);
        return rows;
    }

    /**
     * One thing to record. Immutable.
     *
     * @param fact what happened, without text that identifies a person
     * @param who the person concerned; absent for divisions, groups and the roles of groups
     * @param approvedBy the people or systems that approved, one entry each
     */
    public record Entry(Fact fact, Optional<Who> who, Why why, List<String> approvedBy) {
        /** Copies the approvers. */
        public Entry {
            approvedBy = List.copyOf(approvedBy);
        }

        /** Returns this entry without what identifies an erased person. */
        Entry without(Erasure erasure) {
            boolean concerned = who.filter(erasure::is).isPresent();
            Why left = concerned
                    ? new Why("", "", "")
                    : new Why(
                            erasure.redacted(why.rule()), erasure.redacted(why.fact()), erasure.redacted(why.detail()));
            return new Entry(
                    fact,
                    who.filter(w -> !concerned),
                    left,
                    approvedBy.stream().filter(by -> !erasure.isNamed(by)).toList());
        }

        /** Returns this entry with another result, known at another time. */
        public Entry ended(Result result, Instant at) {
            return new Entry(fact.ended(result, at), who, why, approvedBy);
        }
    }

    /**
     * What happened, without text that identifies a person. It is hashed as written and never erased. Immutable.
     *
     * @param at the time, cut to microseconds, which every database can store
     * @param policy the hash of the policy that the run followed
     * @param operation the number of the operation in its plan, or 0
     * @param entitlement the entitlement that was given, taken, found or missing; absent if the kind concerns none, or
     *     if its division or group was never created
     * @param about the other thing that it concerns: the name of a division or group, the attributes that were written,
     *     the code of a limit, the scope of a quarantine, the reason of an erasure; or empty
     * @param erased the parts of rows of the same tenant that were erased; only for {@link Kind#ERASE}
     */
    public record Fact(
            Instant at,
            String run,
            String policy,
            int operation,
            TenantId tenant,
            Kind kind,
            Optional<Entitlement> entitlement,
            String about,
            List<Place> erased,
            Result result) {
        /** Copies the list and cuts the time. */
        public Fact {
            at = at.truncatedTo(ChronoUnit.MICROS);
            erased = List.copyOf(erased);
        }

        private Fact ended(Result now, Instant when) {
            return new Fact(when, run, policy, operation, tenant, kind, entitlement, about, erased, now);
        }

        /** Returns whether it is known to have happened. If not, the next complete read shows whether it did. */
        public boolean isCertain() {
            return result == Result.APPLIED || result == Result.SEEN;
        }

        /** Returns a phrase for people, such as {@code give: member of group "Tenant_A_Agents"}. */
        public String what() {
            String concerns = entitlement.map(Entitlement::what).orElse(about);
            return concerns.isEmpty() ? kind.title() : kind.title() + ": " + concerns;
        }
    }

    /** The kinds of entries. Their keys are hashed and stored, so a key never changes. */
    public enum Kind {
        /** An entitlement was to be given. */
        GIVE("entitlement.give", "give", true, false),
        /** An account was to be created, in a division. */
        CREATE_ACCOUNT("account.create", "create account", true, false),
        /** A complete read found an entitlement that no run gave. */
        FOUND("entitlement.found", "found", true, false),
        /** An entitlement was to be taken away. */
        TAKE("entitlement.take", "take away", false, true),
        /** A complete read did not find an entitlement that no run took away. */
        MISSING("entitlement.missing", "no longer there", false, true),
        /** A log-in was to be switched off. */
        DEACTIVATE("account.deactivate", "deactivate account", false, false),
        /** A deleted account was to be restored. */
        RESTORE("account.restore", "restore deleted account", false, false),
        /** A restored account was to leave the groups that it must not be in. */
        LEAVE_SURVIVING("account.leave-surviving-groups", "leave groups the account came back in", false, false),
        /** Attributes of an account were to be written. */
        UPDATE("account.update", "update", false, false),
        /** An account was to get a temporary user name, to free its present one. */
        FREE_NAME("account.free-name", "free user name for its next holder", false, false),
        /** A division was to be created. */
        CREATE_DIVISION("division.create", "create division", false, false),
        /** A group was to be created. */
        CREATE_GROUP("group.create", "create group", false, false),
        /** A limit was overridden. */
        OVERRIDE("limit.override", "override", false, false),
        /** A quarantine was ended by hand. */
        LIFT("quarantine.lift", "lift quarantine", false, false),
        /** Clear text of earlier rows was erased. */
        ERASE("person.erase", "erase a person", false, false);

        private final String key;
        private final String title;
        private final boolean gives;
        private final boolean takes;

        Kind(String key, String title, boolean gives, boolean takes) {
            this.key = key;
            this.title = title;
            this.gives = gives;
            this.takes = takes;
        }

        /** Returns the name under which it is hashed and stored. */
        public String key() {
            return key;
        }

        /** Returns the kind in words for people. */
        public String title() {
            return title;
        }

        /** Returns whether the entitlement is held after it. */
        public boolean gives() {
            return gives;
        }

        /** Returns whether the entitlement is no longer held after it. */
        public boolean takes() {
            return takes;
        }
    }

    /** The result of an operation or of a read. */
    public enum Result {
        /** Done; changes of people were confirmed by a read. */
        APPLIED,
        /** Accepted by the service, but no read has shown it yet. */
        PENDING,
        /** Not tried. */
        SKIPPED,
        /** Held back by a guard. */
        HELD,
        /** Tried and refused; nothing changed. */
        FAILED,
        /** Tried, and no answer came. */
        UNKNOWN,
        /**
         * Given, and then taken back: a change by hand during the run let the person reach another tenant. Rows of
         * their own show the gain and what was taken back.
         */
        CROSSED,
        /** Seen by a complete read. */
        SEEN
    }

    /**
     * The person a row concerns. Immutable.
     *
     * @param identity the identity's id, or empty
     * @param account the account's id, or empty
     */
    public record Who(String identity, String account) {
        /** Returns the account's id if it is known, else the identity's. */
        public String id() {
            return account.isEmpty() ? identity : account;
        }
    }

    /**
     * The reason for an entry, in words for people. Immutable.
     *
     * @param rule the rule of the policy that caused it
     * @param fact the fact of the source or of the organization that caused it
     * @param detail more about the result, or empty
     */
    public record Why(String rule, String fact, String detail) {}

    /**
     * The place of a part that can be erased. Immutable.
     *
     * @param row the number of the row within its tenant
     * @param seal which of its seals, from 0
     */
    public record Place(long row, int seal) {}

    /**
     * The digest of a part that can be erased, with its clear text. Immutable.
     *
     * @param digest binds part, salt and body; it stays in the row for good
     * @param opening the clear text and its salt; absent after it was erased
     */
    public record Seal(Part part, String digest, Optional<Opening> opening) {
        /** Returns the seal without its clear text. */
        Seal closed() {
            return new Seal(part, digest, Optional.empty());
        }
    }

    /** The kind of text that a seal hides. */
    public enum Part {
        /** The person concerned. */
        WHO("who"),
        /** The reason. */
        WHY("why"),
        /** One of the approvers. */
        APPROVER("approver");

        private final String key;

        Part(String key) {
            this.key = key;
        }

        /** Returns the name under which it is hashed and stored. */
        public String key() {
            return key;
        }
    }

    /**
     * The clear text of a part, and the salt that is needed to check it against its digest. Immutable.
     *
     * @param salt 32 random bytes, used only for this part of this row, in base64url
     * @param body the fields of the part
     */
    public record Opening(String salt, Map<String, String> body) {
        /** Copies the body. */
        public Opening {
            body = Map.copyOf(body);
        }

        /** Returns a field of the body, or empty if it has no such field. */
        public String field(String name) {
            return body.getOrDefault(name, "");
        }
    }

    /**
     * One entry in its place in the chain. Immutable.
     *
     * @param number its place in the chain of its tenant, from 1
     * @param seals the parts that can be erased
     * @param previous the hash of the row before it, or {@link AuditChain#START}
     * @param hash of {@link #line()}
     */
    public record Row(long number, Fact fact, List<Seal> seals, String previous, String hash) {
        /** Copies the seals. */
        public Row {
            seals = List.copyOf(seals);
        }

        /** Returns the text that the hash covers: canonical JSON of everything except clear texts and salts. */
        public String line() {
            return AuditText.line(this);
        }

        /** Returns the person concerned; empty if there is none, or if the person was erased. */
        public Optional<Who> who() {
            return opening(Part.WHO).map(o -> new Who(o.field("identity"), o.field("account")));
        }

        /** Returns the reason, unless it was erased. */
        public Optional<Why> why() {
            return opening(Part.WHY).map(o -> new Why(o.field("rule"), o.field("fact"), o.field("detail")));
        }

        /** Returns the approvers, without those that were erased. */
        public List<String> approvedBy() {
            return seals.stream()
                    .filter(s -> s.part() == Part.APPROVER)
                    .flatMap(s -> s.opening().stream())
                    .map(o -> o.field("by"))
                    .toList();
        }

        /** Returns whether it concerns a person who was erased. */
        public boolean hidesPerson() {
            return seals.stream()
                    .anyMatch(s -> s.part() == Part.WHO && s.opening().isEmpty());
        }

        /**
         * Returns this row without clear text and salt at those of these places that lie in it; its hash stays valid.
         */
        public Row without(List<Place> places) {
            List<Seal> left = new ArrayList<>(seals);
            places.stream()
                    .filter(p -> p.row() == number)
                    .forEach(p -> left.set(p.seal(), seals.get(p.seal()).closed()));
            return new Row(number, fact, left, previous, hash);
        }

        private Optional<Opening> opening(Part part) {
            return seals.stream().filter(s -> s.part() == part).findFirst().flatMap(Seal::opening);
        }
    }
}
