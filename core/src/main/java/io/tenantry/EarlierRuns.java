// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.Reading.SourceRead;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Organization;
import io.tenantry.internal.binding.AcceptedGrants;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.planning.Census;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Governance;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Baseline;
import io.tenantry.store.Baselines;
import io.tenantry.store.Holds;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantines.Quarantine;
import io.tenantry.store.Removals.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts of earlier runs in the store: the size of the source, the counts of each tenant, removals, quarantines and
 * holds.
 */
final class EarlierRuns {
    private final OrganizationPolicy policy;
    private final String source;
    private final ProvisioningStore store;

    EarlierRuns(OrganizationPolicy policy, String source, ProvisioningStore store) {
        this.policy = policy;
        this.source = source;
        this.store = store;
    }

    /** Returns how many identities the source had when it was last read completely; 0 if it never was. */
    int sourceSize() {
        return known().sourceSize(source);
    }

    /**
     * Returns the organization that these divisions belong to, if an earlier run stored it under the id of its Home
     * division, which no other organization has.
     */
    Optional<Organization> organization(DivisionNames divisions) {
        return home(divisions).flatMap(home -> known().organization(home));
    }

    void remember(Organization organization, DivisionNames divisions) {
        home(divisions)
                .filter(home -> !known().organization(home).equals(Optional.of(organization)))
                .ifPresent(home -> keep(new Baseline.HomeDivision(home, organization)));
    }

    private static Optional<DivisionId> home(DivisionNames divisions) {
        return divisions.all().stream().filter(Division::home).map(Division::id).findFirst();
    }

    /** Remembers that a complete read showed no access of a tenant. */
    void rememberZero(TenantId tenant, Instant at) {
        keep(new Baseline.Access(tenant, false, at));
    }

    /**
     * Returns the tenants of earlier runs that no complete read has shown without access since the policy last named
     * them.
     */
    Set<TenantId> tenantsWithAccess(Instant now) {
        Set<TenantId> gone = new HashSet<>(known().withoutAccess());
        List<Baseline> back = policy.tenants().stream()
                .filter(t -> !t.isLeaving())
                .map(TenantPolicy::id)
                .filter(gone::remove)
                .<Baseline>map(t -> new Baseline.Access(t, true, now))
                .toList();
        if (!back.isEmpty()) {
            store.baselines().keep(back);
        }
        return store.pins().divisions().keySet().stream()
                .filter(t -> !gone.contains(t))
                .collect(Collectors.toSet());
    }

    /** Returns the map from divisions, groups and grants to tenants: those of the policy, and those of earlier runs. */
    TenantMap tenants(BoundPolicy bound, Moment now) {
        return new TenantMap(bound, store.pins(), tenantsWithAccess(now.instant()), now.day());
    }

    /** Remembers the ids that were found for accepted holders without an id, so that a later namesake accepts nothing. */
    void remember(AcceptedGrants accepted) {
        List<Baseline> found = accepted.named().entrySet().stream()
                .filter(e -> known().acceptedHolder(
                                e.getKey().kind(), e.getKey().name())
                        .isEmpty())
                .<Baseline>map(e -> new Baseline.AcceptedHolder(
                        e.getKey().kind(), e.getKey().name(), e.getValue()))
                .toList();
        if (!found.isEmpty()) {
            store.baselines().keep(found);
        }
    }

    /** Returns the groups that applied plans used for each tenant and that are not known to be cleared. */
    Map<TenantId, Set<GroupId>> given() {
        return known().given();
    }

    /** Returns the tenants to which applied plans left no group, such as those that were off-boarded. */
    Set<TenantId> emptied() {
        return given().entrySet().stream()
                .filter(e -> e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns the fingerprints of leavers and accounts that earlier runs compared by external id. */
    Set<String> unfound() {
        return known().unfound(source);
    }

    /** Keeps those fingerprints, if they changed. */
    void rememberUnfound(Set<String> fingerprints) {
        if (!fingerprints.equals(unfound())) {
            keep(new Baseline.Unfound(source, fingerprints));
        }
    }

    /** Returns the facts of earlier runs. */
    Baselines.Known known() {
        return store.baselines().known();
    }

    private void keep(Baseline baseline) {
        store.baselines().keep(List.of(baseline));
    }

    /** Returns the counts of the last complete read of the organization. */
    Census census() {
        return new Census(known().counts());
    }

    /** Returns the removals within the longest window of the policy. */
    List<Removal> removed(Instant now) {
        Duration longest = Stream.concat(
                        Stream.of(policy.defaults()), policy.tenants().stream().map(TenantPolicy::governance))
                .map(Governance::window)
                .max(Duration::compareTo)
                .orElseThrow();
        return store.removals().since(now.minus(longest));
    }

    /** Returns the scopes that failed and have not succeeded since. */
    List<Quarantine> quarantines() {
        return store.quarantines().all();
    }

    /** Remembers the reads of a plan for everybody, and its holds. */
    void remember(SourceRead read, Census census, Plan plan) {
        rememberSource(read, plan);
        if (plan.findings().stream().noneMatch(f -> f.code() == FindingCode.LISTING_IN_DOUBT)) {
            keep(new Baseline.Counts(census.counts()));
        }
        rememberHolds(plan);
    }

    // If a source shrank by more than the limit, its old size is kept for comparison, until it grows again or the limit
    // allows its leavers.
    private void rememberSource(SourceRead read, Plan plan) {
        boolean doubted = plan.holds().stream().anyMatch(h -> h.code().doubtsSource());
        if (read.proof().isComplete() && !doubted && read.identities() > 0) {
            keep(new Baseline.SourceSize(source, read.identities()));
        }
    }

    // A hold that continues keeps the time at which it began, so that an old hold can be recognised.
    private void rememberHolds(Plan plan) {
        Holds holds = store.holds();
        Map<List<Object>, Instant> since = new HashMap<>();
        holds.all().forEach(h -> since.put(List.of(h.code(), h.tenant()), h.since()));
        holds.replace(plan.holds().stream()
                .map(h -> new Holds.Held(
                        plan.fingerprint(),
                        h.code().key(),
                        h.tenant(),
                        h.operations().size(),
                        h.message(),
                        since.getOrDefault(List.<Object>of(h.code().key(), h.tenant()), plan.createdAt())))
                .toList());
    }
}
