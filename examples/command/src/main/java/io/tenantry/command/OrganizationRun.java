// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Explanation;
import io.tenantry.Provisioned;
import io.tenantry.Provisioner;
import io.tenantry.WhatIf;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.host.Progress.Step;
import io.tenantry.isolation.IsolationCsv;
import io.tenantry.isolation.IsolationHtml;
import io.tenantry.isolation.IsolationJson;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanFormatException;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Runs the verbs that read the organization, apart from a lint.
 *
 * @param hearing what the calls of this run heard from the organization
 */
record OrganizationRun(Host host, OrganizationPolicy policy, Provisioner provisioner, Hearing hearing) {
    Exit run() throws IOException {
        return switch (request().verb()) {
            case PLAN -> plan();
            case APPLY -> apply();
            case ONE -> one(operand());
            case PROVE -> prove();
            case WHAT_IF -> whatIf(Path.of(operand()));
            case OFFBOARD -> offboard(new TenantId(operand()));
            case ACCEPT_ROLE -> acceptRole(operand());
            case WATCH, SERVE, SCIM, LINT, STATE, EVIDENCE, VERIFY ->
                throw new IllegalStateException(request().verb() + " is no verb of this run");
        };
    }

    private Request request() {
        return host.request();
    }

    private Reporter reporter() {
        return host.reporter();
    }

    private String operand() {
        return request().operand().orElseThrow();
    }

    private Exit plan() throws IOException {
        Plan plan = provisioner.plan();
        show(plan);
        return Results.shown(plan);
    }

    private void show(Plan plan) throws IOException {
        reporter().plan(plan);
        host.save(request().out(), () -> PlanJson.write(plan));
    }

    private Exit apply() throws IOException {
        Optional<Path> file = request().savedPlan();
        Plan plan = file.isPresent() ? overridden(saved(file.get())) : provisioner.plan();
        reporter().plan(plan);
        return apply(plan);
    }

    static Plan saved(Path file) throws IOException {
        try {
            return PlanJson.read(Files.readString(file));
        } catch (PlanFormatException e) {
            throw new Refused(
                    file + ": " + e.getMessage() + "; apply takes the file that plan or offboard saved with --out");
        }
    }

    private Exit apply(Plan plan) {
        Interruption interruption = host.context().interruption();
        interruption.writing();
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, request().approvedBy()), interruption);
        reporter().outcome(ended(plan, report));
        if (interruption.getAsBoolean() && !report.isClean()) {
            reporter()
                    .failure(
                            "stopped between two calls: what was sent and is not confirmed yet is PENDING; plan again takes up the rest");
            return Exit.INTERRUPTED;
        }
        return Results.applied(plan, report);
    }

    private RunEnd ended(Plan plan, ApplyReport report) {
        return new RunEnd(
                report,
                plan.batches().size(),
                hearing.nothing() ? Optional.of(request().place()) : Optional.empty());
    }

    private Plan overridden(Plan saved) {
        Plan plan = saved;
        for (String hold : request().overrides()) {
            plan = provisioner.override(plan, override(plan, hold));
        }
        return plan;
    }

    private LimitOverride override(Plan plan, String hold) {
        int colon = hold.indexOf(':');
        Optional<TenantId> tenant = colon < 0 ? Optional.empty() : Optional.of(new TenantId(hold.substring(colon + 1)));
        String key = colon < 0 ? hold : hold.substring(0, colon);
        HoldCode code = HoldCode.named(key).orElseThrow(() -> new Refused("no hold is called \"" + key + "\""));
        return new LimitOverride(
                plan.fingerprint(),
                code,
                tenant,
                request().approvedBy(),
                request().reason());
    }

    private Exit one(String identity) {
        if (!request().writes()) {
            Explanation explanation = provisioner.explain(identity);
            reporter().explanation(explanation);
            requireKnown(explanation, identity);
            return Results.shown(explanation.plan());
        }
        host.context().interruption().writing();
        Provisioned provisioned = provisioner.provision(identity, request().approvedBy());
        Explanation explanation = provisioned.explanation();
        reporter().explanation(explanation);
        reporter().outcome(ended(explanation.plan(), provisioned.report()));
        requireKnown(explanation, identity);
        return Results.applied(explanation.plan(), provisioned.report());
    }

    private void requireKnown(Explanation explanation, String identity) {
        if (explanation.steps().stream().noneMatch(l -> l.step() == Step.SCOPE)) {
            throw new Refused(SourceLook.unknown(request().source().orElseThrow(), identity));
        }
    }

    private Exit prove() throws IOException {
        Optional<TenantId> client = request().tenant();
        client.ifPresent(id -> Mismatch.refuse(policy, id, Pins.NONE));
        IsolationProof proof = provisioner.proveIsolation();
        reporter().proof(proof);
        host.save(request().out(), () -> IsolationJson.of(proof));
        host.save(
                request().html(),
                () -> SealedPage.of(client.flatMap(id -> TenantPage.in(proof, id))
                        .map(tenant -> TenantPage.of(proof, tenant))
                        .orElseGet(() -> IsolationHtml.of(proof))));
        host.save(request().csv(), () -> IsolationCsv.of(proof));
        return switch (proof.verdict()) {
            case PROVEN -> Exit.PROVEN;
            case VIOLATED -> Exit.VIOLATED;
            case NOT_PROVEN -> Exit.NOT_PROVEN;
        };
    }

    private Exit whatIf(Path proposed) {
        PolicyReading reading = PolicyLoader.read(proposed);
        if (reading.policy().isEmpty()) {
            reporter().problems("Proposed policy", reading.problems());
            return Exit.REFUSED;
        }
        WhatIf whatIf = provisioner.whatIf(reading.policy().get());
        reporter().whatIf(whatIf);
        return Results.shown(whatIf.proposed(), !whatIf.isEmpty());
    }

    private Exit offboard(TenantId tenant) throws IOException {
        Plan plan = provisioner.planOffboarding(tenant);
        show(plan);
        if (policy.tenant(tenant).filter(t -> !t.isLeaving()).isPresent()) {
            reporter()
                    .note("Tenant " + tenant
                            + " is active in the policy, so the next plan gives access back to all whom its"
                            + " rules match: write state: leaving on it before the off-boarding is applied");
        }
        if (!request().writes()) {
            return Results.shown(plan);
        }
        Exit exit = apply(plan);
        if (exit == Exit.REFUSED || exit == Exit.INTERRUPTED) {
            return exit;
        }
        ZeroAccess zero = provisioner.zeroAccess(tenant);
        reporter().zeroAccess(zero);
        return zero.isZero()
                ? exit
                : Exit.first(EnumSet.of(exit, zero.remaining().isEmpty() ? Exit.NOT_PROVEN : Exit.VIOLATED), exit);
    }

    private Exit acceptRole(String role) {
        reporter()
                .accepted(
                        role,
                        provisioner.acceptRole(
                                role, request().reason(), request().approvedBy()));
        return Exit.DONE;
    }
}
