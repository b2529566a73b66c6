// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.Authority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reconciles everybody: each identity, those who vanished from the source, and what nobody known holds. Used once. */
public final class Sweep {
    private final Blueprint blueprint;
    private final Reconciler reconciler;
    private final DirectorySnapshot snapshot;
    private final Map<IdentityId, AccountId> links;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<IdentityId, AccountId> newLinks = new HashMap<>();
    private final Map<String, Integer> situations = new TreeMap<>();
    private final Set<AccountId> known = new HashSet<>();
    private final Set<SubjectId> reported = new HashSet<>();

    /** Prepares a sweep over one snapshot of the organization. */
    public Sweep(Blueprint blueprint, Assigner assigner, DirectorySnapshot snapshot, Map<IdentityId, AccountId> links) {
        this.blueprint = blueprint;
        this.reconciler = new Reconciler(blueprint, assigner);
        this.snapshot = snapshot;
        this.links = links;
    }

    /**
     * Reconciles.
     *
     * @param identities everybody the source has, each once
     * @param unreadable identities that are in the source but could not be read, and so are left alone
     */
    public Reconciliation run(Collection<Identity> identities, Set<IdentityId> unreadable) {
        blueprint.tenants().forEach(t -> findings.addAll(t.troubles()));
        differences.addAll(new StructureDiff(blueprint).differences(snapshot));
        SourceRows rows = SourceRows.of(identities);
        Set<IdentityId> leftAlone = new TreeSet<>(unreadable);
        leftAlone.addAll(rows.contradicted());
        findings.addAll(rows.findings());
        leftAlone.forEach(this::leaveAlone);
        people(rows.identities());
        absent(rows.identities(), leftAlone);
        strangers();
        return new Reconciliation(differences, findings, newLinks, situations);
    }

    private void people(Collection<Identity> identities) {
        Correlator correlator = new Correlator(snapshot.accounts(), links);
        Map<Identity, Correlation> correlations = new HashMap<>();
        Map<AccountId, Integer> claims = new HashMap<>();
        Map<String, Integer> newNames = new HashMap<>();
        for (Identity identity : identities) {
            Correlation correlation = correlator.correlate(identity);
            correlations.put(identity, correlation);
            correlation.account().ifPresent(a -> claims.merge(a.id(), 1, Integer::sum));
            if (correlation.situation() == Situation.UNMATCHED) {
                newNames.merge(fold(identity.userName()), 1, Integer::sum);
            } else if (correlation.situation() == Situation.DISPUTED) {
                leaveAlone(identity);
            }
        }
        for (Identity identity : identities) {
            Correlation correlation = correlations.getOrDefault(identity, NONE);
            boolean soleName = newNames.getOrDefault(fold(identity.userName()), 0) < 2;
            if (correlation.situation() == Situation.UNMATCHED && !soleName) {
                count(Situation.DISPUTED);
                findings.add(Findings.nameTwice(identity));
            } else {
                person(identity, correlation, claims);
            }
        }
    }

    // Nothing is decided about them, so what may be their accounts are no strangers' either.
    private void leaveAlone(Identity identity) {
        leaveAlone(identity.id());
        snapshot.accounts().withUserName(identity.userName()).forEach(a -> known.add(a.id()));
    }

    private void leaveAlone(IdentityId identity) {
        snapshot.accounts().withExternalId(identity.value()).forEach(a -> known.add(a.id()));
    }

    private static String fold(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }

    private static final String OBSERVED = "observed in the organization";
    private static final Correlation NONE = new Correlation(Situation.UNMATCHED, Optional.empty(), "");

    private void person(Identity identity, Correlation correlation, Map<AccountId, Integer> claims) {
        Optional<Account> account = correlation.account();
        account.ifPresent(a -> known.add(a.id()));
        if (account.isPresent() && claims.getOrDefault(account.get().id(), 0) > 1) {
            count(Situation.DISPUTED);
            findings.add(Findings.claimedTwice(identity, account.get()));
            return;
        }
        count(correlation.situation());
        PersonResult result = reconciler.reconcile(identity, correlation, snapshot::observed);
        account.ifPresent(a -> reported.add(SubjectId.of(a.id())));
        differences.addAll(result.differences());
        findings.addAll(result.findings());
        if (account.isPresent() && !account.get().id().equals(links.get(identity.id()))) {
            newLinks.put(identity.id(), account.get().id());
        }
    }

    private void count(Situation situation) {
        situations.merge(situation.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
    }

    // Only people an earlier run linked can be missed: an account that nobody ever linked is an orphan, not a leaver.
    private void absent(Collection<Identity> identities, Set<IdentityId> unreadable) {
        Set<IdentityId> present = new HashSet<>(unreadable);
        identities.forEach(i -> present.add(i.id()));
        PersonDiff diff = new PersonDiff(blueprint);
        new TreeMap<>(links).forEach((identity, accountId) -> {
            Optional<Account> account = snapshot.accounts().find(accountId);
            boolean taken = known.contains(accountId);
            account.ifPresent(a -> known.add(a.id()));
            if (!present.contains(identity) && account.isPresent() && !taken) {
                gone(diff, identity, account.get());
            }
        });
    }

    private void gone(PersonDiff diff, IdentityId identity, Account account) {
        boolean shielded =
                blueprint.policy().isProtected(identity.value(), account.id().value(), account.userName());
        if (shielded || account.state() == AccountState.DELETED) {
            return;
        }
        Person person = new Person(Optional.of(identity), Optional.of(account.id()), account.userName());
        String rule = "no longer in the identity source";
        for (Difference d : diff.leaver(person, snapshot.observed(account), rule, "absent from the snapshot")) {
            Reason reason = new Reason(d.reason().rule(), d.reason().fact(), Reason.Basis.ABSENCE);
            differences.add(new Difference(d.tenant(), d.person(), d.change(), d.needs(), reason));
        }
    }

    private void strangers() {
        new TreeMap<>(snapshot.memberships()).forEach((account, groups) -> {
            if (!known.contains(account)) {
                groups.forEach(g -> strangeMember(account, g));
            }
        });
        new TreeMap<>(snapshot.grants()).values().forEach(grants -> grants.forEach(this::strangeGrant));
        snapshot.accounts().all().stream()
                .filter(a -> !known.contains(a.id()) && a.state() == AccountState.ACTIVE)
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .forEach(a -> blueprint
                        .ownerOf(a.division())
                        .ifPresent(t -> findings.add(Findings.orphanAccount(t.id(), a))));
    }

    private void strangeMember(AccountId account, GroupId group) {
        Blueprint.OwnedGroup owned = blueprint.ownerOf(group).orElseThrow();
        String userName =
                snapshot.accounts().find(account).map(Account::userName).orElse("");
        findings.add(Findings.orphanMember(owned.tenant().id(), account.value(), owned.group()));
        if (!blueprint.policy().isProtected(account.value(), userName)) {
            differences.add(new Difference(
                    owned.tenant().id(),
                    Optional.of(new Person(Optional.empty(), Optional.of(account), userName)),
                    new Change.LeaveGroup(owned.group()),
                    Authority.AUTHORITATIVE,
                    new Reason("no identity is known for this member", OBSERVED, Reason.Basis.ABSENCE)));
        }
    }

    private void strangeGrant(Grant grant) {
        AccountId account = new AccountId(grant.subject().value());
        boolean ownedGroup =
                blueprint.ownerOf(new GroupId(grant.subject().value())).isPresent();
        String holder = "subject " + grant.subject();
        if (grant.division().isEverywhere()) {
            if (!reported.contains(grant.subject())) {
                findings.add(Findings.wildcard(holder, blueprint.role(grant.role())));
            }
        } else if (!known.contains(account) && !ownedGroup) {
            strangeGrantIn(grant, account, holder);
        }
    }

    private void strangeGrantIn(Grant grant, AccountId accountId, String holder) {
        DivisionId division = grant.division();
        BoundTenant tenant = blueprint.ownerOf(division).orElseThrow();
        findings.add(
                Findings.foreignGrant(tenant.id(), holder, blueprint.role(grant.role()), blueprint.division(division)));
        Optional<Account> account = snapshot.accounts().find(accountId);
        String userName = account.map(Account::userName).orElse("");
        if (account.isPresent() && !blueprint.policy().isProtected(accountId.value(), userName)) {
            Change revoke = new Change.RevokeRole(
                    grant.subject(),
                    SubjectKind.ACCOUNT,
                    "",
                    blueprint.role(grant.role()),
                    blueprint.division(division));
            differences.add(new Difference(
                    tenant.id(),
                    Optional.of(new Person(Optional.empty(), Optional.of(accountId), userName)),
                    revoke,
                    Authority.AUTHORITATIVE,
                    new Reason("no identity is known for this holder", OBSERVED, Reason.Basis.ABSENCE)));
        }
    }
}
