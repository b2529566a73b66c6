// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.DivisionId;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A scope that failed and has not succeeded since, and how long runs skip it: a tenant, the organization, or an identity
 * source. Immutable.
 *
 * @param strikes how many times in a row it failed
 * @param since when it first failed
 * @param until when it is tried again
 * @param reason the last failure, without personal data
 * @param division the division of the tenant, by which it is known under another id; absent for any other scope
 */
public record Quarantine(
        String scope, int strikes, Instant since, Instant until, String reason, Optional<DivisionId> division)
        implements Note {
    static final String KIND = "quarantine";

    /** Creates the quarantine of a scope that is no tenant, or of a tenant without a known division. */
    public Quarantine(String scope, int strikes, Instant since, Instant until, String reason) {
        this(scope, strikes, since, until, reason, Optional.empty());
    }

    /** The scope of the connection to the organization. */
    public static final String ORGANIZATION = "organization";

    /** Returns the scope of a tenant. */
    public static String tenant(TenantId tenant) {
        return "tenant " + tenant;
    }

    /** Returns this quarantine as that of a tenant that has this division. */
    public Quarantine of(TenantId tenant, Optional<DivisionId> division) {
        return new Quarantine(tenant(tenant), strikes, since, until, reason, division);
    }

    /** Returns the scope of an identity source. */
    public static String source(String name) {
        return "source " + name;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String name() {
        return scope;
    }

    @Override
    public String text() {
        return new Json()
                .put("strikes", strikes)
                .put("since", since)
                .put("until", until)
                .put("reason", reason)
                .put("division", division.map(DivisionId::value))
                .toString();
    }

    static Quarantine read(String scope, Json json) {
        return new Quarantine(
                scope,
                (int) json.number("strikes"),
                json.instant("since"),
                json.instant("until"),
                json.text("reason"),
                json.optional("division").map(DivisionId::new));
    }

    /**
     * Returns what ends it by hand: the note goes, and a row in each of these trails says who ended it and why.
     *
     * @param tenants the tenants that it concerned
     */
    public List<StoreWrite> lifted(Collection<TenantId> tenants, String by, String why, Instant at) {
        List<AuditTrail.Entry> entries = tenants.stream()
                .sorted()
                .map(tenant -> new AuditTrail.Entry(
                        new AuditTrail.Fact(
                                at,
                                "",
                                "",
                                0,
                                tenant,
                                AuditTrail.Kind.LIFT,
                                Optional.empty(),
                                scope,
                                List.of(),
                                AuditTrail.Result.APPLIED),
                        Optional.empty(),
                        new AuditTrail.Why("quarantine", reason, why),
                        List.of(by)))
                .toList();
        return List.of(StoreWrite.Drop.of(this), new StoreWrite.Audit(entries));
    }

    /** Returns whether runs skip it at this moment. */
    public boolean holds(Instant now) {
        return now.isBefore(until);
    }

    @Override
    public Optional<Note> without(Erasure erasure) {
        return Optional.of(new Quarantine(scope, strikes, since, until, erasure.redacted(reason), division));
    }
}
