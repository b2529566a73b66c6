// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import java.util.List;

/** Reads and writes divisions, and which accounts live in them. */
public interface Divisions {
    /** Reads every division that the credential can see. */
    Listing<Division> list();

    /** Creates a division. Fails with {@link Failure#ALREADY_EXISTS} if one of that exact name exists. */
    Division create(String name);

    /**
     * Moves accounts into a division; one that is already there stays there. This is the authority on where an account
     * lives.
     *
     * @param accounts at most {@link DirectoryLimits#movesPerCall()}
     */
    void move(Division to, List<AccountId> accounts);
}
