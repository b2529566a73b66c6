// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.proof.Completeness;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Reads and writes user accounts. */
public interface Accounts {
    /**
     * Reads every account, active, inactive and deleted, and hands each page on as it arrives.
     *
     * @return the proof of completeness, once the last page was handed on
     */
    Completeness list(Consumer<List<Account>> pages);

    /**
     * Reads accounts by id, in any state; ids that do not exist are absent from the result.
     *
     * @param ids at most {@link DirectoryLimits#lookupsPerCall()}
     */
    List<Account> find(Collection<AccountId> ids);

    /** Reads every account that carries this external id; inactive ones are found too. */
    List<Account> findByExternalId(String externalId);

    /**
     * Reads every account with this user name, in any state; upper and lower case, and different encodings of accents,
     * count as equal.
     */
    List<Account> findByUserName(String userName);

    /**
     * Creates an active account. Fails with {@link Failure#ALREADY_EXISTS} if an account that is not deleted has the
     * user name; upper and lower case count as equal.
     */
    Account create(NewAccount account);

    /**
     * Writes all of the change in one call, and returns the account as the service showed it after that. Attributes
     * that the change does not name keep their values. Fails, and changes nothing, if another account has the new user
     * name.
     */
    Account update(AccountId account, AccountChange change);

    /**
     * Brings a deleted account back, inactive or active as the service decides; it lies in Home and has no grants.
     * Restoring one that is not deleted has no effect.
     */
    Account restore(AccountId account);
}
