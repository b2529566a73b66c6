// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.jdbc.DatabaseException;
import io.tenantry.internal.jdbc.DatabaseException.Kind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work that may refuse a push. A refusal rolls back and is nothing that the database did wrong; as any other exception,
 * it would cost a pool its connection, for each unknown id that is asked for. Not thread-safe.
 */
final class Attempt<T> {
    private final Function<Resources, T> work;
    private @Nullable RuntimeException refusal;

    private Attempt(Function<Resources, T> work) {
        this.work = work;
    }

    /** Runs work in a transaction, and throws its refusal after the end of that. */
    static <T> T of(Function<Resources, T> work, Function<Function<Resources, T>, T> transaction) {
        Attempt<T> attempt = new Attempt<>(work);
        try {
            return transaction.apply(attempt::in);
        } catch (ScimStoreException e) {
            throw attempt.refusal == null ? e : attempt.refusal;
        }
    }

    private T in(Resources resources) {
        refusal = null;
        try {
            return work.apply(resources);
        } catch (RefusedPush | RefusedRequest e) {
            refusal = e;
            throw new DatabaseException(Kind.REFUSED, "the work gave up");
        }
    }
}
