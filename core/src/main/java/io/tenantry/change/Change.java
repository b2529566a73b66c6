// SPDX-License-Identifier: Apache-2.0
package io.tenantry.change;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Division;
import io.tenantry.directory.Group;
import io.tenantry.directory.Role;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One thing that a plan changes. Immutable. A method that concerns only some kinds returns an empty answer for all
 * others; use {@link #match} where each kind needs an answer of its own.
 */
public sealed interface Change {
    /** Returns which kind of entitlement changes. */
    EntitlementKind kind();

    /** Returns the phase of the plan in which it is carried out. */
    Phase phase();

    /** Calls the method for this kind of change and returns its answer. */
    <T> T match(ChangeCases<T> cases);

    /** Returns whether it removes access; the default is the answer of its phase. */
    default boolean removes() {
        return phase().takes();
    }

    /**
     * Returns the target that changes of one kind must share to go into one call, such as the group that people join;
     * empty if each change needs a call of its own.
     */
    default String target() {
        return "";
    }

    /** Returns how many changes of its kind and target go into one call; the default is one. */
    default int perCall(DirectoryLimits limits) {
        return 1;
    }

    /** Returns the division that has to exist first, because an account is put into it or a role is given in it. */
    default Optional<DivisionTarget> requiredDivision() {
        return Optional.empty();
    }

    /** Returns the group that has to exist first, because a person joins it or it is given a role. */
    default Optional<GroupTarget> requiredGroup() {
        return Optional.empty();
    }

    /** Returns the name of the division that it creates. */
    default Optional<String> createsDivision() {
        return Optional.empty();
    }

    /** Returns the name of the group that it creates. */
    default Optional<String> createsGroup() {
        return Optional.empty();
    }

    /** Returns the group that a person joins. */
    default Optional<GroupTarget> joins() {
        return Optional.empty();
    }

    /** Returns the group that a person leaves. */
    default Optional<Group> leaves() {
        return Optional.empty();
    }

    /** Returns the division that an account moves out of. */
    default Optional<Division> movesFrom() {
        return Optional.empty();
    }

    /** Returns the grant that it makes: the role, the group and the division. */
    default Optional<GrantRole> grants() {
        return Optional.empty();
    }

    /** Returns the grant that it revokes: the role, the holder and the division. */
    default Optional<RevokeRole> revokes() {
        return Optional.empty();
    }

    /** Returns what it writes to an existing account. */
    default Optional<AccountChange> writes() {
        return Optional.empty();
    }

    /** Returns the names and attributes that {@link #writes()} replaces, as they were read; empty where none are known. */
    default Optional<AccountChange> replaces() {
        return Optional.empty();
    }

    /**
     * Returns the names of what it writes to the profile of an account, new or not; the rule of a group may go by each of
     * them.
     */
    default Set<String> writesProfile() {
        return writes().map(AccountChange::profile).orElse(Set.of());
    }

    /** Returns whether an existing account gets another user name or display name for good. */
    default boolean renames() {
        return false;
    }

    /** Returns what counts it, if a limit does. */
    default LimitKind counter() {
        return renames() ? LimitKind.NAMES : LimitKind.of(kind());
    }

    /**
     * Returns the groups that a restored account must leave if it came back in them. A change that names such groups is
     * a part of the restore, and is tried once the account is back.
     */
    default List<LeaveSurvivingGroups.ForeignGroup> survivingGroups() {
        return List.of();
    }

    /** Changes an account itself. */
    sealed interface OfAccount extends Change {
        @Override
        default EntitlementKind kind() {
            return EntitlementKind.ACCOUNTS;
        }
    }

    /** Changes who is in a group. */
    sealed interface OfMembership extends Change {
        @Override
        default EntitlementKind kind() {
            return EntitlementKind.MEMBERSHIPS;
        }

        @Override
        default int perCall(DirectoryLimits limits) {
            return limits.membersPerCall();
        }
    }

    /** Changes which role counts in which division, or creates a division or a group that roles need. */
    sealed interface OfGrant extends Change {
        @Override
        default EntitlementKind kind() {
            return EntitlementKind.GRANTS;
        }

        @Override
        default int perCall(DirectoryLimits limits) {
            return limits.grantsPerCall();
        }
    }

    /** Switches the log-in off; the account is kept. */
    record Deactivate() implements OfAccount {
        @Override
        public Phase phase() {
            return Phase.SHUT;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.deactivate(this);
        }

        @Override
        public Optional<AccountChange> writes() {
            return Optional.of(AccountChange.deactivation());
        }
    }

    /** Brings a deleted account back. */
    record RestoreAccount() implements OfAccount {
        @Override
        public Phase phase() {
            return Phase.RESTORE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.restoreAccount(this);
        }

        @Override
        public Set<String> writesProfile() {
            return Set.of("state");
        }
    }

    /**
     * Takes a role in a division away from its direct holder.
     *
     * @param holder an account or a group
     * @param holderName for people: the name of the group, or empty for a person
     * @param division the division, or the wildcard under its id
     * @param last whether it waits until the new access within the same tenant is confirmed
     */
    record RevokeRole(
            SubjectId holder, SubjectKind holderKind, String holderName, Role role, Division division, boolean last)
            implements OfGrant {
        /** Creates a revocation that comes before people gain access. */
        public RevokeRole(SubjectId holder, SubjectKind holderKind, String holderName, Role role, Division division) {
            this(holder, holderKind, holderName, role, division, false);
        }

        /** Returns this revocation, after the new access within the same tenant is confirmed. */
        public RevokeRole atLast() {
            return new RevokeRole(holder, holderKind, holderName, role, division, true);
        }

        @Override
        public Phase phase() {
            return last ? Phase.CLEAR : Phase.REVOKE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.revokeRole(this);
        }

        @Override
        public String target() {
            return "s" + holder.value();
        }

        @Override
        public Optional<RevokeRole> revokes() {
            return Optional.of(this);
        }
    }

    /**
     * Takes a person out of a Genesys group.
     *
     * @param last whether it waits until the new access within the same tenant is confirmed
     */
    record LeaveGroup(Group group, boolean last) implements OfMembership {
        /** Creates a removal that comes before the person gains access. */
        public LeaveGroup(Group group) {
            this(group, false);
        }

        @Override
        public Phase phase() {
            return last ? Phase.CLEAR : Phase.REVOKE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.leaveGroup(this);
        }

        @Override
        public String target() {
            return "g" + group.id().value();
        }

        @Override
        public Optional<Group> leaves() {
            return Optional.of(group);
        }
    }

    /**
     * Removes a restored account from each of these groups in which it came back. Memberships survive a deletion
     * although no listing shows them, so the plan knows only which groups the account must not be in. It is a part of
     * the restore, and removes no membership that a listing shows.
     *
     * @param groups every group of the policy that this person must not be in
     */
    record LeaveSurvivingGroups(List<ForeignGroup> groups) implements OfAccount {
        /**
         * Copies the groups.
         *
         * @throws IllegalArgumentException if there is none
         */
        public LeaveSurvivingGroups {
            groups = List.copyOf(groups);
            if (groups.isEmpty()) {
                throw new IllegalArgumentException("name at least one group that the restored account must leave");
            }
        }

        // No listing shows the groups that the account came back in, so none of the counted memberships is lost.
        @Override
        public boolean removes() {
            return false;
        }

        @Override
        public Phase phase() {
            return Phase.REVOKE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.leaveSurvivingGroups(this);
        }

        @Override
        public List<ForeignGroup> survivingGroups() {
            return groups;
        }

        /**
         * A group that the restored person must not be in.
         *
         * @param managed whether the authority of its tenant covers removing members; if it does not and the account
         *     came back in this group, the account is given nothing more
         */
        public record ForeignGroup(TenantId tenant, Group group, boolean managed) {}
    }

    /** Creates the division of a tenant. */
    record CreateDivision(String name) implements OfGrant {
        @Override
        public Phase phase() {
            return Phase.DIVIDE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.createDivision(this);
        }

        @Override
        public Optional<String> createsDivision() {
            return Optional.of(name);
        }
    }

    /** Creates the Genesys group of a profile. */
    record CreateGroup(String name) implements OfGrant {
        @Override
        public Phase phase() {
            return Phase.GROUP;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.createGroup(this);
        }

        @Override
        public Optional<String> createsGroup() {
            return Optional.of(name);
        }
    }

    /** Gives a Genesys group a role in its tenant's division. */
    record GrantRole(GroupTarget group, Role role, DivisionTarget division) implements OfGrant {
        @Override
        public Phase phase() {
            return Phase.EQUIP;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.grantRole(this);
        }

        @Override
        public String target() {
            return group.name();
        }

        @Override
        public Optional<DivisionTarget> requiredDivision() {
            return Optional.of(division);
        }

        @Override
        public Optional<GroupTarget> requiredGroup() {
            return Optional.of(group);
        }

        @Override
        public Optional<GrantRole> grants() {
            return Optional.of(this);
        }
    }

    /**
     * Creates an account, active, in its division.
     *
     * @param externalId the identity that the account is bound to from the start
     */
    record CreateAccount(
            IdentityId externalId,
            String userName,
            String displayName,
            DivisionTarget division,
            Map<AccountAttribute, String> attributes)
            implements OfAccount {
        /** Copies the attributes. */
        public CreateAccount {
            attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        }

        /** Returns the identity's id and the division alone, because the rest is personal data. */
        @Override
        public String toString() {
            return "CreateAccount[" + externalId + ", " + division + "]";
        }

        @Override
        public Set<String> writesProfile() {
            return new AccountChange(
                            Optional.of(true),
                            Optional.of(userName),
                            Optional.of(displayName),
                            Optional.empty(),
                            attributes)
                    .profile();
        }

        @Override
        public Phase phase() {
            return Phase.CREATE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.createAccount(this);
        }

        @Override
        public Optional<DivisionTarget> requiredDivision() {
            return Optional.of(division);
        }
    }

    /**
     * Moves an account into another division.
     *
     * @param from where it lives; its id and name
     */
    record MoveDivision(Division from, DivisionTarget to) implements OfAccount {
        @Override
        public Phase phase() {
            return Phase.PLACE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.moveDivision(this);
        }

        @Override
        public String target() {
            return to.name();
        }

        @Override
        public int perCall(DirectoryLimits limits) {
            return limits.movesPerCall();
        }

        @Override
        public Optional<DivisionTarget> requiredDivision() {
            return Optional.of(to);
        }

        @Override
        public Optional<Division> movesFrom() {
            return Optional.of(from);
        }
    }

    /**
     * Changes attributes of an account, its log-in included, in one write.
     *
     * @param before the names and attributes that it replaces, as they were read; an empty text where there was none
     */
    record UpdateAccount(AccountChange change, AccountChange before) implements OfAccount {
        /** Creates a change of which it is not known what it replaces. */
        public UpdateAccount(AccountChange change) {
            this(change, AccountChange.NOTHING);
        }

        @Override
        public Optional<AccountChange> replaces() {
            return Optional.of(before);
        }

        @Override
        public Phase phase() {
            return Phase.UPDATE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.updateAccount(this);
        }

        @Override
        public Optional<AccountChange> writes() {
            return Optional.of(change);
        }

        @Override
        public boolean renames() {
            return change.userName().isPresent() || change.displayName().isPresent();
        }
    }

    /**
     * Gives an account a temporary user name, so that its present one is free for another account. Two people who swap
     * names need this, because each waits for the name of the other.
     *
     * @param meanwhile the temporary name: unique, and not a person's name
     */
    record FreeUserName(String meanwhile) implements OfAccount {
        @Override
        public Phase phase() {
            return Phase.FREE;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.freeUserName(this);
        }

        @Override
        public Optional<AccountChange> writes() {
            return Optional.of(AccountChange.renaming(meanwhile));
        }
    }

    /** Puts a person into a Genesys group. */
    record JoinGroup(GroupTarget group) implements OfMembership {
        @Override
        public Phase phase() {
            return Phase.JOIN;
        }

        @Override
        public <T> T match(ChangeCases<T> cases) {
            return cases.joinGroup(this);
        }

        @Override
        public String target() {
            return group.name();
        }

        @Override
        public Optional<GroupTarget> requiredGroup() {
            return Optional.of(group);
        }

        @Override
        public Optional<GroupTarget> joins() {
            return Optional.of(group);
        }
    }
}
