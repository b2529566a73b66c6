// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Ids;
import io.tenantry.store.StoreException.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Refuses a key that a database would change, refuse, or take for another one. Every store checks all of a commit before
 * it writes anything. Texts that are no keys are kept as JSON, which escapes what no database keeps.
 */
final class Keys implements StoreWrite.Cases {
    /** A name may be made of two identifiers; no index of a database takes three times as much. */
    private static final int LONGEST_NAME = 1_200;

    private static final Keys CASES = new Keys();

    private Keys() {}

    /** @throws StoreException of kind {@link Kind#REFUSED} if a key of these writes cannot be kept */
    static void check(List<StoreWrite> writes) {
        writes.forEach(w -> w.match(CASES));
    }

    /** @throws StoreException of kind {@link Kind#REFUSED} if one of these cannot be kept */
    static void check(String... keys) {
        for (String key : keys) {
            refuse(Ids.flaw(key));
        }
    }

    private static void refuse(Optional<String> flaw) {
        if (flaw.isPresent()) {
            throw new StoreException(Kind.REFUSED, "a key of the store " + flaw.get() + ": give a shorter, plain text");
        }
    }

    @Override
    public void begin(Journal.Run run) {
        check(run.id(), run.plan(), run.policyHash());
    }

    @Override
    public void intend(Journal.Intent intent, List<Removal> removals) {
        check(intent.run());
    }

    @Override
    public void conclude(Journal.Conclusion conclusion) {
        check(conclusion.run());
    }

    @Override
    public void audit(List<AuditTrail.Entry> entries) {
        // Ids of tenants are checked where they are made, and the rest is JSON.
    }

    @Override
    public void settle(String run, List<Integer> calls) {
        check(run);
    }

    @Override
    public void link(IdentityId identity, AccountId account) {
        // Ids are checked where they are made.
    }

    @Override
    public void unlink(IdentityId identity) {
        // As above.
    }

    @Override
    public void mark(AccountId account, Mark mark) {
        mark.externalId().ifPresent(Keys::check);
    }

    @Override
    public void keep(Note note) {
        drop(note.kind(), note.name());
    }

    @Override
    public void drop(String kind, String name) {
        check(kind);
        refuse(Ids.flaw(name, LONGEST_NAME));
    }
}
