// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A Genesys organization, as the engine sees it. Implement this to reach one by another road than the shipped adapter, and run
 * {@code io.tenantry.contract.DirectoryContract} on it. Every method of its parts is blocking, safe to call from several threads,
 * and throws {@link DirectoryException} when it fails.
 *
 * <p>The engine takes for granted of every organization:
 *
 * <ul>
 *   <li>A user name is unique among the accounts that are not deleted, in any case. Genesys takes an e-mail address and nothing else,
 *       and so do the sources that read files.
 *   <li>Exactly one division is {@linkplain Division#home() Home}. No tenant owns it, and it holds what lies in no other.
 *   <li>An account lives in one division at a time, a group in none. A role counts where it is granted.
 *   <li>A deleted account keeps its id. Restored, it lies in Home and has no grants of its own; its memberships may be there again.
 *   <li>An account has the attributes of {@link AccountAttribute} and no others that a policy can map.
 *   <li>What does not exist is never read as empty: a read of its entries, or a write to it, fails with {@link Failure#NOT_FOUND}.
 *       Only a search leaves it out.
 * </ul>
 */
public interface Directory {
    /** Reads which organization the credential belongs to. */
    Organization organization();

    /** Returns the divisions. */
    Divisions divisions();

    /** Returns the accounts. */
    Accounts accounts();

    /** Returns the groups and their members. */
    Groups groups();

    /** Returns the roles. */
    Roles roles();

    /** Returns the grants. */
    Grants grants();

    /**
     * Reads one account together with the groups it is in. By default with a read for each; implement it where one call tells
     * both.
     *
     * @return empty if there is no such account; one that is deleted is told with the groups that are still known of, and of one
     *     that is not deleted and whose groups cannot be told now the listing is in doubt
     */
    default Optional<AccountInGroups> account(AccountId id) {
        return accounts().find(List.of(id)).stream()
                .findFirst()
                .map(account -> new AccountInGroups(account, groups().of(id)));
    }

    /**
     * Asks what the credential may not do of all that managing these divisions needs. By default nothing is known to be missing.
     *
     * @param createsDivisions whether divisions are to be made, too
     * @return everything that is missing; nothing if all is there
     */
    default List<MissingPermission> missingPermissions(Collection<DivisionId> managed, boolean createsDivisions) {
        return List.of();
    }

    /** Returns how much one call carries and how many calls a minute there are, known without a call. */
    DirectoryLimits limits();
}
