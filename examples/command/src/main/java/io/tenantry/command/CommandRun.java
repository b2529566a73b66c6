// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.DirectoryException;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.plan.PlanFormatException;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import io.tenantry.policy.TenantId;
import io.tenantry.scim.ScimServer;
import io.tenantry.scim.ScimStore;
import io.tenantry.scim.ScimStoreException;
import io.tenantry.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens what a request needs, runs its verb, and says what a failure means. */
final class CommandRun {
    private final Request request;
    private final CommandContext context;
    private final Reporter reporter;
    private final Host host;
    private final Hearing hearing;

    CommandRun(Request request, CommandContext context, Reporter reporter) {
        this.request = request;
        this.context = context;
        this.reporter = reporter;
        this.host = new Host(request, context, reporter);
        this.hearing = new Hearing(reporter, context.clock());
    }

    Exit run() {
        Optional<Opened<PushedSource>> pushed = pushed();
        return attempt(() -> {
            try {
                return verb();
            } finally {
                pushed.ifPresent(Opened::close);
            }
        });
    }

    /** Returns the source that may open what was pushed when it is first asked. */
    private Optional<Opened<PushedSource>> pushed() {
        boolean isFile =
                request.pushes().filter(ScimPlace.File.class::isInstance).isPresent();
        return request.source()
                .filter(PushedSource.class::isInstance)
                .map(source -> closings().openIf(isFile, () -> (PushedSource) source, PushedSource::close));
    }

    private Closings closings() {
        return host.closings();
    }

    private Exit attempt(Attempt attempt) {
        try {
            return attempt.run();
        } catch (StoreException e) {
            return store(e);
        } catch (ScimStoreException e) {
            String why = request.pushes().orElseThrow().trouble(e);
            return failed(Exit.UNREACHABLE, "the pushes cannot be read or written: " + why);
        } catch (PlanRefusedException e) {
            return failed(exit(e.reason()), e.getMessage() + advice(e.reason()));
        } catch (Refused | PlanFormatException | IllegalArgumentException e) {
            return failed(Exit.REFUSED, String.valueOf(e.getMessage()));
        } catch (DirectoryException e) {
            return failed(ReadTrouble.of(e, request.place(), context.clock().instant(), hearing.left()));
        } catch (IdentitySourceException e) {
            return failed(ReadTrouble.of(e, hearing.left()));
        } catch (IOException | RuntimeException | Error e) {
            return unforeseen(e);
        }
    }

    private Exit unforeseen(Throwable e) {
        Unforeseen failure = Unforeseen.of(e, hearing.left());
        return failed(failure.exit(), failure.message());
    }

    private Exit store(StoreException state) {
        return failed(
                StateTrouble.exit(state.kind()),
                hearing.sentNothing()
                        ? StateTrouble.message(state)
                        : StateTrouble.stopped(state) + " (" + hearing.left() + ")");
    }

    // Nothing is wrong with the request: it may come again later, as while the state is in use.
    private static Exit exit(PlanRefusedException.Cause cause) {
        return switch (cause) {
            case BUSY, QUARANTINED -> Exit.UNREACHABLE;
            case EXPIRED,
                    ALREADY_APPLIED,
                    NOT_APPROVED,
                    APPROVAL_PENDING,
                    DENIED,
                    OTHER_ORGANIZATION,
                    OTHER_POLICY,
                    NOT_PERMITTED -> Exit.REFUSED;
        };
    }

    private static String advice(PlanRefusedException.Cause cause) {
        return cause == PlanRefusedException.Cause.QUARANTINED
                ? "; provision state names it, and with --lift-quarantine ends it"
                : "";
    }

    private Exit failed(ReadTrouble trouble) {
        return failed(trouble.exit(), trouble.message());
    }

    private Exit failed(Exit exit, String message) {
        context.interruption().unlessEnding(() -> reporter.failure(message));
        return exit;
    }

    private Exit verb() throws IOException {
        if (request.verb() == Verb.VERIFY) {
            return verify(Path.of(request.operand().orElseThrow()));
        }
        if (request.verb() == Verb.SCIM) {
            return ScimRun.of(host);
        }
        if (request.verb() == Verb.SERVE && !request.serve().watches()) {
            return new ServeRun(host).run();
        }
        if (request.verb() == Verb.STATE && request.lift().isEmpty()) {
            try (Opened<State> state = state()) {
                return new StateRun(host, state.get().store()).show();
            }
        }
        boolean mapped = mapping();
        if (request.policy().isEmpty()) {
            return mapped ? Exit.NOTHING_TO_DO : Exit.REFUSED;
        }
        PolicyReading reading = PolicyLoader.read(request.policy().get());
        reading.policy()
                .flatMap(p -> SourceGroups.of(p).mistake(request.emptyGroups()))
                .ifPresent(typo -> {
                    throw new Refused(typo);
                });
        Exit exit = request.verb() == Verb.LINT ? lint(reading, mapped) : withPolicy(reading, mapped);
        return mapped ? exit : Exit.REFUSED;
    }

    /** Reports what is wrong with the mapping, and returns whether it can be used. */
    private boolean mapping() {
        List<Problem> problems = request.mappingProblems();
        if (request.policy().isEmpty() || !problems.isEmpty()) {
            reporter.problems("Mapping", problems);
        }
        return problems.stream().noneMatch(Problem::isError);
    }

    private Exit verify(Path file) throws IOException {
        SavedFile saved = new SavedFile(file, request.html());
        List<String> faults = saved.faults();
        faults.forEach(fault -> reporter.failure(file + ": " + fault));
        if (!faults.isEmpty()) {
            return Exit.REFUSED;
        }
        return saved.leavesOutAPage() ? Exit.VERIFIED_BUT_FOR_THE_TEXT_OF_THE_PAGE : Exit.VERIFIED;
    }

    private Exit lint(PolicyReading reading, boolean mapped) {
        try (GenesysCloud genesys = organization().filter(o -> mapped).orElse(null);
                Opened<State> state = genesys == null ? opened(new NoState()) : state()) {
            return new LintRun(host, reading)
                    .run(Optional.ofNullable(genesys), state.get().store());
        }
    }

    private Exit withPolicy(PolicyReading reading, boolean mapped) throws IOException {
        if (reading.policy().isEmpty()) {
            reporter.problems("Policy", reading.problems());
        }
        if (!mapped || reading.policy().isEmpty()) {
            return Exit.REFUSED;
        }
        OrganizationPolicy policy = reading.policy().get();
        if (request.verb().isAboutState()) {
            try (Opened<State> state = state()) {
                return aboutState(policy, state.get());
            }
        }
        if (request.savedPlan().isPresent()) {
            // Before a state is made beside the wrong policy.
            Mismatch.refuse(policy, OrganizationRun.saved(request.savedPlan().get()));
        }
        try (GenesysCloud genesys = organization().orElseThrow()) {
            return inState(state -> withOrganization(policy, genesys, state));
        }
    }

    /** Runs in the state; one that this run has made goes again if the run is refused before it begins to write. */
    private Exit inState(InState run) {
        StatePlace place = request.state();
        boolean there = place.isThere();
        Exit exit;
        boolean kept;
        try (Opened<State> state = state()) {
            exit = attempt(() -> run.run(state.get()));
            kept = there
                    || exit != Exit.REFUSED
                    || !place.isThere()
                    || !state.get().store().runs(1).isEmpty();
        }
        if (!kept) {
            place.remove();
            reporter.state(place, "removed again: the run was refused, and nothing is to be kept of it");
        }
        return exit;
    }

    private Exit aboutState(OrganizationPolicy policy, State state) throws IOException {
        refuseStranger(policy, state);
        StateRun run = new StateRun(host, state.store());
        return request.lift().isPresent()
                ? run.lift(policy, request.lift().get())
                : run.evidence(policy, new TenantId(request.operand().orElseThrow()));
    }

    private Exit withOrganization(OrganizationPolicy policy, GenesysCloud genesys, State state) throws IOException {
        refuseStranger(policy, state);
        if (request.verb() == Verb.PROVE || request.verb() == Verb.OFFBOARD) {
            // The other verbs ask themselves, and count a failure against the organization.
            Mismatch.refuse(policy, genesys.organization());
        }
        if (request.verb() == Verb.OFFBOARD) {
            TenantId tenant = new TenantId(request.operand().orElseThrow());
            Mismatch.refuse(policy, tenant, state.store().notes().pins());
        }
        if (request.verb() == Verb.WATCH) {
            return new WatchRun(host, source(), genesys, state.store()).run(policy);
        }
        if (request.verb() == Verb.SERVE && source() instanceof PushedSource pushed) {
            ServeRun serve = new ServeRun(host);
            ScimStore store = pushed.served();
            try (Opened<Desk> desk = serve.desk(store);
                    Opened<ScimServer> server = serve.started(store)) {
                serve.open(desk.get(), server.get(), Optional.empty());
                return new WatchRun(host, pushed, genesys, state.store()).run(policy);
            }
        }
        return new OrganizationRun(host, policy, host.provisioner(policy, source(), genesys, state.store()), hearing)
                .run();
    }

    private void refuseStranger(OrganizationPolicy policy, State state) {
        Mismatch.refuse(policy, state.store(), request.state().name());
    }

    // Without people, an off-boarding knows them by the groups of the tenant alone.
    private IdentitySource source() {
        return request.source().orElseGet(() -> request.verb() == Verb.OFFBOARD ? new Nobody() : new NoSource());
    }

    private Optional<GenesysCloud> organization() {
        return request.organization()
                .map(b -> context.wiring().apply(b).listener(hearing).build());
    }

    /** Opens the state, and says which one it is before anything else. */
    private Opened<State> state() {
        StatePlace place = request.state();
        boolean there = place.isThere();
        if (!there && request.verb().isAboutState()) {
            throw new Refused("there is no state " + place.name()
                    + ": no run has made it yet, or it lies elsewhere; check --policy and --state, or run plan first");
        }
        if (!there && request.verb().onlyReadsState()) {
            reporter.state(place, "not there yet");
            return opened(new NoState());
        }
        Opened<State> state = opened(place);
        reporter.state(place, there && !state.get().made() ? "" : "new");
        return state;
    }

    private Opened<State> opened(StatePlace place) {
        return closings().openIf(place instanceof StateFile, () -> place.open(occupant()), State::close);
    }

    /** A part of the run. */
    private interface Attempt {
        Exit run() throws IOException;
    }

    /** A part of the run that needs the state. */
    private interface InState {
        Exit run(State state) throws IOException;
    }

    private Occupant occupant() {
        return Occupant.ofProcess(request.verb(), context.clock().instant());
    }
}
