// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import java.util.List;

/** One thing to write to a store. Writing the same again has no effect. Immutable. */
public sealed interface StoreWrite {
    /** Calls the method for this kind of write. */
    void match(Cases cases);

    /** One method for each kind of write; a store implements them. */
    interface Cases {
        /** Records that a run begins. */
        void begin(Journal.Run run);

        /**
         * Records a call that is about to be made, and what it removes.
         *
         * @throws StoreException if another call of that run has this number
         */
        void intend(Journal.Intent intent, List<Removal> removals);

        /**
         * Records the outcome of a call. A call that failed removed nothing: its removals no longer count, and its
         * entries are forgotten. An unknown outcome may still become another one.
         *
         * @throws StoreException if there is no such call, or if it has another outcome that is known
         */
        void conclude(Journal.Conclusion conclusion);

        /** Binds each entry to the last row of its tenant with {@link AuditChain#follow}, in this order. */
        void audit(List<AuditTrail.Entry> entries);

        /** Forgets the entries of these calls of a run, because rows of the audit trail now say what they brought. */
        void settle(String run, List<Integer> calls);

        /** Links an identity and an account, and removes the links that either had before. */
        void link(IdentityId identity, AccountId account);

        /** Forgets the link of an identity and the mark of its account. */
        void unlink(IdentityId identity);

        /** Keeps the external id that a run saw on an account. */
        void mark(AccountId account, Mark mark);

        /** Keeps a note, in place of the note of the same kind and name. */
        void keep(Note note);

        /** Forgets the note of this kind and name. */
        void drop(String kind, String name);
    }

    /** A run begins. Immutable. */
    record Begin(Journal.Run run) implements StoreWrite {
        @Override
        public void match(Cases cases) {
            cases.begin(run);
        }
    }

    /**
     * A call is about to be made. Immutable.
     *
     * @param removals what it removes, if it takes effect
     */
    record Intend(Journal.Intent intent, List<Removal> removals) implements StoreWrite {
        /** Copies the removals. */
        public Intend {
            removals = List.copyOf(removals);
        }

        @Override
        public void match(Cases cases) {
            cases.intend(intent, removals);
        }
    }

    /** A call has an outcome. Immutable. */
    record Conclude(Journal.Conclusion conclusion) implements StoreWrite {
        @Override
        public void match(Cases cases) {
            cases.conclude(conclusion);
        }
    }

    /** Entries for the audit trail. Immutable. */
    record Audit(List<AuditTrail.Entry> entries) implements StoreWrite {
        /** Copies the entries. */
        public Audit {
            entries = List.copyOf(entries);
        }

        @Override
        public void match(Cases cases) {
            cases.audit(entries);
        }
    }

    /** Rows of the audit trail say what these calls brought. Immutable. */
    record Settle(String run, List<Integer> calls) implements StoreWrite {
        /** Copies the numbers. */
        public Settle {
            calls = List.copyOf(calls);
        }

        @Override
        public void match(Cases cases) {
            cases.settle(run, calls);
        }
    }

    /** An identity has an account. Immutable. */
    record Link(IdentityId identity, AccountId account) implements StoreWrite {
        @Override
        public void match(Cases cases) {
            cases.link(identity, account);
        }
    }

    /** An identity has no account any more. Immutable. */
    record Unlink(IdentityId identity) implements StoreWrite {
        @Override
        public void match(Cases cases) {
            cases.unlink(identity);
        }
    }

    /** An account carries an external id, or none. Immutable. */
    record Marked(AccountId account, Mark mark) implements StoreWrite {
        @Override
        public void match(Cases cases) {
            cases.mark(account, mark);
        }
    }

    /** A note to keep. Immutable. */
    record Keep(Note note) implements StoreWrite {
        @Override
        public void match(Cases cases) {
            cases.keep(note);
        }
    }

    /** A note to forget. Immutable. */
    record Drop(String kind, String name) implements StoreWrite {
        /** Creates the write that forgets a note. */
        public static Drop of(Note note) {
            return new Drop(note.kind(), note.name());
        }

        @Override
        public void match(Cases cases) {
            cases.drop(kind, name);
        }
    }
}
