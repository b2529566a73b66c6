// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.identity.Identity;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.PolicyLoader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The smallest host: one person, one tenant, a fake organization in memory. The README shows the body of {@link #run}.
 */
public final class SmallestEmbedding {
    private SmallestEmbedding() {}

    /** Runs it with a policy file. */
    public static void main(String[] args) {
        run(Path.of(args.length > 0 ? args[0] : "examples/quickstart/policy.yaml"), System.out);
    }

    static void run(Path policy, PrintStream out) {
        try (FakeGenesysCloud fake = FakeGenesysCloud.create();
                GenesysCloud genesys = GenesysCloud.builder()
                        .hosts(fake.baseUri(), fake.loginUri())
                        .credentials(ClientCredentials.of(
                                fake.rootClient().id(),
                                fake.rootClient().secret().toCharArray()))
                        .httpClient(fake.httpClient())
                        .build()) {
            fake.createDivision("Tenant_A");
            fake.createRole("Agent");
            Identity ana = Identity.of("4711", "ana@acme.example", "Ana López", List.of("Account-A"), Map.of());
            Provisioner provisioner = Provisioner.builder()
                    .policy(PolicyLoader.load(policy))
                    .source(MemorySource.of(ana))
                    .directory(genesys)
                    .build();
            Plan plan = provisioner.plan();
            out.print(PlanText.of(plan));
            ApplyReport report = provisioner.apply(plan, Approval.of(plan, "you"));
            out.println(report.counts());
        }
    }
}
