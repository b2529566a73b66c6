// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.OwnAccess;
import io.tenantry.internal.reach.Reaches;
import io.tenantry.internal.reconcile.AccountIndex;
import io.tenantry.isolation.DeclaredException;
import io.tenantry.isolation.DeclaredException.Status;
import io.tenantry.isolation.Violation;
import io.tenantry.isolation.Violation.Code;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Links;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Separates allowed reach from violations, and finds the status of each declared exception. */
final class Judge {
    private final LocalDate day;
    private final Map<JointAgent, Optional<String>> accountOf = new LinkedHashMap<>();
    private final Map<String, JointAgent> declared = new HashMap<>();
    private final Set<String> twice = new HashSet<>();
    private final Map<String, Reach> reaches = new HashMap<>();

    Judge(
            OrganizationPolicy policy,
            List<JointAgent> agents,
            LocalDate day,
            List<Account> accounts,
            Links links,
            List<Reach> reaches) {
        this.day = day;
        AccountIndex index = new AccountIndex(agents.isEmpty() ? List.of() : accounts);
        for (int i = 0; i < agents.size(); i++) {
            JointAgent agent = agents.get(i);
            Optional<String> account =
                    account(agent.identity(), policy.jointAgents().get(i).identity(), index, links);
            accountOf.put(agent, account);
            account.ifPresent(a -> declare(a, agent));
        }
        reaches.forEach(r -> this.reaches.put(r.subject().id().value(), r));
    }

    // A line in force counts before one that ended. Of two in force neither counts, as in a plan.
    private void declare(String account, JointAgent agent) {
        JointAgent before = declared.putIfAbsent(account, agent);
        if (before != null && agent.isInForce(day)) {
            declared.put(account, agent);
            if (before.isInForce(day)) {
                twice.add(account);
            }
        }
    }

    /**
     * Returns the account of a joint agent. The link wins over the external id, and the external id over the user name,
     * unless that account is another identity's; if several accounts match, there is no result, so the exception allows
     * no access.
     *
     * @param id the identity's id, or the name if no identity was found yet
     */
    private static Optional<String> account(String id, String name, AccountIndex accounts, Links links) {
        List<Account> found = Stream.<Supplier<List<Account>>>of(
                        () -> links.account(new IdentityId(id)).flatMap(accounts::find).stream()
                                .toList(),
                        () -> accounts.withExternalId(id),
                        () -> accounts.withUserName(name).stream()
                                .filter(a -> a.state() != AccountState.DELETED)
                                .filter(a -> id.equals(name)
                                        || (a.externalId().isEmpty()
                                                && links.identity(a.id()).isEmpty()))
                                .toList())
                .map(Supplier::get)
                .filter(of -> !of.isEmpty())
                .findFirst()
                .orElse(List.of());
        return found.size() == 1 ? Optional.of(found.get(0).id().value()) : Optional.empty();
    }

    List<DeclaredException> exceptions() {
        List<DeclaredException> all = new ArrayList<>();
        accountOf.forEach((agent, account) -> {
            Optional<Reach> reach = account.flatMap(a -> Optional.ofNullable(reaches.get(a)));
            Status status = account.isEmpty() ? Status.UNMATCHED : status(agent, reach);
            all.add(new DeclaredException(agent, status, reach));
        });
        return all;
    }

    private Status status(JointAgent agent, Optional<Reach> reach) {
        Set<TenantId> tenants = reach.<Set<TenantId>>map(Reach::tenants).orElse(Set.of());
        boolean everywhere = reach.filter(Reach::isEverywhere).isPresent();
        boolean several = tenants.size() > 1 || everywhere;
        if (!agent.isInForce(day)) {
            return several ? Status.OVERDUE : Status.EXPIRED;
        }
        boolean declared = agent.tenants().containsAll(tenants)
                && reach.filter(r -> twice.contains(r.subject().id().value())).isEmpty();
        boolean beyond = everywhere || (several && !declared);
        return beyond ? Status.EXCEEDED : several ? Status.IN_USE : Status.UNUSED;
    }

    List<Violation> violations(Reaches found, OwnAccess own) {
        List<Violation> all = new ArrayList<>();
        found.accounts().forEach(r -> account(r, all));
        found.groups().forEach(r -> group(r, all));
        found.others().stream()
                .filter(r -> r.subject().kind() == Subject.Kind.CLIENT)
                .forEach(r -> client(r, own.isCredential(r.subject().id()), all));
        all.sort(Comparator.comparing(Violation::code)
                .thenComparing(v -> v.reach().subject().kind())
                .thenComparing(v -> v.reach().subject().id()));
        return all;
    }

    private void account(Reach reach, List<Violation> all) {
        if (reach.isEverywhere()) {
            all.add(new Violation(
                    Code.REACHES_EVERYWHERE,
                    reach,
                    "holds a role in all divisions and so reaches every tenant, later ones included",
                    "take the role in all divisions away" + fromWhat(reach)));
        }
        // One path to one tenant is by far the most common case; this check avoids building 50,000 sets.
        if (onlyOneTenant(reach)) {
            return;
        }
        JointAgent agent = declared.get(reach.subject().id().value());
        if (agent == null || twice.contains(reach.subject().id().value())) {
            all.add(undeclared(reach));
        } else if (!agent.isInForce(day)) {
            all.add(new Violation(
                    Code.EXCEPTION_EXPIRED,
                    reach,
                    "reaches tenants " + Words.list(reach.tenants()) + " by an exception whose last day was "
                            + agent.until(),
                    "apply a plan, which moves the person to tenant " + agent.home() + ", or declare a new end date"));
        } else if (!agent.tenants().containsAll(reach.tenants())) {
            Set<TenantId> beyond = new HashSet<>(reach.tenants());
            agent.tenants().forEach(beyond::remove);
            all.add(new Violation(
                    Code.BEYOND_EXCEPTION,
                    reach,
                    "is a joint agent of " + Words.list(agent.tenants()) + " and reaches also "
                            + Words.list(beyond.stream().sorted().toList()),
                    "take that access away, or declare it"));
        }
    }

    private static boolean onlyOneTenant(Reach reach) {
        Optional<TenantId> first = Optional.empty();
        for (Path path : reach.paths()) {
            Optional<TenantId> tenant = path.tenant();
            if (first.isPresent() && tenant.isPresent() && !Objects.equals(first, tenant)) {
                return false;
            }
            first = first.or(() -> tenant);
        }
        return true;
    }

    private static Violation undeclared(Reach reach) {
        Optional<TenantId> home = reach.paths().stream()
                .filter(Path::isResidence)
                .flatMap(p -> p.tenant().stream())
                .findFirst();
        List<TenantId> others = reach.tenants().stream()
                .filter(t -> home.filter(t::equals).isEmpty())
                .toList();
        String advice = "take the access to all but one of them away, or declare a joint agent in one line, with reason"
                + " and end date";
        return home.map(h -> new Violation(
                        Code.LIVES_ELSEWHERE,
                        reach,
                        "lives in the division of tenant " + h + " and reaches " + Words.list(others),
                        advice))
                .orElseGet(() -> new Violation(
                        Code.SEVERAL_TENANTS,
                        reach,
                        "lives in no tenant's division and reaches tenants " + Words.list(others),
                        advice));
    }

    private static void group(Reach reach, List<Violation> all) {
        if (reach.isEverywhere()) {
            all.add(new Violation(
                    Code.REACHES_EVERYWHERE,
                    reach,
                    "holds a role in all divisions, which its " + Words.count(reach.members(), "member", "members")
                            + " inherit" + (reach.members() == 1 ? "s" : ""),
                    "take the role in all divisions away from the group"));
        }
        if (reach.tenants().size() > 1) {
            all.add(new Violation(
                    Code.GROUP_ACROSS_TENANTS,
                    reach,
                    "reaches tenants " + Words.list(reach.tenants()) + ", and so does each new member; it has "
                            + Words.count(reach.members(), "member", "members"),
                    "take the roles in all but one tenant's division away from the group"));
        }
    }

    private static void client(Reach reach, boolean own, List<Violation> all) {
        String people = ", and so do the people who have the client's secret";
        String advice = own
                ? "give the credential of this run no more than the page on going live lists"
                : "take its roles in all but one tenant's division away, or accept them in the policy";
        if (reach.isEverywhere()) {
            all.add(new Violation(Code.REACHES_EVERYWHERE, reach, "holds a role in all divisions" + people, advice));
        }
        if (reach.tenants().size() > 1) {
            all.add(new Violation(
                    Code.CLIENT_ACROSS_TENANTS,
                    reach,
                    "reaches tenants " + Words.list(reach.tenants()) + people,
                    advice));
        }
    }

    private static String fromWhat(Reach reach) {
        return reach.paths().stream()
                .filter(Path::isEverywhere)
                .flatMap(p -> p.through().stream())
                .map(g -> ", or the person out of group \"" + g.name() + "\"")
                .findFirst()
                .orElse("");
    }
}
