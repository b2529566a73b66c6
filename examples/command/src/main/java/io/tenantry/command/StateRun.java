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
record StateRun(Host host, ProvisioningStore store) {
    Exit show() {
        host.reporter().view(StateView.of(store, request().most(), now()));
        return Exit.SHOWN;
    }

    /** Ends a quarantine, and says which ones there are if there is none of that name. */
    Exit lift(OrganizationPolicy policy, String scope) {
        if (provisioner(policy)
                .liftQuarantine(scope, request().approvedBy(), request().reason())) {
            host.reporter().lifted(scope);
            return Exit.DONE;
        }
        List<Quarantine> there = store.notes().quarantines();
        throw new Refused("no quarantine is called \"" + scope + "\": "
                + (there.isEmpty()
                        ? "there is none"
                        : "lift one of "
                                + there.stream()
                                        .map(q -> "\"" + q.scope() + "\"")
                                        .collect(Collectors.joining(", "))));
    }

    Exit evidence(OrganizationPolicy policy, TenantId tenant) throws IOException {
        Mismatch.refuse(policy, tenant, store.notes().pins());
        Period period = request().period();
        Instant now = now();
        TenantEvidence evidence = provisioner(policy).evidence(tenant, period.from(), period.to(now));
        host.reporter().evidence(evidence);
        host.save(request().out(), () -> EvidenceJson.of(evidence));
        return evidence.alteration().isPresent() ? Exit.ATTENTION : Exit.SHOWN;
    }

    private Request request() {
        return host.request();
    }

    private Instant now() {
        return host.context().clock().instant();
    }

    private Provisioner provisioner(OrganizationPolicy policy) {
        return host.provisioner(policy, request().source().orElseGet(NoSource::new), new NoOrganization(), store);
    }
}
