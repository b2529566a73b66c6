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

/** The facts about access that were read, by subject. Paths lead only through these facts. */
public interface AccessFacts {
    /** Returns the division in which an account counts as living. */
    default DivisionId division(Account account) {
        return account.division();
    }

    /** Returns the divisions in which an account may live besides, although no read shows it there. */
    default Collection<DivisionId> perhapsIn(AccountId account) {
        return List.of();
    }

    /** Returns the roles that an account, a group or another holder itself holds. */
    List<Grant> grants(SubjectId holder);

    /** Returns the groups of an account: as a direct member, as an owner or by a rule. */
    Collection<GroupId> groups(AccountId account);
}
