// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Genesys organization, as the engine sees it. Implement this to reach an organization without the shipped adapter,
 * and run {@code io.tenantry.contract.DirectoryContract} on it. Every method of its parts blocks, is safe to call from
 * several threads, and throws {@link DirectoryException} if it fails.
 *
 * <p>The engine assumes of every organization:
 *
 * <ul>
 *   <li>A user name is unique among the accounts that are not deleted; upper and lower case count as equal. Genesys and
 *       the sources that read files accept only an e-mail address.
 *   <li>Exactly one division is {@linkplain Division#home() Home}. No tenant owns it, and it holds everything that lies
 *       in no other division.
 *   <li>An account lives in one division at a time, a group in none. A role counts in the division in which it is
 *       granted.
 *   <li>A deleted account keeps its id. Restored, it lies in Home and has no grants of its own; its memberships may be
 *       there again.
 *   <li>An account has the attributes of {@link AccountAttribute} and no others that a policy can map.
 *   <li>A missing thing is never read as empty: reading its entries, or writing to it, fails with
 *       {@link Failure#NOT_FOUND}. Only a search leaves it out.
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
     * Reads one account together with the groups it is in. The default makes two reads; implement it if one call
     * returns both.
     *
     * @return empty if there is no such account. A deleted account comes with the groups that are still known. If the
     *     groups of another account cannot be read now, their listing is in doubt
     */
    default Optional<AccountInGroups> account(AccountId id) {
        return accounts().find(List.of(id)).stream()
                .findFirst()
                .map(account -> new AccountInGroups(account, groups().of(id)));
    }

    /**
     * Returns the permissions that managing these divisions needs and the credential lacks. The default returns none.
     *
     * @return every missing permission; empty if none is missing
     */
    default List<MissingPermission> missingPermissions(ManagedDivisions managed) {
        return List.of();
    }

    /**
     * Returns the OAuth clients that this directory works with; makes no call. What they need is no violation, and no
     * plan changes their roles. The default returns none.
     */
    default List<Credential> credentials() {
        return List.of();
    }

    /**
     * Makes a call that may send several requests, or one of them again. An implementation asks before each request that
     * may change something, because a process can be stopped for any time between two of them. If the caller may not
     * write any more, it sends nothing and fails as if the service had been unreachable from then on: with
     * {@link Failure#OUTCOME_UNKNOWN} if an earlier request may have taken effect, else with
     * {@link Failure#RETRY_LATER}.
     *
     * <p>The default makes the call and asks nothing, which is right where a call sends one request and never repeats
     * it. A directory that wraps another must hand this on.
     *
     * @param refusal says why the caller may not write any more; empty while it may. Used by the calling thread alone
     * @param call calls methods of this directory
     */
    default void fenced(Supplier<Optional<String>> refusal, Runnable call) {
        call.run();
    }

    /** Returns how much one call carries and how many calls a minute are allowed; makes no call. */
    DirectoryLimits limits();
}
