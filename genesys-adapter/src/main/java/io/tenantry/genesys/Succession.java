// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.directory.AccountId;
import java.util.List;

/**
 * How far one OAuth client has taken over the external ids of another. Immutable.
 *
 * @param same how many accounts show both clients the same external id, those that were written now included
 * @param written how many of them were written now
 * @param left the accounts that still show their external id only to the former client
 * @param different the accounts that show the two clients different external ids; they were left alone
 * @param doubts why accounts may be missing; nothing is written while the new client may not see all
 */
public record Succession(int same, int written, List<AccountId> left, List<AccountId> different, List<String> doubts) {
    /** Copies the lists. */
    public Succession {
        left = List.copyOf(left);
        different = List.copyOf(different);
        doubts = List.copyOf(doubts);
    }

    /** Returns whether the former client is needed no more. */
    public boolean isComplete() {
        return left.isEmpty() && different.isEmpty() && doubts.isEmpty();
    }
}
