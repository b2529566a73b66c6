// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reach;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import java.util.Collection;
import java.util.List;

/** What was read of access, as one subject after the other asks for it. Only what is in it can be reached through. */
public interface AccessFacts {
    /** Returns the division that an account counts as living in. */
    default DivisionId division(Account account) {
        return account.division();
    }

    /** Returns the roles that an account, a group or another holder holds itself. */
    List<Grant> grants(SubjectId holder);

    /** Returns the groups that an account is in, however it got in. */
    Collection<GroupId> groups(AccountId account);
}
