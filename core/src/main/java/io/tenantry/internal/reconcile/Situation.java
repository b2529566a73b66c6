// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

/** How an identity and the accounts of the organization relate. */
enum Situation {
    /** The account is known to be this identity's. */
    LINKED,
    /** One account has the identity's user name and nobody's claim; it is linked by applying the plan. */
    UNLINKED,
    /** There is no account. */
    UNMATCHED,
    /** Several accounts, or an account with another claim on it: a person has to decide. */
    DISPUTED,
    /** The identity's account is deleted and can be restored. */
    DELETED
}
