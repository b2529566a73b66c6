// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Provisioner;
import io.tenantry.isolation.EvidenceJson;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
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
        boolean known = policy.tenant(tenant).isPresent()
                || store.notes().pins().divisions().containsKey(tenant);
        if (!known) {
            reporter.failure("neither the policy nor an earlier run has a tenant \"" + tenant + "\"");
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
