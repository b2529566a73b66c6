// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

/**
 * One method for each kind of change. A new kind adds a method here, so every class that implements this stops
 * compiling until it has an answer.
 *
 * @param <T> the type of an answer
 */
public interface ChangeCases<T> {
    /** Answers for a log-in that is taken away. */
    T deactivate(Change.Deactivate change);

    /** Answers for a deleted account that is brought back. */
    T restoreAccount(Change.RestoreAccount change);

    /** Answers for a role that is taken away. */
    T revokeRole(Change.RevokeRole change);

    /** Answers for a membership that ends. */
    T leaveGroup(Change.LeaveGroup change);

    /** Answers for the memberships that a restored account came back with. */
    T leaveSurvivingGroups(Change.LeaveSurvivingGroups change);

    /** Answers for a new division. */
    T createDivision(Change.CreateDivision change);

    /** Answers for a new group. */
    T createGroup(Change.CreateGroup change);

    /** Answers for a role that is given to a group. */
    T grantRole(Change.GrantRole change);

    /** Answers for a new account. */
    T createAccount(Change.CreateAccount change);

    /** Answers for a move into another division. */
    T moveDivision(Change.MoveDivision change);

    /** Answers for attributes that are written. */
    T updateAccount(Change.UpdateAccount change);

    /** Answers for a user name that is freed for another account. */
    T freeUserName(Change.FreeUserName change);

    /** Answers for a membership that begins. */
    T joinGroup(Change.JoinGroup change);
}
