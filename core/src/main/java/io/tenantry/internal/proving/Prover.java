// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Path;
import io.tenantry.change.Subject;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Permission;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.NameForm;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.Reaches;
import io.tenantry.isolation.AcceptedUse;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.Tenant;
import io.tenantry.isolation.UndividedRole;
import io.tenantry.isolation.Violation;
import io.tenantry.store.Baseline;
import io.tenantry.store.Links;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a proof from a read: who reaches which tenant, and which of these paths isolation does not allow. */
public final class Prover {
    /** The doubt of a read during which a run may have written. */
    public static final String OVERLAPPED =
            "a run was under way while the organization was read, a second time too: prove again when it has ended";

    private Prover() {}

    /**
     * Makes the proof.
     *
     * @param links the links of earlier runs, for the declared exceptions
     * @param day the day for which exceptions are checked
     * @param before the members of each accepted group that the last proof showed
     */
    public static IsolationProof prove(
            OrganizationAccess access, Links links, LocalDate day, Map<SubjectId, Set<AccountId>> before) {
        BoundPolicy bound = access.bound();
        Reaches reaches = Reaches.of(access.tenants(), access.listing());
        Judge judge = new Judge(
                bound.policy(), access.tenants().jointAgents(), day, access.accounts(), links, reaches.accounts());
        List<AcceptedUse> accepted = new AcceptedLines(access, day, before).uses();
        List<Violation> violations = new ArrayList<>(judge.violations(reaches, access.own()));
        violations.addAll(AcceptedLines.violations(accepted));
        return new IsolationProof(
                access.organization(),
                bound.policy().hash(),
                day,
                bound.tenants().stream().map(t -> tenant(t, bound)).toList(),
                reaches.accounts(),
                reaches.groups(),
                reaches.others(),
                Reaches.of(access.tenants(), access.ownListing()).others(),
                violations,
                judge.exceptions(),
                accepted,
                undivided(access),
                access.rules(),
                doubts(access, reaches, day),
                access.coverage());
    }

    /**
     * Returns the proof of two reads during which runs wrote: what only one of them shows may be a mixture of before
     * and after. Between two tenants a run takes away first, so no run makes both show the same violation.
     */
    public static IsolationProof mixed(IsolationProof first, IsolationProof second) {
        List<Violation> both = second.violations().stream()
                .filter(first.violations()::contains)
                .toList();
        int left = second.violations().size() - both.size();
        List<String> doubts = new ArrayList<>(second.doubts());
        doubts.add(OVERLAPPED
                + (left == 0
                        ? ""
                        : ". Left out: " + Words.count(left, "violation", "violations")
                                + " that may be a mixture of before and after"));
        return new IsolationProof(
                second.organization(),
                second.policyHash(),
                second.day(),
                second.tenants(),
                second.accounts(),
                second.groups(),
                second.others(),
                second.credentials(),
                both,
                second.exceptions(),
                second.accepted(),
                second.undivided(),
                second.rules(),
                doubts,
                second.coverage());
    }

    /** Returns what the next proof compares the accepted lines with. */
    public static List<Baseline> seen(OrganizationAccess access, IsolationProof proof) {
        return new AcceptedLines(access, proof.day(), Map.of()).seen(proof.accepted());
    }

    private static List<UndividedRole> undivided(OrganizationAccess access) {
        Set<RoleId> used = new HashSet<>();
        access.bound().tenants().stream()
                .flatMap(t -> t.profiles().stream())
                .flatMap(p -> p.roles().stream())
                .forEach(r -> used.add(r.id()));
        access.grants().values().stream()
                .flatMap(l -> l.entries().stream())
                .filter(g -> !g.division().isEverywhere())
                .forEach(g -> used.add(g.role()));
        return access.roles().stream()
                .filter(r -> used.contains(r.id()))
                .map(r -> new UndividedRole(
                        r.bare(),
                        r.undivided(access.permissions()).stream()
                                .map(Permission::name)
                                .sorted()
                                .toList()))
                .filter(r -> !r.permissions().isEmpty())
                .sorted(Comparator.comparing((UndividedRole r) -> r.role().name())
                        .thenComparing(r -> r.role().id()))
                .toList();
    }

    private static List<String> doubts(OrganizationAccess access, Reaches reaches, LocalDate day) {
        List<String> doubts = new ArrayList<>(access.doubts());
        reaches.unseen()
                .forEach((group, count) -> doubts.add("the members of group \"" + group.name() + "\": "
                        + Words.count(count, "of them is", "of them are")
                        + " missing from the listing of the accounts"));
        reaches.others().stream()
                .filter(r -> r.subject().kind() == Subject.Kind.OTHER)
                .forEach(r -> doubts.add("subject " + r.subject().id() + " "
                        + r.paths().stream().map(Path::why).distinct().collect(Collectors.joining(", "))
                        + ", and no read shows it as an account, a group or an OAuth client, so it is unknown which"
                        + " people have its access"));
        doubts.addAll(new Unclaimed(access, day, reaches.accounts()).doubts());
        return doubts;
    }

    // The page is compared with what an organization shows, so it gives the names of today.
    private static Tenant tenant(BoundTenant tenant, BoundPolicy bound) {
        return new Tenant(
                tenant.id(),
                tenant.policy().name(),
                now(
                        tenant.division().name(),
                        tenant.division().id().map(d -> bound.division(d).name())),
                tenant.division().id(),
                tenant.profiles().stream()
                        .map(p -> now(
                                p.group().name(),
                                p.group().id().map(g -> bound.group(g).name())))
                        .toList());
    }

    private static String now(String named, Optional<String> name) {
        return name.filter(n -> !NameForm.of(n).isSameAs(NameForm.of(named)))
                .map(n -> n + " (in the policy: " + named + ")")
                .orElse(named);
    }
}
