// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.internal.dense.Dictionary;

/**
 * The texts that people and accounts share, so that two texts are compared by their ordinals. Identity ids and user
 * names each have their own dictionary, so that a table by id or by name is a dense column. One thread fills it; after
 * that it is only read.
 */
public final class Lexicon {
    /** Ids of identities, and external ids of accounts. */
    final Dictionary ids = new Dictionary();

    /** User names in the form in which they are compared. */
    final Dictionary names = new Dictionary();

    /**
     * All other texts: user names whose spelling differs from the form in which they are compared, display names,
     * values of attributes.
     */
    final Dictionary words = new Dictionary();

    /** Creates an empty lexicon. */
    public Lexicon() {}
}
