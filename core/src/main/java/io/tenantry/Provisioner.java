// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.apply.Settling;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DivisionResolver;
import io.tenantry.directory.MissingPermission;
import io.tenantry.host.Progress;
import io.tenantry.host.Sleeper;
import io.tenantry.identity.IdentitySource;
import io.tenantry.internal.applying.ApplySettings;
import io.tenantry.internal.applying.Executor;
import io.tenantry.internal.planning.Overriding;
import io.tenantry.internal.reconcile.NearGroups;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.TenantEvidence;
import io.tenantry.isolation.ZeroAccess;
import io.tenantry.plan.LimitOverride;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Provisions the people of an identity source into a Genesys organization, as a tenant policy says. {@link #plan()}
 * reads and computes and writes nothing to the organization; {@link #apply} writes exactly what a plan says;
 * {@link #provision} is both for one person. Safe for use by several threads.
 */
public final class Provisioner {
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final Settings settings;
    private final QuarantineGate gate;
    private final Executor executor;
    private final DivisionResolver divisions;
    private final OrganizationReader organizations;
    private final Preflight preflight;

    private Provisioner(Settings settings, ApplySettings writing, Duration structureAge) {
        this.settings = settings;
        this.gate =
                new QuarantineGate(settings.store(), settings.source().name(), writing.quarantine(), settings.clock());
        this.divisions = DivisionResolver.over(settings.directory(), settings.clock(), structureAge);
        this.organizations = settings.organizations(divisions);
        this.preflight = new Preflight(settings.directory(), organizations, settings.clock(), settings.planLifetime());
        this.executor = new Executor(
                writing,
                organizations::organizationId,
                () -> settings.earlierRuns().tenants(organizations.recent().bound(), Moment.of(settings.clock())),
                (plan, run, keeps) -> FollowedSource.begins(settings, plan, run, keeps));
    }

    private Provisioner(Provisioner other, Settings settings) {
        this.settings = settings;
        this.gate = other.gate;
        this.executor = other.executor;
        this.divisions = other.divisions;
        this.organizations = other.organizations;
        this.preflight = other.preflight;
    }

    /** Returns a builder; policy, source and directory have to be given. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns this provisioner with reads that a host can stop: those of plans for everybody, proofs and what-ifs.
     *
     * @param stop asked between two pages; after it returns true, the method that reads throws a
     *     {@link java.util.concurrent.CancellationException}, and nothing counts as failed
     */
    public Provisioner until(BooleanSupplier stop) {
        return new Provisioner(this, settings.until(stop));
    }

    /**
     * Reads the source and the organization, and returns what has to be done. If the plan is not empty, also checks the
     * credential's permissions, as {@link #missingPermissions()} does; each one that is missing is a finding.
     *
     * @throws io.tenantry.apply.PlanRefusedException if the policy is for another organization than the credential, or
     *     if the organization or the source is quarantined
     * @throws io.tenantry.identity.IdentitySourceException if the source cannot be read
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read; where the credential may not
     *     read, the message names every permission that it lacks
     */
    public Plan plan() {
        return gate.read(
                () -> preflight.reading(() -> new EverybodyRoad(settings, organizations, preflight::findings).plan()));
    }

    /**
     * Plans for the people who changed in the source since the last plan, and for those whose change was planned and not
     * carried out: held, skipped, failed, or left open by the policy. Reads only these people and their accounts, with
     * the same guards and limits as {@link #plan()}; percentages are of the last plan for everybody. Changes by hand in
     * the organization are found by {@link #plan()} alone, so call that on a schedule of its own.
     *
     * <p>Plans for everybody instead, and says why, if the source has no feed or no longer knows the watermark, no plan
     * for everybody has read it completely yet, the policy or what it leads to has changed, something about one of these
     * people is in doubt, or so many changed that a read of everybody takes fewer calls.
     *
     * @throws io.tenantry.apply.PlanRefusedException if the policy is for another organization than the credential, or
     *     if the organization or the source is quarantined
     * @throws io.tenantry.identity.IdentitySourceException if the source cannot be read
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read
     */
    public ChangePlan planChanges() {
        return changes(FollowedSource::new);
    }

    /**
     * Plans as {@link #planChanges} does, but only for the people who changed in the source since the last plan. Those who
     * are due from before stay so: a host that calls this often calls {@link #planChanges} now and then.
     *
     * @throws io.tenantry.apply.PlanRefusedException if the policy is for another organization than the credential, or
     *     if the organization or the source is quarantined
     * @throws io.tenantry.identity.IdentitySourceException if the source cannot be read
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read
     */
    public ChangePlan planNewChanges() {
        return changes(FollowedSource::withoutDue);
    }

    private ChangePlan changes(Function<Settings, FollowedSource> followed) {
        return gate.read(() -> preflight.reading(
                () -> new ChangesRoad(settings, organizations, followed.apply(settings), preflight::findings).plan()));
    }

    /** Returns how far the organization follows the source. Asks the store alone. */
    public Following following() {
        return FollowedSource.following(settings);
    }

    /**
     * Applies an approved plan, and returns the outcome of each operation. Before the first write the credential's
     * permissions are checked, unless they were found sufficient within the lifetime of a plan. While one is missing
     * that {@link #missingPermissions()} names, no access is given, and removals are tried all the same.
     *
     * @throws io.tenantry.apply.PlanRefusedException if the plan may not be applied, or takes nothing away while the
     *     credential lacks a permission; then nothing was written
     */
    public ApplyReport apply(Plan plan, Approval approval) {
        return apply(plan, approval, () -> false);
    }

    /**
     * Applies an approved plan, until the host stops it.
     *
     * @param stop asked before each call; after it returns true no further call is made
     * @throws io.tenantry.apply.PlanRefusedException if the plan may not be applied; then nothing was written
     */
    public ApplyReport apply(Plan plan, Approval approval, BooleanSupplier stop) {
        return remembered(
                plan,
                gate.organization(
                        () -> executor.apply(plan, approval, settings.policy().hash(), preflight::lacking, stop)));
    }

    // A new group is not in the structure that was read before the run; and a stale structure may be why a run failed.
    private ApplyReport remembered(Plan plan, ApplyReport report) {
        if (!report.isClean() || plan.operations().anyMatch(o -> o.person().isEmpty())) {
            divisions.forget();
        }
        FollowedSource.applied(settings, plan, report);
        return report;
    }

    /**
     * Returns the plan in which an overridden hold of a limit is released, to be shown, approved and applied as any
     * plan. Reads and writes nothing; the operations are those that were shown. Released operations count against no
     * limit.
     *
     * @throws IllegalArgumentException if the override is of another plan, the plan has no such hold, or the hold is
     *     not a limit: removals that rest on an incomplete read cannot be overridden
     */
    public Plan override(Plan plan, LimitOverride override) {
        return Overriding.apply(plan, override, settings.directory().limits());
    }

    /**
     * Checks which permissions the credential lacks to manage the policy's divisions. Makes at least one call for each
     * permission; if the service cannot say, the permission counts as present.
     *
     * @throws io.tenantry.directory.DirectoryException if the service is not available
     */
    public List<MissingPermission> missingPermissions() {
        return gate.read(preflight::missing);
    }

    /** Returns the tenants, sources and organizations that keep failing, each with the end of its quarantine. */
    public List<Quarantine> quarantines() {
        return settings.store().notes().quarantines();
    }

    /**
     * Ends a quarantine, so that the next plan tries again. The audit trail of each tenant that it concerned says who
     * ended it and why.
     *
     * @param scope as {@link #quarantines()} names it
     * @param approvedBy for the record
     * @param reason for the record
     * @return false if there is no such quarantine; then nothing happens
     */
    public boolean liftQuarantine(String scope, String approvedBy, String reason) {
        Optional<Quarantine> quarantine = settings.store().notes().quarantine(scope);
        quarantine.ifPresent(q -> settings.store()
                .commit(q.lifted(
                        concerned(q), approvedBy, reason, settings.clock().instant())));
        return quarantine.isPresent();
    }

    // That of the organization or of a source concerns everybody.
    private Set<TenantId> concerned(Quarantine quarantine) {
        Set<TenantId> all = settings.policy().tenants().stream()
                .map(TenantPolicy::id)
                .collect(Collectors.toCollection(TreeSet::new));
        all.addAll(settings.store().notes().pins().divisions().keySet());
        Set<TenantId> one = new TreeSet<>(all);
        one.removeIf(t -> !Quarantine.tenant(t).equals(quarantine.scope()));
        return one.isEmpty() ? all : one;
    }

    /**
     * Accepts what a role of the policy has gained since it was first seen or last accepted, so that plans give the role
     * again and accepted lines cover it. The store remembers who accepted it and why. Reads the role now; a permission
     * that it gains later has to be accepted again.
     *
     * @param name the name of the role, as the policy writes it
     * @param reason why it may carry more, for the record
     * @param approvedBy for the record
     * @return the permissions that it gained, sorted; empty if there are none
     * @throws IllegalArgumentException if the policy or the organization has no such role, or the reason or the approver
     *     is blank
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read
     */
    public List<String> acceptRole(String name, String reason, String approvedBy) {
        if (reason.isBlank() || approvedBy.isBlank()) {
            throw new IllegalArgumentException("accepting a role needs a reason and the name of the approver");
        }
        return gate.organization(
                () -> new RoleAcceptance(settings, organizations, divisions).accept(name, approvedBy + ": " + reason));
    }

    /**
     * Returns the resolver of the organization's divisions that this provisioner uses. It uses the last read for the
     * builder's {@code structureAge}.
     */
    public DivisionResolver divisions() {
        return divisions;
    }

    /**
     * Explains every step for one person and what has to be done; writes nothing. Divisions, groups and roles come from
     * the last read of them, if it is no older than the builder's {@code structureAge}.
     *
     * @param idOrUserName the identity's id, or its user name in upper or lower case
     */
    public Explanation explain(String idOrUserName) {
        return explain(idOrUserName, new PersonRoad(settings, organizations));
    }

    private Explanation explain(String idOrUserName, PersonRoad road) {
        return gate.person(() -> preflight.reading(() -> road.explain(idOrUserName)));
    }

    /**
     * Provisions one person now: plans for this person alone, as {@link #explain} does, and applies that plan at once. If
     * another run came between, or the approval took long, what the plan rests on is read once more, and a person whom
     * a person has changed meanwhile gains nothing.
     *
     * @param idOrUserName the identity's id, or its user name in upper or lower case
     * @param approvedBy for the record
     */
    public Provisioned provision(String idOrUserName, String approvedBy) {
        LongSupplier ticker = executor.ticker();
        long begun = ticker.getAsLong();
        WritesSeen seen = WritesSeen.in(settings.store());
        PersonRoad road = new PersonRoad(settings, organizations);
        Explanation explanation = explain(idOrUserName, road);
        Plan plan = explanation.plan();
        // What the reads show counts until another run may have written, or hands had the time to.
        Supplier<Optional<Map<AccountId, Account>>> justRead = () -> Optional.of(road.read())
                .filter(read -> ticker.getAsLong() - begun <= MOMENT.toNanos()
                        && !seen.isOver(settings.store(), plan.organization()));
        ApplyReport report = remembered(
                plan,
                gate.organization(() -> executor.applyJustPlanned(
                        plan, Approval.of(plan, approvedBy), settings.policy().hash(), justRead)));
        return new Provisioned(explanation.with(report), report);
    }

    /**
     * Reads all access in the organization, and returns the proof of who reaches which tenant. Writes nothing to the
     * organization. After a complete read, changes that no run made are recorded in the audit trail, and so show in
     * {@link #evidence}. If a run wrote meanwhile, reads again; if one did so again, that is a doubt, and nothing is
     * recorded.
     *
     * @throws io.tenantry.apply.PlanRefusedException if the organization is quarantined
     * @throws io.tenantry.directory.DirectoryException if the service is not available; anything else that cannot be
     *     read is a doubt in the proof
     */
    public IsolationProof proveIsolation() {
        return gate.organization(() -> new IsolationRoad(settings).prove());
    }

    /**
     * Returns the evidence of a tenant for a period, from the store alone; makes no call.
     *
     * @param from the first instant of the period
     * @param to the end of the period, exclusive
     */
    public TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
        return new EvidenceRoad(settings.policy(), settings.store(), settings.clock()).evidence(tenant, from, to);
    }

    /**
     * Reads both sides and returns the plan that takes all access to a tenant away: accounts leave its groups and move
     * to Home, every role in its division is revoked from its holder, and the log-ins of its people are turned off if
     * the tenant's leaver mode says so. An account that only lives in its division, that another tenant may have or that
     * holds a role elsewhere keeps the log-in. No limit applies, because this is an explicit request; it is approved and
     * applied as any plan. Apply it while the policy names the tenant, then remove the tenant from the policy, or the
     * next plan gives the access back.
     *
     * <p>Protected accounts, and holders that are neither account nor group, are not changed but reported, except what
     * the credential that Tenantry runs with needs.
     *
     * @throws IllegalArgumentException if the policy has no such tenant
     * @throws io.tenantry.apply.PlanRefusedException if the organization is quarantined
     * @throws io.tenantry.directory.DirectoryException if the service is not available
     */
    public Plan planOffboarding(TenantId tenant) {
        return gate.organization(() -> new OffboardingRoad(settings, tenant).plan());
    }

    /**
     * Reads the organization and returns the access to a tenant that is left; after a complete off-boarding there is
     * none. The store keeps that there is none, so that plans do not report the tenant after it is removed from the
     * policy. If a run wrote meanwhile, reads again; if one did so again, that is a doubt.
     *
     * @throws IllegalArgumentException if the policy has no such tenant
     * @throws io.tenantry.apply.PlanRefusedException if the organization is quarantined
     * @throws io.tenantry.directory.DirectoryException if the service is not available
     */
    public ZeroAccess zeroAccess(TenantId tenant) {
        return gate.organization(() -> OffboardingRoad.zero(settings, tenant));
    }

    /**
     * Plans under the policy in force and under a proposed one, from the same reads, and returns both to compare.
     * Writes nothing to the organization, and nothing to the store except a quarantine that begins or ends.
     *
     * @throws io.tenantry.apply.PlanRefusedException if the organization or the source is quarantined
     * @throws io.tenantry.identity.IdentitySourceException if the source cannot be read
     * @throws io.tenantry.directory.DirectoryException if the organization cannot be read
     */
    public WhatIf whatIf(OrganizationPolicy proposed) {
        return gate.read(() -> new WhatIfRoad(settings).compare(proposed));
    }

    /** Builds a {@link Provisioner}. */
    public static final class Builder {
        private @Nullable OrganizationPolicy policy;
        private @Nullable IdentitySource source;
        private @Nullable Directory directory;
        private Optional<ProvisioningStore> store = Optional.empty();
        private Clock clock = Clock.systemUTC();
        private Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
        private Settling settling = Settling.defaults();
        private Progress progress = Progress.NONE;
        private Duration planLifetime = Duration.ofMinutes(30);
        private ApprovalGate gate = ApprovalGate.OPEN;
        private QuarantineRule quarantine = QuarantineRule.defaults();
        private Duration structureAge = Duration.ofMinutes(1);
        private int readAlone = 200;
        private final Set<String> emptyGroups = new TreeSet<>();

        private Builder() {}

        /** Sets the policy. */
        public Builder policy(OrganizationPolicy value) {
            policy = value;
            return this;
        }

        /** Sets where identities come from. */
        public Builder source(IdentitySource value) {
            source = value;
            return this;
        }

        /** Sets the organization. */
        public Builder directory(Directory value) {
            directory = value;
            return this;
        }

        /**
         * Sets the store that links the runs; by default a {@link MemoryStore}, which ends with the process, and about
         * which {@link #build} logs a warning.
         */
        public Builder store(ProvisioningStore value) {
            store = Optional.of(value);
            return this;
        }

        /** Sets the clock; by default the system's. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Sets how to wait; by default {@link Thread#sleep}. */
        public Builder sleeper(Sleeper value) {
            sleeper = value;
            return this;
        }

        /** Sets how long to wait until an accepted change shows; by default five reads over about fifteen seconds. */
        public Builder settling(Settling value) {
            settling = value;
            return this;
        }

        /** Sets the listener for progress; by default {@link Progress#NONE}. */
        public Builder progress(Progress value) {
            progress = value;
            return this;
        }

        /**
         * Sets how long a plan may be applied after it was made; by default 30 minutes. The plan expires earlier if
         * the last day of a joint agent or of accepted access ends before that.
         */
        public Builder planLifetime(Duration value) {
            planLifetime = value;
            return this;
        }

        /**
         * Sets the gate that decides, after the approval, whether a plan may be applied; by default
         * {@link ApprovalGate#OPEN}.
         */
        public Builder approvalGate(ApprovalGate value) {
            gate = value;
            return this;
        }

        /**
         * Sets when a tenant, a source or the organization that keeps failing is quarantined; by default
         * {@link QuarantineRule#defaults()}.
         */
        public Builder quarantine(QuarantineRule value) {
            quarantine = value;
            return this;
        }

        /**
         * Sets how long {@link Provisioner#provision} and {@link Provisioner#explain} use the divisions, groups and
         * roles that were read last; by default one minute. {@link Provisioner#plan} always reads them again. With zero
         * they are read for each person, which costs three or four calls.
         */
        public Builder structureAge(Duration value) {
            structureAge = value;
            return this;
        }

        /**
         * Sets how many accounts and groups are read one by one, a call or two for each, when a plan or its application
         * needs their access and a listing that shows it was refused or has gaps; by default 200. The gains of all
         * others wait. As many accounts that are recognised by their user names and need no change are read for the
         * identity that they belong to.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder readAlone(int value) {
            if (value < 0) {
                throw new IllegalArgumentException(
                        "the number of accounts to read alone must not be negative: " + value);
            }
            readAlone = value;
            return this;
        }

        /**
         * Says that these source groups are empty though people were in them before, so that it is no sign of a damaged
         * export that nobody is in them now; by default none. It has no effect on a group that people are in.
         */
        public Builder emptyGroups(String... sourceGroups) {
            emptyGroups.addAll(List.of(sourceGroups));
            return this;
        }

        /**
         * Returns the provisioner.
         *
         * @throws IllegalStateException if policy, source or directory were not given
         */
        public Provisioner build() {
            OrganizationPolicy inForce = given(policy, "policy");
            IdentitySource from = given(source, "source");
            Directory to = given(directory, "directory");
            ProvisioningStore in = store.orElseGet(this::ofThisProcess);
            return new Provisioner(
                    new Settings(
                            inForce,
                            new CheckedSource(from, new NearGroups(inForce)),
                            to,
                            in,
                            clock,
                            progress,
                            planLifetime,
                            readAlone,
                            emptyGroups),
                    new ApplySettings(inForce, to, in, clock, sleeper, settling, progress, gate, quarantine, readAlone),
                    structureAge);
        }

        private ProvisioningStore ofThisProcess() {
            LoggerFactory.getLogger(Provisioner.class)
                    .warn("no store was given: what runs must remember ends with this process; give a durable one");
            return new MemoryStore(clock);
        }

        private static <T> T given(@Nullable T value, String name) {
            if (value == null) {
                throw new IllegalStateException("a provisioner needs a " + name + ": call " + name + "(...) first");
            }
            return value;
        }
    }
}
