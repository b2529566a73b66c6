// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Organization;
import io.tenantry.internal.planning.Census;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Governance;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Holds;
import io.tenantry.store.Removals.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one plan leaves in the store for the next: how large the source was, what there was of everything, and what it held. */
final class EarlierRuns {
    private static final String SIZE = "source size ";
    private static final String CENSUS = "census";
    private static final String ORGANIZATION = "organization with home ";

    private static final String ZERO = "zero access of ";

    private final Settings settings;

    EarlierRuns(Settings settings) {
        this.settings = settings;
    }

    /** Returns how many identities the source had when it was last read whole, or 0. */
    int sourceSize() {
        return settings.store()
                .marks()
                .get(SIZE + settings.source().name())
                .map(Integer::parseInt)
                .orElse(0);
    }

    /**
     * Returns the organization that these divisions belong to, if an earlier run found out: its Home division has an id that no
     * other organization's has.
     */
    Optional<Organization> organization(DivisionNames divisions) {
        return home(divisions)
                .flatMap(home -> settings.store().marks().get(ORGANIZATION + home))
                .map(text -> text.split("\n", -1))
                .filter(words -> words.length == 3)
                .map(words -> new Organization(words[0], words[1], words[2]));
    }

    void remember(Organization organization, DivisionNames divisions) {
        String text = organization.id() + "\n" + organization.name() + "\n" + organization.shortName();
        home(divisions)
                .map(home -> ORGANIZATION + home)
                .filter(mark -> !settings.store().marks().get(mark).equals(Optional.of(text)))
                .ifPresent(mark -> settings.store().marks().put(mark, text));
    }

    private static Optional<DivisionId> home(DivisionNames divisions) {
        return divisions.all().stream().filter(Division::home).map(Division::id).findFirst();
    }

    /** Keeps that a complete read showed no access of a tenant. */
    void rememberZero(TenantId tenant, Instant at) {
        settings.store().marks().put(ZERO + tenant, at.toString());
    }

    /** Returns the tenants that earlier runs knew and that were not seen without access since the policy last named them. */
    Set<TenantId> tenantsWithAccess() {
        settings.policy().tenants().stream()
                .map(t -> ZERO + t.id())
                .filter(this::isSet)
                .forEach(mark -> settings.store().marks().put(mark, ""));
        return settings.store().pins().tenants().stream()
                .filter(t -> !isSet(ZERO + t))
                .collect(Collectors.toSet());
    }

    private boolean isSet(String mark) {
        return settings.store().marks().get(mark).filter(m -> !m.isEmpty()).isPresent();
    }

    /** Returns what the last whole read of the organization showed. */
    Census census() {
        return settings.store().marks().get(CENSUS).map(Census::read).orElseGet(Census::unknown);
    }

    /** Returns what was taken away within the longest window of the policy. */
    List<Removal> removed(Instant now) {
        OrganizationPolicy policy = settings.policy();
        Duration longest = Stream.concat(
                        Stream.of(policy.defaults()), policy.tenants().stream().map(TenantPolicy::governance))
                .map(Governance::window)
                .max(Duration::compareTo)
                .orElseThrow();
        return settings.store().removals().since(now.minus(longest));
    }

    void remember(Completeness source, int identities, Census census, Plan plan) {
        rememberSource(source, identities, plan);
        if (plan.holds().stream().noneMatch(h -> h.code().equals("read-incomplete"))) {
            settings.store().marks().put(CENSUS, census.text());
        }
        rememberHolds(plan);
    }

    // A source that shrank by more than the limit stays compared with what it was, until it has grown again or
    // the limit lets its leavers go.
    private void rememberSource(Completeness proof, int identities, Plan plan) {
        boolean doubted = plan.holds().stream().anyMatch(h -> h.code().startsWith("source-"));
        if (proof.isComplete() && !doubted && identities > 0) {
            settings.store().marks().put(SIZE + settings.source().name(), Integer.toString(identities));
        }
    }

    // What stays held keeps the moment at which it was first held, so that nobody overlooks an old hold among new ones.
    private void rememberHolds(Plan plan) {
        Holds holds = settings.store().holds();
        Map<String, Instant> since = new HashMap<>();
        holds.all().forEach(h -> since.put(h.code() + " " + h.scope(), h.since()));
        holds.replace(plan.holds().stream()
                .map(h -> {
                    String scope = h.tenant().map(TenantId::value).orElse("");
                    Instant first = since.getOrDefault(h.code() + " " + scope, plan.createdAt());
                    return new Holds.Held(
                            plan.fingerprint(), h.code(), scope, h.operations().size(), h.message(), first);
                })
                .toList());
    }
}
