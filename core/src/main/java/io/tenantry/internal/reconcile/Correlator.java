// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which account belongs to an identity: by the remembered link, then by external id, then by user name, among
 * active, inactive and deleted accounts. If another identity has a claim on the account, it is disputed and not used.
 * Immutable.
 */
final class Correlator {
    private final AccountIndex accounts;
    private final LinkTable links;

    /** Creates a correlator over these accounts and remembered links. */
    public Correlator(AccountIndex accounts, LinkTable links) {
        this.accounts = accounts;
        this.links = links;
    }

    /** Returns which account belongs to this identity. */
    public Correlation correlate(Identity identity) {
        return remembered(identity)
                .or(() -> byExternalId(identity))
                .or(() -> byUserName(identity))
                .or(() -> resembling(identity))
                .orElseGet(() -> new Correlation(Situation.UNMATCHED, Optional.empty(), "no account was found"));
    }

    private Optional<Correlation> remembered(Identity identity) {
        return links.account(identity.id()).map(a -> linked(a, identity));
    }

    private Optional<Correlation> byExternalId(Identity identity) {
        List<Account> matches = accounts.withExternalId(identity.id().value());
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        if (matches.size() > 1) {
            return disputed(Words.count(matches.size(), "account carries", "accounts carry") + " the identity's id: "
                    + ids(matches));
        }
        Account account = matches.get(0);
        return claimedByAnother(account, identity)
                .or(() -> createdAgain(account, identity))
                .or(() -> Optional.of(found(account, "carries the identity's id")));
    }

    private Optional<Correlation> byUserName(Identity identity) {
        List<Account> living = accounts.withUserName(identity.userName()).stream()
                .filter(a -> a.state() != AccountState.DELETED)
                .toList();
        if (living.size() > 1) {
            return disputed(Words.count(living.size(), "account has", "accounts have") + " the identity's user name: "
                    + ids(living));
        }
        return living.isEmpty() ? deletedNamesake(identity) : namesake(living.get(0), identity);
    }

    // The source may name people by their log-in name while accounts carry their mail address. A second account for the
    // same person is worse than a joiner who waits.
    private Optional<Correlation> resembling(Identity identity) {
        List<Account> alike = lookalikes(identity);
        return alike.isEmpty()
                ? Optional.empty()
                : disputed("no account has the user name " + identity.userName() + ", but "
                        + alike.stream().map(Findings::named).collect(Collectors.joining(", "))
                        + " has another address of the person and belongs to no known identity");
    }

    /** Returns the accounts that belong to nobody and have an attribute of this person as their user name. */
    List<Account> lookalikes(Identity identity) {
        return identity.attributes().values().stream()
                .filter(value -> value.indexOf('@') > 0)
                .distinct()
                .flatMap(value -> accounts.withUserName(value.strip()).stream())
                .filter(a -> a.state() != AccountState.DELETED && isNobodys(a, identity))
                .filter(a -> !links.isNamedByAnother(a, identity))
                .toList();
    }

    private Optional<Correlation> namesake(Account account, Identity identity) {
        return claimedByAnother(account, identity)
                .or(() -> Optional.of(new Correlation(
                        Situation.UNLINKED, Optional.of(account), "has the identity's user name and no other claim")));
    }

    // The user name of a deleted account stays reserved. Without a link or an external id, it may have belonged to
    // another person, and restoring it would hand over that person's history.
    private Optional<Correlation> deletedNamesake(Identity identity) {
        return accounts.withUserName(identity.userName()).stream()
                .findFirst()
                .flatMap(a ->
                        disputed("a deleted account has the user name, and nothing shows that it was this person's: "
                                + Findings.named(a) + "; restore it and link it, or free the name"));
    }

    private Optional<Correlation> claimedByAnother(Account account, Identity identity) {
        Optional<IdentityId> other = links.identity(account.id()).filter(o -> !o.equals(identity.id()));
        if (other.isPresent()) {
            return disputed(Findings.named(account) + " is linked to identity " + other.get()
                    + " (if this plan gives it another user name, apply the plan and plan again)");
        }
        return markedByAnother(account, identity);
    }

    private static Optional<Correlation> markedByAnother(Account account, Identity identity) {
        return account.externalId()
                .filter(e -> !e.equals(identity.id().value()))
                .flatMap(e -> disputed(Findings.named(account) + " carries the id of another identity, " + e));
    }

    // The deleted account cannot come back with a name that another account has.
    private Optional<Correlation> createdAgain(Account account, Identity identity) {
        if (account.state() != AccountState.DELETED) {
            return Optional.empty();
        }
        return Stream.of(identity.userName(), account.userName())
                .flatMap(name -> accounts.withUserName(name).stream())
                .filter(a -> a.state() != AccountState.DELETED && isNobodys(a, identity))
                .findFirst()
                .flatMap(a -> disputed(Findings.named(account) + " is deleted, and " + Findings.named(a)
                        + " was created by hand with its user name"));
    }

    private boolean isNobodys(Account account, Identity identity) {
        return links.identity(account.id()).isEmpty()
                && account.externalId()
                        .filter(e -> !e.equals(identity.id().value()))
                        .isEmpty();
    }

    /** Returns whether an account that an earlier run linked to this identity is still its account. */
    Correlation linked(Account account, Identity identity) {
        return markedByAnother(account, identity)
                .or(() -> createdAgain(account, identity))
                .orElseGet(() -> found(account, "linked by an earlier run"));
    }

    private static Correlation found(Account account, String why) {
        Situation situation = account.state() == AccountState.DELETED ? Situation.DELETED : Situation.LINKED;
        return new Correlation(situation, Optional.of(account), why);
    }

    private static Optional<Correlation> disputed(String why) {
        return Optional.of(new Correlation(Situation.DISPUTED, Optional.empty(), why));
    }

    private static String ids(List<Account> accounts) {
        return accounts.stream().map(Findings::named).sorted().collect(Collectors.joining(", "));
    }
}
