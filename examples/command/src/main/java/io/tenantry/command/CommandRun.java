// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Explanation;
import io.tenantry.Provisioned;
import io.tenantry.Provisioner;
import io.tenantry.WhatIf;
import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.Outcome;
import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Organization;
import io.tenantry.genesys.CallListener;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.host.Progress.Step;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.isolation.IsolationCsv;
import io.tenantry.isolation.IsolationHtml;
import io.tenantry.isolation.IsolationJson;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.Attention;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanFormatException;
import io.tenantry.plan.PlanJson;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import io.tenantry.policy.TenantId;
import io.tenantry.store.Pins;
import io.tenantry.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs one request and returns how it ended. */
final class CommandRun {
    private final Request request;
    private final CommandContext context;
    private final Reporter reporter;

    CommandRun(Request request, CommandContext context, Reporter reporter) {
        this.request = request;
        this.context = context;
        this.reporter = reporter;
    }

    Exit run() {
        try {
            if (request.verb() == Verb.VERIFY) {
                return verify(Path.of(request.operand().orElseThrow()));
            }
            if (request.verb() == Verb.STATE && request.lift().isEmpty()) {
                try (State state = state()) {
                    return new StateRun(request, context, reporter, state.store()).show();
                }
            }
            PolicyReading reading = PolicyLoader.read(request.policy());
            Optional<String> typo =
                    reading.policy().flatMap(p -> SourceGroups.of(p).mistake(request.emptyGroups()));
            if (typo.isPresent()) {
                return failed(Exit.REFUSED, typo.get());
            }
            if (request.verb() == Verb.LINT) {
                return lint(reading);
            }
            List<Problem> problems = with(request.mappingProblems(), reading.problems());
            if (problems.stream().anyMatch(Problem::isError) || reading.policy().isEmpty()) {
                reporter.problems(problems);
                return Exit.REFUSED;
            }
            if (request.verb().isAboutState()) {
                try (State state = state()) {
                    return aboutState(reading.policy().get(), state);
                }
            }
            try (GenesysCloud genesys = organization().orElseThrow();
                    State state = state()) {
                return go(reading.policy().get(), genesys, state);
            }
        } catch (StoreException e) {
            return failed(StateTrouble.exit(e.kind()), StateTrouble.message(e));
        } catch (PlanRefusedException e) {
            // Another run is under way, as when the state is in use.
            boolean busy = e.reason() == PlanRefusedException.Cause.BUSY;
            return failed(busy ? Exit.UNREACHABLE : Exit.REFUSED, String.valueOf(e.getMessage()));
        } catch (PlanFormatException | IllegalArgumentException e) {
            return failed(Exit.REFUSED, String.valueOf(e.getMessage()));
        } catch (DirectoryException e) {
            return failed(ReadTrouble.of(e, request.place(), context.clock().instant()));
        } catch (IdentitySourceException e) {
            return failed(ReadTrouble.of(e));
        } catch (IOException e) {
            return failed(
                    Exit.UNREACHABLE,
                    "a file could not be read or written: " + e + "; check its path and its permissions");
        }
    }

    private Exit failed(ReadTrouble trouble) {
        return failed(trouble.exit(), trouble.message());
    }

    private Exit failed(Exit exit, String message) {
        reporter.failure(message);
        return exit;
    }

    private Optional<GenesysCloud> organization() {
        return request.organization()
                .map(b -> context.wiring().apply(b).listener(new Waits()).build());
    }

    private final class Waits implements CallListener {
        @Override
        public void waiting(String route, Duration wait) {
            reporter.waitsForBudget(wait, context.clock().instant().plus(wait));
        }
    }

    /** Opens the state, and says which one it is before anything else. */
    private State state() {
        StatePlace place = request.state();
        boolean there = place.isThere();
        if (!there && request.verb().isAboutState()) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE, place.name() + ": no run has made it yet, or it lies elsewhere");
        }
        if (!there && request.verb().onlyReadsState()) {
            reporter.state(place, "not there yet");
            return new NoState().open(occupant());
        }
        State state = place.open(occupant());
        reporter.state(place, there ? "" : "new");
        return state;
    }

    private Exit aboutState(OrganizationPolicy policy, State state) throws IOException {
        Optional<String> stranger = otherOrganization(policy, state);
        if (stranger.isPresent()) {
            return failed(Exit.REFUSED, stranger.get());
        }
        StateRun run = new StateRun(request, context, reporter, state.store());
        return request.lift().isPresent()
                ? run.lift(policy, request.lift().get())
                : run.evidence(policy, new TenantId(request.operand().orElseThrow()));
    }

    /** Returns the problem of a policy and a state that belong to different organizations; empty if they agree. */
    private Optional<String> otherOrganization(OrganizationPolicy policy, State state) {
        List<Organization> known = state.store().notes().organizations();
        boolean same = known.stream().anyMatch(o -> o.isCalled(policy.organization()));
        return same || known.isEmpty()
                ? Optional.empty()
                : Optional.of("the policy is for organization \"" + policy.organization() + "\", but the state "
                        + request.state().name() + " is of \"" + known.get(0).shortName() + "\" ("
                        + known.get(0).id() + "): name another state with --state; if the organization was renamed,"
                        + " write its id in the policy");
    }

    private Occupant occupant() {
        return Occupant.ofProcess(request.verb(), context.clock().instant());
    }

    private Exit verify(Path file) throws IOException {
        List<String> faults = new SavedFile(file, request.html()).faults();
        faults.forEach(fault -> reporter.failure(file + ": " + fault));
        return faults.isEmpty() ? Exit.VERIFIED : Exit.REFUSED;
    }

    private Exit lint(PolicyReading reading) {
        PolicyCheck check = new PolicyCheck(reading, context.clock());
        try (GenesysCloud genesys = organization().orElse(null);
                State state = genesys == null ? new NoState().open(occupant()) : state()) {
            Optional<String> mixed = reading.policy().flatMap(policy -> otherOrganization(policy, state));
            if (mixed.isPresent()) {
                return failed(Exit.REFUSED, mixed.get());
            }
            List<Problem> document = with(request.mappingProblems(), check.problems());
            request.source().ifPresent(check::people);
            if (genesys != null) {
                check.organization(genesys, state.store().notes().pins());
            }
            WorldProblems world = new WorldProblems(
                    check.problems().stream().filter(p -> !document.contains(p)).toList());
            if (document.stream().anyMatch(Problem::isError) || world.refuse()) {
                reporter.problems(with(document, world.problems()));
                reporter.source(check.look());
                return Exit.REFUSED;
            }
            if (genesys != null) {
                return world(reading.policy().orElseThrow(), genesys, state, document, world, check.look());
            }
            reporter.problems(with(document, world.problems()));
            reporter.source(check.look());
            Map<Attention, Integer> attention = world.counted(check.look().attention());
            reporter.found(List.of(), attention);
            return settled(attention, Exit.NOTHING_TO_DO);
        }
    }

    // What a plan would find, so that a lint is silent about nothing for which the plan ends with 9.
    private Exit world(
            OrganizationPolicy policy,
            Directory directory,
            State state,
            List<Problem> document,
            WorldProblems world,
            SourceLook look) {
        IdentitySource source = request.source().orElseGet(Nobody::new);
        Plan plan = provisioner(policy, source, directory, state).whatIf(policy).current();
        List<Finding> findings = plan.findings().stream()
                .filter(f -> request.source().isPresent() || WITHOUT_PEOPLE.contains(f.code()))
                .toList();
        WorldProblems others = world.besides(findings);
        reporter.problems(with(document, others.problems()));
        reporter.source(look);
        Map<Attention, Integer> attention = others.counted(Attention.of(findings, plan.rejected()));
        reporter.found(findings, attention);
        return settled(attention, Exit.NOTHING_TO_DO);
    }

    /** What an organization shows by itself. All other findings are about the people of a source. */
    private static final Set<FindingCode> WITHOUT_PEOPLE = EnumSet.of(
            FindingCode.UNBOUND_DIVISION,
            FindingCode.UNBOUND_GROUP,
            FindingCode.UNBOUND_ROLE,
            FindingCode.PRIVILEGED_ROLE,
            FindingCode.DIVISION_RENAMED,
            FindingCode.GROUP_RENAMED,
            FindingCode.ROLE_RENAMED,
            FindingCode.ACCOUNT_RENAMED,
            FindingCode.GROUP_BY_RULE,
            FindingCode.ROLE_EVERYWHERE,
            FindingCode.UNACCEPTED_HOLDER,
            FindingCode.UNACCEPTED_CLIENT,
            FindingCode.ACCEPTED_HOLDER_CHANGED,
            FindingCode.ROLE_GROWN,
            FindingCode.LISTING_IN_DOUBT,
            FindingCode.GROUP_WITHOUT_ROLES,
            FindingCode.LARGE_GROUP,
            FindingCode.ORPHANED_TENANT,
            FindingCode.UNCLAIMED_DIVISION);

    private static List<Problem> with(List<Problem> some, List<Problem> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private Exit go(OrganizationPolicy policy, Directory directory, State state) throws IOException {
        Optional<String> mixed = otherOrganization(policy, state);
        if (mixed.isPresent()) {
            return failed(Exit.REFUSED, mixed.get());
        }
        if (request.verb() == Verb.PROVE || request.verb() == Verb.OFFBOARD) {
            // The other verbs ask themselves, and count a failure against the organization.
            Optional<String> stranger = PolicyCheck.otherOrganization(policy, directory.organization());
            if (stranger.isPresent()) {
                return failed(Exit.REFUSED, stranger.get());
            }
        }
        if (request.verb() == Verb.OFFBOARD) {
            Optional<String> unknown = StateRun.unknownTenant(
                    policy,
                    new TenantId(request.operand().orElseThrow()),
                    state.store().notes().pins());
            if (unknown.isPresent()) {
                return failed(Exit.REFUSED, unknown.get());
            }
        }
        Provisioner provisioner = provisioner(policy, source(), directory, state);
        return switch (request.verb()) {
            case PLAN -> plan(provisioner);
            case APPLY -> apply(provisioner);
            case ONE -> one(provisioner, request.operand().orElseThrow());
            case PROVE -> prove(policy, provisioner);
            case WHAT_IF -> whatIf(provisioner, Path.of(request.operand().orElseThrow()));
            case OFFBOARD ->
                offboard(provisioner, new TenantId(request.operand().orElseThrow()));
            case ACCEPT_ROLE -> acceptRole(provisioner, request.operand().orElseThrow());
            case LINT, STATE, EVIDENCE, VERIFY ->
                throw new IllegalStateException(request.verb() + " reads no organization");
        };
    }

    private Provisioner provisioner(
            OrganizationPolicy policy, IdentitySource source, Directory directory, State state) {
        return Provisioner.builder()
                .policy(policy)
                .source(source)
                .directory(directory)
                .clock(context.clock())
                .sleeper(context.sleeper())
                .progress(reporter)
                .planLifetime(request.valid())
                .store(state.store())
                .build();
    }

    private Exit plan(Provisioner provisioner) throws IOException {
        Plan plan = provisioner.plan();
        show(plan);
        return before(plan);
    }

    private void show(Plan plan) throws IOException {
        reporter.plan(plan);
        save(request.out(), () -> PlanJson.write(plan));
    }

    private void save(Optional<Path> file, Supplier<String> text) throws IOException {
        if (file.isPresent()) {
            AtomicFile.write(file.get(), text.get());
            reporter.saved(file.get());
        }
    }

    private Exit apply(Provisioner provisioner) throws IOException {
        Plan plan = request.savedPlan().isPresent()
                ? overridden(
                        provisioner,
                        PlanJson.read(Files.readString(request.savedPlan().get())))
                : provisioner.plan();
        reporter.plan(plan);
        return apply(provisioner, plan);
    }

    private Exit apply(Provisioner provisioner, Plan plan) {
        context.interruption().writing();
        ApplyReport report = provisioner.apply(plan, Approval.of(plan, request.approvedBy()), context.interruption());
        reporter.outcome(report);
        return context.interruption().getAsBoolean() && !report.isClean()
                ? failed(
                        Exit.INTERRUPTED,
                        "stopped between two calls: what was sent and is not confirmed yet is PENDING; plan again takes up the rest")
                : after(plan, report);
    }

    private Plan overridden(Provisioner provisioner, Plan saved) {
        Plan plan = saved;
        for (String hold : request.overrides()) {
            plan = provisioner.override(plan, override(plan, hold));
        }
        return plan;
    }

    private LimitOverride override(Plan plan, String hold) {
        int colon = hold.indexOf(':');
        Optional<TenantId> tenant = colon < 0 ? Optional.empty() : Optional.of(new TenantId(hold.substring(colon + 1)));
        String key = colon < 0 ? hold : hold.substring(0, colon);
        HoldCode code = HoldCode.named(key)
                .orElseThrow(() -> new IllegalArgumentException("no hold is called \"" + key + "\""));
        return new LimitOverride(plan.fingerprint(), code, tenant, request.approvedBy(), request.reason());
    }

    // Without a source, an off-boarding knows people by the groups of the tenant alone.
    private IdentitySource source() {
        return request.source().orElseGet(() -> request.verb() == Verb.OFFBOARD ? new Nobody() : new NoSource());
    }

    private Exit one(Provisioner provisioner, String identity) {
        if (!request.writes()) {
            Explanation explanation = provisioner.explain(identity);
            reporter.explanation(explanation);
            return isUnknown(explanation) ? unknown(identity) : before(explanation.plan());
        }
        Provisioned provisioned = provisioner.provision(identity, request.approvedBy());
        reporter.explanation(provisioned.explanation());
        reporter.outcome(provisioned.report());
        return isUnknown(provisioned.explanation())
                ? unknown(identity)
                : after(provisioned.explanation().plan(), provisioned.report());
    }

    private Exit prove(OrganizationPolicy policy, Provisioner provisioner) throws IOException {
        Optional<String> unknown = request.tenant().flatMap(id -> StateRun.unknownTenant(policy, id, Pins.NONE));
        if (unknown.isPresent()) {
            return failed(Exit.REFUSED, unknown.get());
        }
        IsolationProof proof = provisioner.proveIsolation();
        reporter.proof(proof);
        save(request.out(), () -> IsolationJson.of(proof));
        save(
                request.html(),
                () -> request.tenant()
                        .flatMap(id -> TenantPage.in(proof, id))
                        .map(tenant -> TenantPage.of(proof, tenant))
                        .orElseGet(() -> IsolationHtml.of(proof)));
        save(request.csv(), () -> IsolationCsv.of(proof));
        return switch (proof.verdict()) {
            case PROVEN -> Exit.PROVEN;
            case VIOLATED -> Exit.VIOLATED;
            case NOT_PROVEN -> Exit.NOT_PROVEN;
        };
    }

    private Exit whatIf(Provisioner provisioner, Path proposed) {
        PolicyReading reading = PolicyLoader.read(proposed);
        if (reading.policy().isEmpty()) {
            reporter.problems(reading.problems());
            return Exit.REFUSED;
        }
        WhatIf whatIf = provisioner.whatIf(reading.policy().get());
        reporter.whatIf(whatIf);
        return Exit.first(applying(whatIf.proposed(), !whatIf.isEmpty()), Exit.NOTHING_TO_DO);
    }

    private Exit offboard(Provisioner provisioner, TenantId tenant) throws IOException {
        Plan plan = provisioner.planOffboarding(tenant);
        show(plan);
        if (!request.writes()) {
            return before(plan);
        }
        Exit exit = apply(provisioner, plan);
        if (exit == Exit.REFUSED || exit == Exit.INTERRUPTED) {
            return exit;
        }
        ZeroAccess zero = provisioner.zeroAccess(tenant);
        reporter.zeroAccess(zero);
        return zero.isZero()
                ? exit
                : Exit.first(EnumSet.of(exit, zero.remaining().isEmpty() ? Exit.NOT_PROVEN : Exit.VIOLATED), exit);
    }

    private Exit acceptRole(Provisioner provisioner, String role) {
        reporter.accepted(role, provisioner.acceptRole(role, request.reason(), request.approvedBy()));
        return Exit.DONE;
    }

    private Exit unknown(String identity) {
        return failed(Exit.REFUSED, SourceLook.unknown(request.source().orElseThrow(), identity));
    }

    private static boolean isUnknown(Explanation explanation) {
        return explanation.steps().stream().noneMatch(l -> l.step() == Step.SCOPE);
    }

    private static Exit before(Plan plan) {
        return Exit.first(applying(plan, !plan.batches().isEmpty()), Exit.NOTHING_TO_DO);
    }

    private static Set<Exit> applying(Plan plan, boolean pending) {
        Set<Exit> applying = EnumSet.noneOf(Exit.class);
        if (!plan.holds().isEmpty()) {
            applying.add(Exit.HELD);
        }
        if (pending) {
            applying.add(Exit.CHANGES_PENDING);
        }
        if (!plan.attention().isEmpty()) {
            applying.add(Exit.ATTENTION);
        }
        return applying;
    }

    private static Exit settled(Map<Attention, Integer> attention, Exit success) {
        return attention.isEmpty() ? success : Exit.ATTENTION;
    }

    private static Exit after(Plan plan, ApplyReport report) {
        Set<Exit> applying = applying(plan, false);
        applying.remove(Exit.HELD);
        if (!report.isClean()) {
            applying.add(Exit.PARTLY_FAILED);
        }
        if (report.count(Outcome.Status.HELD) > 0) {
            applying.add(Exit.HELD);
        }
        return Exit.first(applying, plan.isEmpty() ? Exit.NOTHING_TO_DO : Exit.DONE);
    }
}
