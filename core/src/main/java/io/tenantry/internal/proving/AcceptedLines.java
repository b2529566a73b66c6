// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Finding;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.Words;
import io.tenantry.isolation.AcceptedUse;
import io.tenantry.isolation.AcceptedUse.Status;
import io.tenantry.isolation.Violation;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.store.Baseline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds who has the access that the policy accepts, and where it is more people than a line allows. */
final class AcceptedLines {
    private final OrganizationAccess access;
    private final LocalDate day;
    private final Map<SubjectId, Set<AccountId>> before;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();

    /**
     * Prepares.
     *
     * @param before the members of each accepted group that the last proof showed
     */
    AcceptedLines(OrganizationAccess access, LocalDate day, Map<SubjectId, Set<AccountId>> before) {
        this.access = access;
        this.day = day;
        this.before = before;
        access.accounts().forEach(a -> accounts.put(a.id().value(), a));
        access.groups().forEach(g -> groups.put(g.id().value(), g));
    }

    /** Returns each line of the policy. */
    List<AcceptedUse> uses() {
        if (access.bound().policy().accepted().isEmpty()) {
            return List.of();
        }
        List<Grant> grants = access.grants().values().stream()
                .flatMap(l -> l.entries().stream())
                .toList();
        Map<AcceptedAccess, Set<SubjectId>> holders = access.bound().accepted().holders(grants, this::userName);
        List<AcceptedUse> uses = new ArrayList<>();
        holders.forEach((line, of) -> uses.add(use(line, of)));
        return uses;
    }

    private String userName(String holder) {
        return Optional.ofNullable(accounts.get(holder)).map(Account::userName).orElse("");
    }

    private AcceptedUse use(AcceptedAccess line, Set<SubjectId> holders) {
        Optional<Subject> holder = holders.stream().findFirst().map(this::subject);
        Set<AccountId> people = new HashSet<>();
        holders.forEach(h -> people.addAll(people(h)));
        return new AcceptedUse(
                line,
                status(line, holder, people.size()),
                holder,
                people.size(),
                access.bound().accepted().lapsed(line).stream()
                        .map(Finding::message)
                        .toList(),
                newcomers(holders));
    }

    private Status status(AcceptedAccess line, Optional<Subject> holder, int people) {
        if (!line.isInForce(day)) {
            return Status.EXPIRED;
        }
        boolean tooMany = line.members().isPresent() && people > line.members().getAsInt();
        return tooMany ? Status.TOO_MANY : holder.isPresent() ? Status.IN_USE : Status.UNUSED;
    }

    private List<AccountId> people(SubjectId holder) {
        Listing<AccountId> members = access.members().get(new GroupId(holder.value()));
        if (members != null) {
            return members.entries();
        }
        return accounts.containsKey(holder.value()) ? List.of(new AccountId(holder.value())) : List.of();
    }

    private List<Subject> newcomers(Set<SubjectId> holders) {
        return holders.stream()
                .filter(before::containsKey)
                .flatMap(h -> people(h).stream()
                        .filter(a -> !before.getOrDefault(h, Set.of()).contains(a)))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(a -> subject(SubjectId.of(a)))
                .toList();
    }

    private Subject subject(SubjectId id) {
        Group group = groups.get(id.value());
        if (group != null) {
            return Subject.of(group);
        }
        Account account = accounts.get(id.value());
        return account == null
                ? Subject.other(id)
                : Subject.of(
                        account,
                        access.bound().division(account.division()),
                        access.bound().isProtected(account, Optional.empty()));
    }

    /** Returns the lines that more people use than they allow. */
    static List<Violation> violations(List<AcceptedUse> uses) {
        List<Violation> violations = new ArrayList<>();
        for (AcceptedUse use : uses) {
            if (use.status() == Status.TOO_MANY) {
                violations.add(new Violation(
                        Violation.Code.TOO_MANY_ACCEPTED,
                        new Reach(use.holder().orElseThrow(), List.of(), use.people()),
                        "has " + Words.count(use.people(), "member", "members") + ", and the accepted line ("
                                + use.what() + ") allows "
                                + use.line().members().orElse(0) + newcomers(use),
                        "take members out of the group, or accept more of them"));
            }
        }
        return violations;
    }

    private static String newcomers(AcceptedUse use) {
        return use.newcomers().isEmpty()
                ? ""
                : "; new since the last proof: "
                        + Words.some(
                                use.newcomers().stream().map(Subject::label).toList());
    }

    /** Returns what the next proof compares with: the members of each group that is within its line. */
    List<Baseline> seen(List<AcceptedUse> uses) {
        return uses.stream()
                .filter(use -> use.status() == Status.IN_USE)
                .flatMap(use -> use.holder().stream())
                .filter(s -> s.kind() == Subject.Kind.GROUP)
                .<Baseline>map(s -> Baseline.Seen.acceptedMembers(s.id(), Set.copyOf(people(s.id()))))
                .toList();
    }
}
