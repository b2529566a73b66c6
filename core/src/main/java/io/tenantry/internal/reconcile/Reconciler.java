// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.directory.Account;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.identity.Identity;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Resolves and compares one identity. A sweep over all people and a request for one person both use it. For one thread.
 */
final class Reconciler {
    private final TenantMap tenants;
    private final BoundPolicy bound;
    private final Assigner assigner;
    private final PersonDiff diff;
    private final SourceGroups groups;
    private final DirectorySnapshot snapshot;

    /** Creates a reconciler for this bound policy and these assignments. */
    public Reconciler(TenantMap tenants, Assigner assigner, SourceGroups groups, DirectorySnapshot snapshot) {
        this.groups = groups;
        this.snapshot = snapshot;
        this.tenants = tenants;
        this.bound = tenants.bound();
        this.assigner = assigner;
        this.diff = new PersonDiff(tenants);
    }

    /**
     * Returns the changes for one identity.
     *
     * @param observe reads, or looks up, the access of an account
     */
    public PersonResult reconcile(Identity identity, Correlation correlation, Function<Account, Observed> observe) {
        PersonResult empty = compare(identity, correlation, observe);
        return groups.weigh(empty, tenants, this::isAccess, i -> compare(i, correlation, observe));
    }

    // What an account says of a person is no access. Nor is a group that the policy uses no more and that holds no
    // role: the store forgets it, and nobody would wait for it in the next run.
    private boolean isAccess(Change change) {
        return change.writes().isEmpty()
                && change.leaves()
                        .map(Group::id)
                        .filter(g -> bound.ownerOf(g).orElseThrow().profile().isEmpty())
                        .filter(snapshot::holdsNothing)
                        .isEmpty();
    }

    private PersonResult compare(Identity identity, Correlation correlation, Function<Account, Observed> observe) {
        Assignment assignment = assignment(identity, correlation);
        Optional<Observed> observed = correlation.account().map(observe);
        List<Finding> findings = new ArrayList<>();
        List<Difference> differences = List.of();
        if (correlation.situation() == Situation.DISPUTED) {
            findings.add(Findings.disputed(identity, correlation));
        } else {
            differences = assignment.match(new Resolved(identity, correlation, observed, findings));
        }
        observed.ifPresent(o -> wildcards(identity, o, findings));
        return new PersonResult(identity, correlation, assignment, observed, differences, findings);
    }

    private Assignment assignment(Identity identity, Correlation correlation) {
        boolean protectedAccount = correlation
                .account()
                .filter(a -> bound.isProtected(a, Optional.of(identity.id())))
                .isPresent();
        return protectedAccount
                ? new Assignment.Untouchable("its account is protected by the policy")
                : assigner.assign(identity);
    }

    private List<Difference> assigned(
            Identity identity, Assignment.Assigned assigned, Optional<Observed> observed, List<Finding> findings) {
        List<TenantId> notReady = assigned.profiles().keySet().stream()
                .filter(t -> !bound.tenant(t).map(BoundTenant::isWhole).orElse(false))
                .toList();
        if (!notReady.isEmpty()) {
            findings.add(notReady.stream()
                    .flatMap(t -> bound.tenant(t).stream())
                    .filter(t -> !t.doubts().isEmpty())
                    .findFirst()
                    .map(t -> Findings.unknown(identity, t))
                    .orElseGet(() -> Findings.notReady(
                            identity,
                            notReady.get(0),
                            bound.tenant(notReady.get(0)).stream()
                                    .flatMap(t -> t.troubles().stream())
                                    .toList())));
            return observed.map(o -> diff.elsewhere(identity, assigned, o)).orElse(List.of());
        }
        List<BoundPolicy.OwnedGroup> fixed =
                observed.map(o -> fixedElsewhere(o, assigned)).orElse(List.of());
        if (!fixed.isEmpty()) {
            findings.add(Findings.fixedElsewhere(identity, fixed));
            return diff.elsewhere(identity, assigned, observed.orElseThrow());
        }
        return observed.map(o -> diff.member(identity, assigned, o)).orElseGet(() -> diff.joiner(identity, assigned));
    }

    // A group that the policy uses no more leads where its roles lead, which the guards judge.
    private List<BoundPolicy.OwnedGroup> fixedElsewhere(Observed observed, Assignment.Assigned assigned) {
        return observed.fixed().stream()
                .flatMap(g -> bound.ownerOf(g).stream())
                .filter(o -> o.profile().isPresent())
                .filter(o -> !assigned.includes(o.tenant().id()))
                .toList();
    }

    private List<Difference> departed(
            Identity identity,
            Assignment.Departed departed,
            Correlation correlation,
            Optional<Observed> observed,
            List<Finding> findings) {
        if (correlation.situation() != Situation.LINKED && correlation.situation() != Situation.UNLINKED) {
            return List.of();
        }
        Person person =
                new Person(Optional.of(identity.id()), correlation.account().map(Account::id), identity.userName());
        List<Difference> differences = observed.map(o -> diff.leaver(person, o, departed.rule(), identity.origin()))
                .orElse(List.of());
        observed.flatMap(o -> Findings.stays("identity " + identity.id(), o, differences, bound))
                .ifPresent(findings::add);
        return differences;
    }

    private void wildcards(Identity identity, Observed observed, List<Finding> findings) {
        for (Grant grant : observed.grants()) {
            if (grant.division().isEverywhere()) {
                findings.add(Findings.wildcard("identity " + identity.id(), bound.role(grant.role()))
                        .about(identity.userName()));
            }
        }
    }

    /** Returns the differences for each kind of assignment, and adds the findings. */
    private final class Resolved implements Assignment.Cases<List<Difference>> {
        private final Identity identity;
        private final Correlation correlation;
        private final Optional<Observed> observed;
        private final List<Finding> findings;

        Resolved(Identity identity, Correlation correlation, Optional<Observed> observed, List<Finding> findings) {
            this.identity = identity;
            this.correlation = correlation;
            this.observed = observed;
            this.findings = findings;
        }

        @Override
        public List<Difference> assigned(Assignment.Assigned assigned) {
            return Reconciler.this.assigned(identity, assigned, observed, findings);
        }

        @Override
        public List<Difference> parked(Assignment.Parked parked) {
            boolean holds = observed.filter(o -> o.holdsAnythingOf(tenants)).isPresent();
            findings.add(Findings.parked(identity, parked, holds));
            return parked.ended()
                    .flatMap(line -> observed.map(o -> diff.lost(identity, line, o)))
                    .orElse(List.of());
        }

        @Override
        public List<Difference> released(Assignment.Released released) {
            if (observed.filter(o -> diff.holdsElsewhere(o, released)).isPresent()) {
                Assignment.Parked nowhere = new Assignment.Parked(List.of(), List.of(), List.of(), released.rule());
                findings.add(Findings.parked(identity, nowhere, true));
            }
            return observed.map(o -> diff.released(identity, released, o)).orElse(List.of());
        }

        @Override
        public List<Difference> departed(Assignment.Departed departed) {
            return Reconciler.this.departed(identity, departed, correlation, observed, findings);
        }

        @Override
        public List<Difference> untouchable(Assignment.Untouchable untouchable) {
            return List.of();
        }
    }
}
