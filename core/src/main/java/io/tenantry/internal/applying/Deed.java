// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.change.Change;
import io.tenantry.change.ChangeCases;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Entitlement;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Wording;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.store.AuditTrail.Kind;
import java.util.Optional;

/**
 * A change in the terms of the audit trail. Immutable.
 *
 * @param entitlement the entitlement that it gives or takes, if its division and group exist
 * @param about the other thing that it concerns, or empty
 */
record Deed(Kind kind, Optional<Entitlement> entitlement, String about) {
    static Deed of(Kind kind, Entitlement entitlement) {
        return new Deed(kind, Optional.of(entitlement), "");
    }

    static Deed about(Kind kind, String about) {
        return new Deed(kind, Optional.empty(), about);
    }

    /** Returns the deed of a move in the trail of the old tenant. */
    static Deed leaving(Division division) {
        return of(Kind.TAKE, new Entitlement.Residence(division));
    }

    /** Returns the deed of each kind of change, with ids of divisions and groups that the run created. */
    record Finder(Ledger ledger) implements ChangeCases<Deed> {
        @Override
        public Deed deactivate(Change.Deactivate change) {
            return about(Kind.DEACTIVATE, "");
        }

        @Override
        public Deed restoreAccount(Change.RestoreAccount change) {
            return about(Kind.RESTORE, "");
        }

        @Override
        public Deed revokeRole(Change.RevokeRole change) {
            return of(
                    Kind.TAKE,
                    change.holderKind() == SubjectKind.GROUP
                            ? new Entitlement.GroupRole(
                                    new Group(new GroupId(change.holder().value()), change.holderName()),
                                    change.role(),
                                    change.division())
                            : new Entitlement.AccountRole(change.role(), change.division()));
        }

        @Override
        public Deed leaveGroup(Change.LeaveGroup change) {
            return of(Kind.TAKE, new Entitlement.Membership(change.group()));
        }

        @Override
        public Deed leaveSurvivingGroups(Change.LeaveSurvivingGroups change) {
            return about(Kind.LEAVE_SURVIVING, "");
        }

        @Override
        public Deed createDivision(Change.CreateDivision change) {
            return about(Kind.CREATE_DIVISION, change.name());
        }

        @Override
        public Deed createGroup(Change.CreateGroup change) {
            return about(Kind.CREATE_GROUP, change.name());
        }

        @Override
        public Deed grantRole(Change.GrantRole change) {
            Optional<Entitlement> role = group(change.group())
                    .flatMap(g -> division(change.division()).map(d -> new Entitlement.GroupRole(g, change.role(), d)));
            return new Deed(
                    Kind.GIVE, role, role.isPresent() ? "" : change.role().name());
        }

        @Override
        public Deed createAccount(Change.CreateAccount change) {
            return resident(Kind.CREATE_ACCOUNT, change.division());
        }

        @Override
        public Deed moveDivision(Change.MoveDivision change) {
            return resident(Kind.GIVE, change.to());
        }

        @Override
        public Deed updateAccount(Change.UpdateAccount change) {
            return about(Kind.UPDATE, Wording.parts(change.change()));
        }

        @Override
        public Deed freeUserName(Change.FreeUserName change) {
            return about(Kind.FREE_NAME, "");
        }

        @Override
        public Deed joinGroup(Change.JoinGroup change) {
            Optional<Entitlement> membership = group(change.group()).map(Entitlement.Membership::new);
            return new Deed(
                    Kind.GIVE,
                    membership,
                    membership.isPresent() ? "" : change.group().name());
        }

        private Deed resident(Kind kind, DivisionTarget target) {
            Optional<Entitlement> residence = division(target).map(Entitlement.Residence::new);
            return new Deed(kind, residence, residence.isPresent() ? "" : target.name());
        }

        private Optional<Division> division(DivisionTarget target) {
            return ledger.madeOrKnown(target).map(id -> new Division(id, target.name(), false));
        }

        private Optional<Group> group(GroupTarget target) {
            return ledger.madeOrKnown(target).map(id -> new Group(id, target.name()));
        }
    }
}
