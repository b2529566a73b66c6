// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.Links;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares what the audit trail says is held with what a complete sweep found. What was there before any run, or was given or taken by hand, no run
 * tells of; the sweep does, as rows of the trail of their own.
 */
public final class Sightings {
    /** How the change of something that is there, and that no run gave, begins. */
    static final String FOUND = "found: ";

    /** How the change of something that was there, and that no run took away, begins. */
    static final String GONE = "no longer there: ";

    /** What becomes of what was only looked at. */
    static final String SEEN = "SEEN";

    private final IsolationProof proof;
    private final Links links;
    private final String fact;
    private final Instant now;

    private Sightings(IsolationProof proof, Links links, Instant now) {
        this.proof = proof;
        this.links = links;
        this.now = now;
        this.fact = "isolation proof " + proof.fingerprint();
    }

    /**
     * Returns the entries that bring a trail to what a proof found, tenant by tenant; none if they agree. Of whoever is in an entry made since the proof
     * began to read, nothing is said: either may be the older.
     *
     * @param proof without doubts; what an incomplete read did not show may be there
     * @param trail the rows of all tenants, oldest first
     */
    public static List<AuditTrail.Entry> of(
            IsolationProof proof, List<AuditTrail.Row> trail, Links links, Instant now) {
        if (!proof.doubts().isEmpty()) {
            throw new IllegalArgumentException("the proof rests on an incomplete read: " + proof.doubts());
        }
        Map<String, List<AuditTrail.Entry>> told = new HashMap<>();
        trail.forEach(r ->
                told.computeIfAbsent(r.entry().tenant(), k -> new ArrayList<>()).add(r.entry()));
        return new Sightings(proof, links, now).compare(told);
    }

    private List<AuditTrail.Entry> compare(Map<String, List<AuditTrail.Entry>> told) {
        List<AuditTrail.Entry> entries = new ArrayList<>();
        found().forEach((tenant, found) ->
                entries.addAll(compare(tenant.value(), found, told.getOrDefault(tenant.value(), List.of()))));
        return entries;
    }

    private List<AuditTrail.Entry> compare(String tenant, Set<Held> found, List<AuditTrail.Entry> told) {
        Instant began = proof.coverage().from();
        Set<String> busy = new HashSet<>();
        told.stream().filter(e -> !e.at().isBefore(began)).forEach(e -> busy.add(EntitlementTrail.who(e)));
        Map<Held, Held> known = new TreeMap<>();
        EntitlementTrail.after(told).stream()
                .map(h -> new Held(h.who(), h.what()))
                .forEach(h -> known.put(h.slot(), h));
        List<AuditTrail.Entry> entries = new ArrayList<>();
        for (Held held : found) {
            Held before = known.remove(held.slot());
            if (!held.equals(before) && !busy.contains(held.who())) {
                entries.add(entry(tenant, held, FOUND));
            }
        }
        known.values().stream().filter(h -> !busy.contains(h.who())).forEach(h -> entries.add(entry(tenant, h, GONE)));
        return entries;
    }

    private Map<TenantId, Set<Held>> found() {
        Map<TenantId, Set<Held>> found = new TreeMap<>();
        proof.tenants().forEach(t -> found.put(t.id(), new TreeSet<>()));
        Stream.concat(proof.accounts().stream(), proof.others().stream())
                .forEach(r -> r.paths()
                        .forEach(p -> add(found, p, Held.of(r.subject().id().value(), p))));
        for (Reach group : proof.groups()) {
            for (Path path : group.paths()) {
                if (path instanceof Path.OwnGrant grant) {
                    add(
                            found,
                            path,
                            Held.roleOfGroup(
                                    grant.role().name(),
                                    grant.division().name(),
                                    group.subject().name()));
                }
            }
        }
        return found;
    }

    // A role in all divisions is in no tenant's trail: the proof reports it as a violation.
    private static void add(Map<TenantId, Set<Held>> found, Path path, Held held) {
        path.tenant().map(found::get).ifPresent(of -> of.add(held));
    }

    private AuditTrail.Entry entry(String tenant, Held held, String begin) {
        Optional<IdentityId> identity =
                held.who().isEmpty() ? Optional.empty() : links.identity(new AccountId(held.who()));
        return new AuditTrail.Entry(
                "sweep " + proof.coverage().to(),
                proof.policyHash(),
                0,
                tenant,
                identity.map(IdentityId::value).orElse(""),
                held.who(),
                begin + held.what(),
                "a complete sweep compared the organization with this trail",
                fact,
                "",
                SEEN,
                now);
    }
}
