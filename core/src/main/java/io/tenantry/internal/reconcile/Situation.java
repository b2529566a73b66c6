// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

/** The relation between an identity and the accounts of the organization. */
enum Situation {
    /** The account is known to belong to this identity. */
    LINKED,
    /**
     * One account has the identity's user name, and no other identity has a claim on it; applying the plan links it.
     */
    UNLINKED,
    /** There is no account. */
    UNMATCHED,
    /** Several accounts match, or another identity has a claim on the account: a person has to decide. */
    DISPUTED,
    /** The identity's account is deleted and can be restored. */
    DELETED
}
