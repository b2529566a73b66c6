// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.applying;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.proof.Completeness;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads back writes, and counts the calls. A failed read proves neither that a write worked nor that it did not. */
final class Readback {
    private static final Logger LOG = LoggerFactory.getLogger("io.tenantry.apply");

    private final Directory directory;
    private final Runnable beforeEach;
    private final Consumer<DirectoryException> onFailure;
    private final int alone;
    private Optional<DirectoryException> refused = Optional.empty();
    private final Map<AccountId, Account> shown = new HashMap<>();
    private final Map<GroupId, Listing<AccountId>> members = new HashMap<>();
    private int calls;

    /**
     * Creates the reads of a run. After the service refuses the credential, no further read is tried.
     *
     * @param beforeEach runs before each read
     * @param onFailure receives the failure of each read
     * @param alone how many holders are read one by one at most if listings are incomplete
     */
    Readback(Directory directory, Runnable beforeEach, Consumer<DirectoryException> onFailure, int alone) {
        this.directory = directory;
        this.beforeEach = beforeEach;
        this.onFailure = onFailure;
        this.alone = alone;
    }

    int calls() {
        return calls;
    }

    /** Returns how many holders are read one by one at most if listings are incomplete. */
    int alone() {
        return alone;
    }

    /** Forgets what earlier reads showed, because a write follows. */
    void forget() {
        shown.clear();
        members.clear();
    }

    /**
     * Reads accounts by id, as many in one call as it can carry; accounts that do not exist are absent.
     *
     * @throws DirectoryException if a call failed
     */
    Map<AccountId, Account> accounts(List<AccountId> ids) {
        Map<AccountId, Account> found = new HashMap<>();
        int size = directory.limits().lookupsPerCall();
        for (int from = 0; from < ids.size(); from += size) {
            List<AccountId> some = ids.subList(from, Math.min(ids.size(), from + size));
            counted(() -> directory.accounts().find(some)).forEach(a -> found.put(a.id(), a));
        }
        return found;
    }

    /**
     * Reads accounts by id; one that the answer does not show is read alone, because such an answer may lag.
     *
     * @throws DirectoryException if a call for several accounts failed
     */
    Map<AccountId, Account> accountsOrAlone(List<AccountId> ids) {
        Map<AccountId, Account> found = accounts(ids);
        ids.stream()
                .filter(id -> !found.containsKey(id))
                .flatMap(id -> account(id).map(AccountInGroups::account).stream())
                .forEach(a -> found.put(a.id(), a));
        return found;
    }

    /**
     * Returns accounts as they are since the last write; only those that no read has shown alone since then are read.
     *
     * @throws DirectoryException if a call failed
     */
    Map<AccountId, Account> accountsNow(Collection<AccountId> ids) {
        Map<AccountId, Account> now = accounts(
                ids.stream().filter(a -> !shown.containsKey(a)).sorted().toList());
        ids.stream().filter(shown::containsKey).forEach(a -> now.put(a, shown.get(a)));
        return now;
    }

    /** Reads the accounts that can be read; the others are absent. */
    Map<AccountId, Account> accountsIfReadable(List<AccountId> ids) {
        try {
            return accounts(ids);
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read accounts back: {}", e.getMessage());
            return Map.of();
        }
    }

    /** Reads one account with its groups; absent if it does not exist or could not be read. */
    Optional<AccountInGroups> account(AccountId id) {
        try {
            Optional<AccountInGroups> read = counted(() -> directory.account(id));
            read.ifPresent(a -> shown.put(id, a.account()));
            return read;
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read account {} back: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns which of these accounts do not exist; one that could not be read may exist. */
    Set<AccountId> gone(List<AccountId> ids) {
        Set<AccountId> gone = new HashSet<>();
        try {
            Map<AccountId, Account> found = accounts(ids);
            for (AccountId id : ids) {
                if (!found.containsKey(id)
                        && counted(() -> directory.account(id)).isEmpty()) {
                    gone.add(id);
                }
            }
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read whether accounts exist: {}", e.getMessage());
        }
        return gone;
    }

    /** Reads the accounts that carry an identity's id. */
    List<Account> accountsOf(String externalId) {
        return counted(() -> directory.accounts().findByExternalId(externalId));
    }

    /** Reads the members of a group; a deleted group has none. */
    Listing<AccountId> members(GroupId group) {
        try {
            return listing(() -> directory.groups().members(group));
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read the members of group {} back: {}", group, e.getMessage());
            return e.failure() == Failure.NOT_FOUND && isGone(group) ? Listing.complete(List.of()) : unread(e);
        }
    }

    /** Reads the divisions of the organization. */
    Listing<Division> divisions() {
        try {
            return listing(() -> directory.divisions().list());
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read the divisions: {}", e.getMessage());
            return unread(e);
        }
    }

    /** Reads the groups of the organization. */
    Listing<Group> groups() {
        try {
            return listing(() -> directory.groups().list());
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read the groups: {}", e.getMessage());
            return unread(e);
        }
    }

    /** Reads all accounts in a group; a deleted group has none. */
    Listing<AccountId> everybody(GroupId group) {
        try {
            Listing<AccountId> all = listing(() -> directory.groups().everybody(group));
            if (all.completeness().isComplete()) {
                members.put(group, all);
            }
            return all;
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read who is in group {}: {}", group, e.getMessage());
            return e.failure() == Failure.NOT_FOUND && isGone(group) ? Listing.complete(List.of()) : unread(e);
        }
    }

    /** Returns all accounts in a group as they are since the last write; reads them if no read has shown all since. */
    Listing<AccountId> everybodyNow(GroupId group) {
        Listing<AccountId> now = members.get(group);
        return now != null ? now : everybody(group);
    }

    /** Returns whether a read since the last write has shown all accounts in a group. */
    boolean isReadNow(GroupId group) {
        return members.containsKey(group);
    }

    /** Reads whether a group takes accounts by a rule; a rule that cannot be read may be there. */
    boolean mayHaveRule(GroupId group) {
        try {
            return counted(() -> directory.groups().rule(group)).isPresent();
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read the rule of group {}: {}", group, e.getMessage());
            return true;
        }
    }

    /** Reads the grants in a division. */
    Listing<Grant> grants(DivisionId division) {
        try {
            return listing(() -> directory.grants().in(division));
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read the grants in division {} back: {}", division, e.getMessage());
            return unread(e);
        }
    }

    /** Reads the grants of a subject. */
    Listing<Grant> grants(SubjectId subject) {
        try {
            return listing(() -> directory.grants().of(subject));
        } catch (DirectoryException e) {
            LOG.warn("VERIFY could not read the grants of {} back: {}", subject, e.getMessage());
            return unread(e);
        }
    }

    // "Not found" can also mean "no longer visible", and an invisible group may still exist.
    private boolean isGone(GroupId group) {
        try {
            Listing<Group> all = listing(() -> directory.groups().list());
            return all.completeness().isComplete() && all.entries().stream().noneMatch(g -> g.id().equals(group));
        } catch (DirectoryException e) {
            return false;
        }
    }

    private <T> Listing<T> listing(Supplier<Listing<T>> read) {
        Listing<T> listing = counted(read);
        calls += Math.max(1, listing.completeness().pages()) - 1;
        return listing;
    }

    private <T> T counted(Supplier<T> read) {
        refused.ifPresent(e -> {
            throw e;
        });
        beforeEach.run();
        calls++;
        try {
            return read.get();
        } catch (DirectoryException e) {
            refused = Optional.of(e).filter(f -> f.failure() == Failure.NOT_AUTHENTICATED);
            onFailure.accept(e);
            throw e;
        }
    }

    private static <T> Listing<T> unread(DirectoryException e) {
        return new Listing<>(List.of(), Completeness.doubtful(0, 0, e.failure().toString()));
    }
}
