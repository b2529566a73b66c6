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
 * One row for each operation that was applied, held or failed, and for each entitlement that a complete read found: what, for which
 * account, why, in which run, and who approved. The rows of one tenant are a chain: each is bound to all before it when it is written, so
 * a later change of any of them shows. What identifies a person stands beside the chain and can be erased without breaking it.
 */
public interface AuditTrail {
    /**
     * Binds each entry to the last row of its tenant with {@link AuditChain#follow}, and adds the rows in this order; all of them or none.
     */
    void record(List<Entry> entries);

    /** Returns the rows of a tenant, oldest first. */
    List<Row> of(TenantId tenant);

    /** Returns all rows in the order in which they were added. */
    List<Row> all();

    /**
     * One thing to record. Immutable.
     *
     * @param fact what happened, without anything that identifies a person
     * @param who the person concerned; absent for divisions, groups and what groups hold
     * @param approvedBy the people or systems that approved, each by itself
     */
    record Entry(Fact fact, Optional<Who> who, Why why, List<String> approvedBy) {
        /** Copies the approvers. */
        public Entry {
            approvedBy = List.copyOf(approvedBy);
        }
    }

    /**
     * What happened, in what identifies no person. It is hashed as it stands and is never erased. Immutable.
     *
     * @param at cut to microseconds, which every database keeps
     * @param policy the hash of the policy that the run followed
     * @param operation the number of the operation in its plan, or 0
     * @param entitlement what was given, taken, found or missing; absent if the kind concerns none, or if its division or group was never
     *     made
     * @param about what else it concerns: the name of a division or group, the attributes that were written, the code of a limit, the
     *     reason of an erasure; or empty
     * @param erased which parts of which rows of the same tenant were erased, for {@link Kind#ERASE} alone
     */
    record Fact(
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
        /** Copies the list and cuts the moment. */
        public Fact {
            at = at.truncatedTo(ChronoUnit.MICROS);
            erased = List.copyOf(erased);
        }

        /** Returns whether it is known to have happened. What may have happened shows in the next complete read. */
        public boolean isCertain() {
            return result == Result.APPLIED || result == Result.SEEN;
        }

        /** Returns it in words for people, such as {@code give: member of group "Tenant_A_Agents"}. */
        public String what() {
            String concerns = entitlement.map(Entitlement::what).orElse(about);
            return concerns.isEmpty() ? kind.title() : kind.title() + ": " + concerns;
        }
    }

    /** What kinds of things happen. The keys are what is hashed and stored; they stay as they are. */
    enum Kind {
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
        /** A log-in was to be taken away. */
        DEACTIVATE("account.deactivate", "deactivate account", false, false),
        /** A deleted account was to be brought back. */
        RESTORE("account.restore", "restore deleted account", false, false),
        /** A restored account was to leave the groups that it must not be in. */
        LEAVE_SURVIVING("account.leave-surviving-groups", "leave groups the account came back in", false, false),
        /** Attributes of an account were to be written. */
        UPDATE("account.update", "update", false, false),
        /** An account was to give its user name up for a moment. */
        FREE_NAME("account.free-name", "free user name for its next holder", false, false),
        /** A division was to be created. */
        CREATE_DIVISION("division.create", "create division", false, false),
        /** A group was to be created. */
        CREATE_GROUP("group.create", "create group", false, false),
        /** A limit was overridden. */
        OVERRIDE("limit.override", "override", false, false),
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

        /** Returns it in words for people. */
        public String title() {
            return title;
        }

        /** Returns whether its entitlement is held afterwards. */
        public boolean gives() {
            return gives;
        }

        /** Returns whether its entitlement is not held afterwards. */
        public boolean takes() {
            return takes;
        }
    }

    /** What became of it. */
    enum Result {
        /** Done; what concerns people was confirmed by a read. */
        APPLIED,
        /** Accepted by the service, and no read has shown it yet. */
        PENDING,
        /** Not tried. */
        SKIPPED,
        /** Held back by a guard. */
        HELD,
        /** Tried and refused; nothing changed. */
        FAILED,
        /** Tried, and no answer came. */
        UNKNOWN,
        /** Seen by a complete read. */
        SEEN
    }

    /**
     * The person a row concerns. Immutable.
     *
     * @param identity the identity's id, or empty
     * @param account the account's id, or empty
     */
    record Who(String identity, String account) {
        /** Returns the account's id if it is known, else the identity's. */
        public String id() {
            return account.isEmpty() ? identity : account;
        }
    }

    /**
     * Why it happened, in words for people. Immutable.
     *
     * @param rule which rule of the policy caused it
     * @param fact which fact of the source or of the organization caused it
     * @param detail what there is to add to the result, or empty
     */
    record Why(String rule, String fact, String detail) {}

    /**
     * A part of a row. Immutable.
     *
     * @param row the number of the row within its tenant
     * @param seal which of its seals, from 0
     */
    record Place(long row, int seal) {}

    /**
     * A digest of something that can be erased, and the clear text beside it. Immutable.
     *
     * @param digest binds part, salt and body; it stays in the row for good
     * @param opening absent once it was erased
     */
    record Seal(Part part, String digest, Optional<Opening> opening) {
        /** Returns the seal without its clear text. */
        Seal closed() {
            return new Seal(part, digest, Optional.empty());
        }
    }

    /** What a seal can hide. */
    enum Part {
        /** The person concerned. */
        WHO("who"),
        /** The reason. */
        WHY("why"),
        /** One of those who approved. */
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
     * Clear text and what is needed to check it against its digest. Immutable.
     *
     * @param salt 32 random bytes of this part of this row alone, in base64url
     * @param body the fields of the part
     */
    record Opening(String salt, Map<String, String> body) {
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
     * @param number 1 for the first of its tenant
     * @param seals the parts that can be erased
     * @param previous the hash of the row before it, or {@link AuditChain#START}
     * @param hash of {@link #line()}
     */
    record Row(long number, Fact fact, List<Seal> seals, String previous, String hash) {
        /** Copies the seals. */
        public Row {
            seals = List.copyOf(seals);
        }

        /** Returns the text that the hash is taken of: canonical JSON of everything but clear texts and salts. */
        public String line() {
            return AuditLine.of(this);
        }

        /** Returns the person concerned; empty if there is none, or if it was erased. */
        public Optional<Who> who() {
            return opening(Part.WHO).map(o -> new Who(o.field("identity"), o.field("account")));
        }

        /** Returns the reason, unless it was erased. */
        public Optional<Why> why() {
            return opening(Part.WHY).map(o -> new Why(o.field("rule"), o.field("fact"), o.field("detail")));
        }

        /** Returns those who approved, but for the ones that were erased. */
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

        /** Returns the row without clear text and salt at those of these places that are in it; its hash stays right. */
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
