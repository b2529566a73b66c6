// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.proving;

import io.tenantry.change.Entitlement;
import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Words;
import io.tenantry.isolation.HeldEntitlement;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the entitlements in the audit trail with those that a complete read found. Runs do not record access from
 * before the first run, and access given or taken by hand; a complete read shows it, and it is recorded as rows of its
 * own.
 */
public final class Sightings {
    private final IsolationProof proof;
    private final Function<TenantId, List<Map.Entry<String, Entitlement>>> throughRoles;
    private final Function<Collection<AccountId>, Map<AccountId, IdentityId>> links;
    private final Instant now;
    private final Map<TenantId, Map<Map.Entry<String, List<String>>, Holding>> found = new TreeMap<>();

    private @Nullable Why why;

    private Sightings(
            IsolationProof proof,
            Function<TenantId, List<Map.Entry<String, Entitlement>>> throughRoles,
            Function<Collection<AccountId>, Map<AccountId, IdentityId>> links,
            Instant now) {
        this.proof = proof;
        this.throughRoles = throughRoles;
        this.links = links;
        this.now = now;
    }

    /**
     * Returns the entries that bring the trail up to date with a proof, tenant by tenant; none if they agree. What a run
     * tried without learning the outcome keeps the rule and the approvers of that run.
     *
     * @param proof a proof without doubts, because an incomplete read does not show all access
     * @param throughRoles returns who holds what through the roles in a tenant's divisions, accepted or not
     * @param trails returns the rows of a tenant, oldest first
     * @param formerIds returns the ids that the policy had for a tenant before
     * @param links returns the identities linked to accounts; asked once for each tenant with an entry
     */
    public static List<Entry> of(
            IsolationProof proof,
            Function<TenantId, List<Map.Entry<String, Entitlement>>> throughRoles,
            Function<TenantId, List<Row>> trails,
            Function<TenantId, List<TenantId>> formerIds,
            Function<Collection<AccountId>, Map<AccountId, IdentityId>> links,
            Instant now) {
        if (!proof.doubts().isEmpty()) {
            throw new IllegalArgumentException("the proof rests on an incomplete read: " + proof.doubts());
        }
        Sightings sightings = new Sightings(proof, throughRoles, links, now);
        sightings.find();
        List<Entry> entries = new ArrayList<>();
        sightings.found.keySet().forEach(tenant -> {
            Supplier<Stream<Row>> formerly = () -> formerIds.apply(tenant).stream()
                    .flatMap(id -> HeldEntitlement.after(trails.apply(id)).stream())
                    .map(HeldEntitlement::since);
            entries.addAll(sightings.compare(tenant, trails.apply(tenant), formerly));
        });
        return entries;
    }

    private List<Entry> compare(TenantId tenant, List<Row> recorded, Supplier<Stream<Row>> formerly) {
        Map<Map.Entry<String, List<String>>, Holding> known = new LinkedHashMap<>();
        HeldEntitlement.after(recorded).stream()
                .map(h -> new Holding(h.who(), h.entitlement()))
                .forEach(h -> known.put(h.slot(), h));
        List<Holding> more = new ArrayList<>();
        found.getOrDefault(tenant, Map.of()).forEach((slot, holding) -> {
            Holding before = known.remove(slot);
            if (!holding.equals(before)) {
                more.add(holding);
            }
        });
        // What the policy accepts since it was recorded is no reach any more, and still there.
        if (!known.isEmpty()) {
            throughRoles.apply(tenant).forEach(e -> known.remove(new Holding(e.getKey(), e.getValue()).slot()));
        }
        Map<Map.Entry<Holding, Boolean>, Row> causes = tried(recorded);
        if (!more.isEmpty()) {
            formerly.get().forEach(r -> causes.putIfAbsent(Map.entry(holding(r).orElseThrow(), true), r));
        }
        return entries(tenant, more, List.copyOf(known.values()), causes);
    }

    /** Returns the last row about each entitlement, if it says that a run tried to give or take it. */
    private static Map<Map.Entry<Holding, Boolean>, Row> tried(List<Row> recorded) {
        Map<Map.Entry<String, List<String>>, Row> last = new HashMap<>();
        for (Row row : recorded) {
            Kind kind = row.fact().kind();
            boolean told = row.fact().result() != Result.HELD && row.fact().result() != Result.SKIPPED;
            if (told && (kind.gives() || kind.takes()) && !row.hidesPerson()) {
                holding(row).ifPresent(h -> last.put(h.slot(), row));
            }
        }
        Map<Map.Entry<Holding, Boolean>, Row> tried = new HashMap<>();
        last.values().stream()
                .filter(r -> r.fact().result() == Result.PENDING || r.fact().result() == Result.UNKNOWN)
                .forEach(r -> tried.put(
                        Map.entry(holding(r).orElseThrow(), r.fact().kind().gives()), r));
        return tried;
    }

    private static Optional<Holding> holding(Row row) {
        String who = row.who().map(Who::id).orElse("");
        return row.fact().entitlement().map(e -> new Holding(who, e));
    }

    private List<Entry> entries(
            TenantId tenant, List<Holding> more, List<Holding> less, Map<Map.Entry<Holding, Boolean>, Row> tried) {
        List<AccountId> accounts = Stream.concat(more.stream(), less.stream())
                .filter(h -> !h.who().isEmpty())
                .map(h -> new AccountId(h.who()))
                .distinct()
                .toList();
        Map<AccountId, IdentityId> people = accounts.isEmpty() ? Map.of() : links.apply(accounts);
        List<Entry> entries = new ArrayList<>();
        more.forEach(h -> entries.add(entry(tenant, h, Kind.FOUND, people, tried.get(Map.entry(h, true)))));
        less.forEach(h -> entries.add(entry(tenant, h, Kind.MISSING, people, tried.get(Map.entry(h, false)))));
        return entries;
    }

    private void find() {
        proof.tenants().forEach(t -> found.put(t.id(), new LinkedHashMap<>()));
        Stream.concat(proof.accounts().stream(), proof.others().stream())
                .forEach(r -> add(r, r.subject().id().value(), Path::ofAccount));
        for (Reach reach : proof.groups()) {
            Subject subject = reach.subject();
            Group group = new Group(new GroupId(subject.id().value()), subject.name());
            add(reach, "", path -> path.ofGroup(group));
        }
    }

    // A role in all divisions is in no tenant's trail, because the proof reports it as a violation.
    private void add(Reach reach, String who, Function<Path, Optional<Entitlement>> held) {
        for (Path path : reach.paths()) {
            path.tenant()
                    .map(found::get)
                    .ifPresent(
                            of -> held.apply(path).map(e -> new Holding(who, e)).ifPresent(h -> of.put(h.slot(), h)));
        }
    }

    private Entry entry(
            TenantId tenant, Holding holding, Kind kind, Map<AccountId, IdentityId> people, @Nullable Row tried) {
        Fact fact = new Fact(
                now,
                "sweep " + Words.second(proof.coverage().to()),
                proof.policyHash(),
                0,
                tenant,
                kind,
                Optional.of(holding.entitlement()),
                "",
                List.of(),
                Result.SEEN);
        Optional<Who> who = who(holding.who(), people);
        return tried == null
                ? new Entry(fact, who, why(), List.of())
                : new Entry(fact, who, why(tried), tried.approvedBy());
    }

    private Why why(Row tried) {
        Why cause = tried.why().orElse(new Why("", "", ""));
        String detail = (tried.fact().isCertain()
                        ? "held under tenant id " + tried.fact().tenant() + " since"
                        : "tried by")
                + " run " + tried.fact().run() + ", row " + tried.number() + "; " + why().fact();
        return new Why(cause.rule(), cause.fact(), detail);
    }

    // A fingerprint goes over the whole proof, so it is taken once, and only if there is anything to record.
    private Why why() {
        if (why == null) {
            String fact = "isolation proof " + proof.fingerprint();
            why = new Why("a complete read compared the organization with this trail", fact, "");
        }
        return why;
    }

    private static Optional<Who> who(String account, Map<AccountId, IdentityId> people) {
        if (account.isEmpty()) {
            return Optional.empty();
        }
        IdentityId person = people.get(new AccountId(account));
        return Optional.of(new Who(person == null ? "" : person.value(), account));
    }

    private record Holding(String who, Entitlement entitlement) {
        Map.Entry<String, List<String>> slot() {
            return Map.entry(who, entitlement.slot());
        }
    }
}
