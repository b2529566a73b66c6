// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountState;
import io.tenantry.internal.Fold;
import java.util.Map;

/** Checks whether an account, as read, shows the values that were written to it. */
final class WriteCheck {
    private WriteCheck() {}

    static boolean by(Account account, Change change) {
        return change.writes().filter(w -> by(account, w)).isPresent();
    }

    private static boolean by(Account account, AccountChange change) {
        boolean state = change.active()
                .map(a -> a == (account.state() == AccountState.ACTIVE))
                .orElse(true);
        boolean names = change.userName()
                        .map(n -> Fold.same(n, account.userName()))
                        .orElse(true)
                && change.displayName().map(account.displayName()::equals).orElse(true);
        return state && names && change.attributes().entrySet().stream().allMatch(e -> by(account, e));
    }

    // An attribute that the read does not show cannot be confirmed, and does not count as a failed write.
    private static boolean by(Account account, Map.Entry<AccountAttribute, String> wanted) {
        String now = account.attributes().get(wanted.getKey());
        return now == null || wanted.getKey().same(now, wanted.getValue());
    }
}
