// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.identity.CsvSource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanJson;
import io.tenantry.plan.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The joiner of the walkthrough, alone in a process, so that the classes which the process initializes are those of
 * this road. Beside her are a person whom two tenants claim, a row that cannot be read, and an account without an
 * identity.
 */
final class WalkthroughRun {
    private WalkthroughRun() {}

    /**
     * Plans and applies.
     *
     * @param arguments the directory for the files of the source
     */
    public static void main(String[] arguments) throws IOException {
        try (Site site = Site.of(2, 1)) {
            site.fake.createUser("Dan", "dan@acme.example");
            Provisioner provisioner = Provisioner.builder()
                    .policy(site.policy())
                    .source(source(Path.of(arguments[0])))
                    .directory(site.adapter().build())
                    .store(site.store)
                    .clock(site.fake.clock())
                    .sleeper(site.fake::advance)
                    .build();
            Plan plan = provisioner.plan();
            PlanText.of(plan);
            PlanJson.write(plan);
            Approval approval = Approval.of(plan, "test");
            new Planned();
            ApplyReport report = provisioner.apply(plan, approval);
            if (!report.isClean() || !site.groups("ana").contains(Site.group(0, 0))) {
                throw new IllegalStateException(report.troubles().toString());
            }
            if (!provisioner.plan().isEmpty()) {
                throw new IllegalStateException("the next plan is not empty");
            }
        }
    }

    private static CsvSource source(Path directory) throws IOException {
        Path users = directory.resolve("users.csv");
        Path groups = Files.createDirectory(directory.resolve("groups"));
        Files.writeString(users, """
                id,userPrincipalName,displayName,accountEnabled,jobTitle
                ana,ana@acme.example,Ana,true,Agent
                bob,bob@acme.example,Bob,true,Agent
                cat,no address,Cat,true,Agent
                """);
        Files.writeString(groups.resolve(Site.account(0) + ".csv"), "id\nana\nbob\n");
        Files.writeString(groups.resolve(Site.account(1) + ".csv"), "id\nbob\n");
        return CsvSource.of(users).membersIn(groups).build();
    }

    /** Initialized between plan and application, so that a log of initialized classes shows where the one ends. */
    static final class Planned {}
}
