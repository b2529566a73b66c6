// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.SubjectId;
import java.util.Optional;

/**
 * An account, a group or another holder of roles that can reach a tenant. Immutable.
 *
 * @param name the user name of an account, the name of a group; empty if the read did not show it
 * @param state the state of an account, if the read showed it
 * @param division where an account lives, if the read showed it
 * @param isProtected whether the policy forbids changes to the account; its access counts all the same
 */
public record Subject(
        Kind kind,
        SubjectId id,
        String name,
        Optional<AccountState> state,
        Optional<Division> division,
        boolean isProtected) {
    /** Returns an account that the read showed. */
    public static Subject of(Account account, Division division, boolean isProtected) {
        return new Subject(
                Kind.ACCOUNT,
                SubjectId.of(account.id()),
                account.userName(),
                Optional.of(account.state()),
                Optional.of(division),
                isProtected);
    }

    /** Returns an account of which the read showed only the id. */
    public static Subject unseen(AccountId account) {
        return new Subject(Kind.ACCOUNT, SubjectId.of(account), "", Optional.empty(), Optional.empty(), false);
    }

    /** Returns a group. */
    public static Subject of(Group group) {
        return new Subject(
                Kind.GROUP, SubjectId.of(group.id()), group.name(), Optional.empty(), Optional.empty(), false);
    }

    /** Returns an OAuth client. */
    public static Subject client(SubjectId id, String name) {
        return new Subject(Kind.CLIENT, id, name, Optional.empty(), Optional.empty(), false);
    }

    /** Returns a holder that the read showed neither as an account nor as a group or a client. */
    public static Subject other(SubjectId id) {
        return new Subject(Kind.OTHER, id, "", Optional.empty(), Optional.empty(), false);
    }

    /** Returns the name for people who read the proof: the user or group name, else the id. */
    public String label() {
        return name.isEmpty() ? id.value() : name;
    }

    /** Returns kind and id alone, because a user name is personal data and this text may reach a log. */
    @Override
    public String toString() {
        return kind + " " + id;
    }

    /** What a subject is. */
    public enum Kind {
        /** A person's account. */
        ACCOUNT,
        /** A group; each member inherits what it holds. */
        GROUP,
        /** An OAuth client: a program, or the person who has its secret. */
        CLIENT,
        /** A holder that the read showed neither as an account nor as a group or a client, so that it is unknown. */
        OTHER
    }
}
