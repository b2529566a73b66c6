// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.Authority;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.Governance;
import io.tenantry.policy.Limit;
import io.tenantry.policy.TenantId;
import io.tenantry.reconcile.Blueprint;
import io.tenantry.reconcile.BoundTenant;
import io.tenantry.reconcile.Change;
import io.tenantry.reconcile.Difference;
import io.tenantry.reconcile.Person;
import io.tenantry.reconcile.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Judges which differences have to wait: removals that rest on an incomplete read, and removals that are too many. Joiners
 * never wait for them. Whoever keeps something of one tenant gains nothing in another.
 */
final class Guards {
    private final Blueprint blueprint;
    private final Evidence evidence;
    private final List<Difference> permitted;
    private final List<Difference> observed;
    private final Map<Difference, Verdict> held = new LinkedHashMap<>();
    private final Map<String, Set<TenantId>> targets = new HashMap<>();

    Guards(Blueprint blueprint, Evidence evidence, AuthorityFilter authority) {
        this.blueprint = blueprint;
        this.evidence = evidence;
        this.permitted = authority.permitted;
        this.observed = authority.observed;
        for (Difference d : permitted) {
            if (!d.change().removes()) {
                d.person()
                        .ifPresent(p -> targets.computeIfAbsent(p.key(), k -> new HashSet<>(2))
                                .add(d.tenant()));
            }
        }
    }

    /** Returns what has to wait, and why. */
    Map<Difference, Verdict> judge() {
        source();
        directory();
        if (evidence.everybody()) {
            limits();
        }
        keepWhole();
        return held;
    }

    private void source() {
        if (!evidence.source().isComplete()) {
            hold(
                    d -> losesSomething(d),
                    new Verdict(
                            "source-incomplete",
                            Optional.empty(),
                            "the identity source was not read completely: "
                                    + String.join("; ", evidence.source().doubts()),
                            "read it again until it is complete; nothing is removed before"));
        }
        if (evidence.identities() == 0) {
            hold(
                    d -> losesSomething(d),
                    new Verdict(
                            "source-empty",
                            Optional.empty(),
                            "the identity source has nobody in it",
                            "check the source; if everybody has really left, off-board each tenant explicitly"));
        }
        absences();
    }

    private void absences() {
        int lost = evidence.identitiesBefore() - evidence.identities();
        Limit limit = blueprint.policy().defaults().limit(EntitlementKind.ACCOUNTS);
        if (lost > 0 && limit.isExceededBy(lost, evidence.identitiesBefore())) {
            hold(
                    Guards::restsOnAbsence,
                    new Verdict(
                            "source-shrunken",
                            Optional.empty(),
                            "the identity source has " + evidence.identities() + " people and had "
                                    + evidence.identitiesBefore(),
                            "check the source's filter; if they have really left, raise the limit on accounts"));
        }
        long nameless =
                evidence.rejected().stream().filter(r -> r.id().isEmpty()).count();
        if (nameless > 0) {
            hold(
                    Guards::restsOnAbsence,
                    new Verdict(
                            "unreadable-rows",
                            Optional.empty(),
                            nameless + " rows of the identity source could not be read and may stand for anybody",
                            "correct the rows; until then nobody is removed for being absent"));
        }
    }

    private void directory() {
        if (!evidence.directory().accountsProof().isComplete()) {
            hold(
                    d -> losesSomething(d) || gainsWithAccount(d),
                    doubt("the accounts", evidence.directory().accountsProof().doubts(), Optional.empty()));
        }
        everywhere();
        for (BoundTenant tenant : blueprint.tenants()) {
            List<String> doubts = doubts(tenant);
            if (!doubts.isEmpty()) {
                Verdict verdict = doubt("tenant " + tenant.id(), doubts, Optional.of(tenant.id()));
                hold(d -> d.tenant().equals(tenant.id()) && losesSomething(d), verdict);
                // What was not seen in this tenant may belong to anybody who has an account, so none of them gains
                // elsewhere.
                hold(d -> !d.tenant().equals(tenant.id()) && gainsWithAccount(d), verdict);
            }
        }
    }

    private void everywhere() {
        List<String> doubts =
                evidence.directory().grantsProof(DivisionId.EVERYWHERE).doubts();
        if (!doubts.isEmpty()) {
            hold(
                    d -> losesSomething(d) || gainsWithAccount(d),
                    doubt("grants in all divisions", doubts, Optional.empty()));
        }
    }

    private List<String> doubts(BoundTenant tenant) {
        List<String> doubts = new ArrayList<>();
        tenant.division()
                .id()
                .ifPresent(
                        d -> doubts.addAll(evidence.directory().grantsProof(d).doubts()));
        tenant.profiles()
                .forEach(p -> p.group()
                        .id()
                        .ifPresent(g -> doubts.addAll(
                                evidence.directory().membersProof(g).doubts())));
        return doubts;
    }

    private static Verdict doubt(String what, List<String> doubts, Optional<TenantId> tenant) {
        return new Verdict(
                "read-incomplete",
                tenant,
                what + " could not be read completely: " + String.join("; ", doubts),
                "check what the credential may see, and plan again");
    }

    private void limits() {
        Map<TenantId, Map<EntitlementKind, List<Difference>>> byTenant = new TreeMap<>();
        Map<EntitlementKind, List<Difference>> all = new EnumMap<>(EntitlementKind.class);
        for (Difference d : permitted) {
            if (losesSomething(d) && !held.containsKey(d)) {
                TenantId loser = loser(d);
                byTenant.computeIfAbsent(loser, k -> new EnumMap<>(EntitlementKind.class))
                        .computeIfAbsent(d.change().kind(), k -> new ArrayList<>())
                        .add(d);
                all.computeIfAbsent(d.change().kind(), k -> new ArrayList<>()).add(d);
            }
        }
        Census census = new Census(blueprint, evidence.directory());
        byTenant.forEach((tenant, kinds) -> kinds.forEach((kind, removals) ->
                limit(Optional.of(tenant), governance(tenant), kind, removals, census.count(tenant, kind))));
        Governance defaults = blueprint.policy().defaults();
        all.forEach((kind, removals) -> limit(Optional.empty(), defaults, kind, removals, census.count(kind)));
    }

    private void limit(
            Optional<TenantId> tenant,
            Governance governance,
            EntitlementKind kind,
            List<Difference> removals,
            long existing) {
        Limit limit = governance.limit(kind);
        if (!limit.isExceededBy(removals.size(), existing)) {
            return;
        }
        Verdict verdict = new Verdict(
                "limit-" + kind.key(),
                tenant,
                "%d of %d %s would be removed, and the limit is %d or %d %%"
                        .formatted(removals.size(), existing, kind.key(), limit.max(), limit.percent()),
                "check that this is meant; then raise limits." + kind.key() + " and plan again");
        Set<Difference> over = Set.copyOf(removals);
        hold(over::contains, verdict);
    }

    private Governance governance(TenantId tenant) {
        return blueprint
                .tenant(tenant)
                .map(t -> t.policy().governance())
                .orElse(blueprint.policy().defaults());
    }

    // A person is held whole: half a leaver would be a surprise, and half a mover a leak.
    private void keepWhole() {
        Map<String, Verdict> heldPeople = new HashMap<>();
        held.forEach((d, verdict) -> d.person().ifPresent(p -> heldPeople.putIfAbsent(p.key(), verdict)));
        holdPeople(heldPeople, d -> losesSomething(d));
        Map<String, Verdict> stuck = new HashMap<>();
        held.forEach((d, verdict) -> keeper(d).ifPresent(key -> stuck.putIfAbsent(key, verdict)));
        Verdict notOurs = new Verdict(
                "keeps-old-access",
                Optional.empty(),
                "people who keep access in one tenant gain none in another",
                "let the old tenant's authority cover removals, or take the access away by hand");
        observed.forEach(d -> keeper(d).ifPresent(key -> stuck.putIfAbsent(key, notOurs)));
        holdPeople(stuck, d -> !d.change().removes());
    }

    // Who keeps what belongs to a tenant the person is not to be in. An agent's own direct grant at home is not that.
    private Optional<String> keeper(Difference d) {
        return reachesEverywhere(d) || reachesElsewhere(d) ? d.person().map(Person::key) : Optional.empty();
    }

    private static boolean reachesEverywhere(Difference d) {
        return d.needs() != Authority.AUTHORITATIVE
                && d.change() instanceof Change.RevokeRole revoke
                && revoke.division().id().isEverywhere();
    }

    private boolean reachesElsewhere(Difference d) {
        return losesSomething(d) && d.person().isPresent() && !targetsOf(d).contains(loser(d));
    }

    private Set<TenantId> targetsOf(Difference d) {
        return d.person().map(p -> targets.getOrDefault(p.key(), Set.of())).orElse(Set.of());
    }

    private TenantId loser(Difference d) {
        if (d.change() instanceof Change.MoveDivision move) {
            return blueprint.ownerOf(move.from().id()).map(BoundTenant::id).orElse(d.tenant());
        }
        return d.tenant();
    }

    private boolean losesSomething(Difference d) {
        boolean movesOut = d.change() instanceof Change.MoveDivision move
                && blueprint.ownerOf(move.from().id()).isPresent();
        return d.change().removes() || movesOut;
    }

    private static boolean gainsWithAccount(Difference d) {
        return !d.change().removes()
                && d.person().filter(p -> p.account().isPresent()).isPresent();
    }

    private static boolean restsOnAbsence(Difference d) {
        return d.reason().basis() == Reason.Basis.ABSENCE;
    }

    private void hold(Predicate<Difference> which, Verdict verdict) {
        permitted.stream().filter(which).forEach(d -> held.putIfAbsent(d, verdict));
    }

    private void holdPeople(Map<String, Verdict> verdicts, Predicate<Difference> which) {
        permitted.stream()
                .filter(which)
                .forEach(d -> d.person().map(p -> verdicts.get(p.key())).ifPresent(v -> held.putIfAbsent(d, v)));
    }

    /** Why a difference has to wait. */
    record Verdict(String code, Optional<TenantId> tenant, String message, String advice) {}
}
