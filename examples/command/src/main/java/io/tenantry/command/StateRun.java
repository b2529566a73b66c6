// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Provisioner;
import io.tenantry.isolation.EvidenceJson;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pins;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the verbs that read the state alone and make no call. */
record StateRun(Request request, CommandContext context, Reporter reporter, ProvisioningStore store) {
    Exit show() {
        reporter.view(StateView.of(store, request.most(), context.clock().instant()));
        return Exit.SHOWN;
    }

    /** Ends a quarantine, and says which ones there are if there is none of that name. */
    Exit lift(OrganizationPolicy policy, String scope) {
        if (provisioner(policy).liftQuarantine(scope, request.approvedBy(), request.reason())) {
            reporter.lifted(scope);
            return Exit.DONE;
        }
        List<Quarantine> there = store.notes().quarantines();
        reporter.failure("no quarantine is called \"" + scope + "\": "
                + (there.isEmpty()
                        ? "there is none"
                        : "lift one of "
                                + there.stream()
                                        .map(q -> "\"" + q.scope() + "\"")
                                        .collect(Collectors.joining(", "))));
        return Exit.REFUSED;
    }

    Exit evidence(OrganizationPolicy policy, TenantId tenant) throws IOException {
        Optional<String> unknown = unknownTenant(policy, tenant, store.notes().pins());
        if (unknown.isPresent()) {
            reporter.failure(unknown.get());
            return Exit.REFUSED;
        }
        Period period = request.period();
        Instant now = context.clock().instant();
        TenantEvidence evidence = provisioner(policy).evidence(tenant, period.from(), period.to(now));
        reporter.evidence(evidence);
        if (request.out().isPresent()) {
            AtomicFile.write(request.out().get(), EvidenceJson.of(evidence));
            reporter.saved(request.out().get());
        }
        return evidence.alteration().isPresent() ? Exit.ATTENTION : Exit.SHOWN;
    }

    /** Returns the mistake of naming a tenant that neither the policy nor an earlier run has; empty if one has it. */
    static Optional<String> unknownTenant(OrganizationPolicy policy, TenantId tenant, Pins pins) {
        Set<String> known = new TreeSet<>();
        policy.tenants().forEach(t -> known.add(t.id().value()));
        pins.divisions().keySet().forEach(t -> known.add(t.value()));
        return known.contains(tenant.value())
                ? Optional.empty()
                : Optional.of("neither the policy nor an earlier run has a tenant \"" + tenant + "\""
                        + NearWords.hint(tenant.value(), known, "there are " + String.join(", ", known)));
    }

    private Provisioner provisioner(OrganizationPolicy policy) {
        return Provisioner.builder()
                .policy(policy)
                .source(request.source().orElse(new NoSource()))
                .directory(new NoOrganization())
                .clock(context.clock())
                .store(store)
                .build();
    }
}
