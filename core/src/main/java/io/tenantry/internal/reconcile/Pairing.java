// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The account that correlation found for each person, by the rows of both. One thread fills it; after that it is only
 * read.
 */
final class Pairing {
    private static final int NOBODY = -1;

    /** The people without a link of an earlier run, whether or not an account was found for them. */
    final BitSet unlinked = new BitSet();

    private final int[] accountOf;
    private final int[] personOf;
    private final BitSet contested = new BitSet();

    /**
     * Creates an empty pairing.
     *
     * @param members how many rows the accounts and other members of groups take
     */
    Pairing(int people, int members) {
        accountOf = new int[people];
        personOf = new int[members];
        Arrays.fill(accountOf, NOBODY);
        Arrays.fill(personOf, NOBODY);
    }

    void pair(int person, int account) {
        accountOf[person] = account;
        if (personOf[account] == NOBODY) {
            personOf[account] = person;
        } else {
            contested.set(account);
        }
    }

    /** Returns the account of a person, or -1. */
    int accountOf(int person) {
        return accountOf[person];
    }

    /** Returns the first person who has this account, or -1. */
    int personOf(int account) {
        return personOf[account];
    }

    /** Returns whether a person has an account that another person has too. */
    boolean isContested(int person) {
        return accountOf[person] >= 0 && contested.get(accountOf[person]);
    }

    /** Returns the people who share an account with another person. */
    BitSet contested() {
        BitSet people = new BitSet();
        for (int person = 0; !contested.isEmpty() && person < accountOf.length; person++) {
            people.set(person, isContested(person));
        }
        return people;
    }
}
