// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Change;
import io.tenantry.change.Wording;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Role;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides whether the groups of profiles hold their roles once a plan is applied. */
final class Replacements {
    private static final BinaryOperator<Verdict> FIRST = BinaryOperator.minBy(Comparator.comparing(Verdict::message));

    private final BoundPolicy bound;
    private final DirectorySnapshot directory;
    private final Collection<Difference> observed;
    private final Waiting waiting;
    private final Set<Change> given = new HashSet<>();
    private final Map<Change, Verdict> notGiven;
    private final Map<BoundTenant, Map<BoundProfile, Optional<Verdict>>> lacking = new HashMap<>();

    /**
     * Prepares the decision.
     *
     * @param observed the differences that the authority does not cover
     */
    Replacements(BoundPolicy bound, DirectorySnapshot directory, Collection<Difference> observed, Waiting waiting) {
        this.bound = bound;
        this.directory = directory;
        this.observed = observed;
        this.waiting = waiting;
        waiting.ready().forEach(d -> d.change().grants().ifPresent(given::add));
        notGiven = withheld(d -> d.change().grants().isPresent(), Difference::change);
    }

    /**
     * Returns what the matching differences are about that the plan does not carry out, each with the reason. Of several
     * reasons it is the first in alphabetical order, so that plans do not depend on the order of people.
     */
    <K> Map<K, Verdict> withheld(Predicate<Difference> which, Function<Difference, K> key) {
        Map<K, Verdict> withheld = new HashMap<>();
        BiConsumer<Difference, Verdict> add = (d, verdict) -> withheld.merge(key.apply(d), verdict, FIRST);
        waiting.verdicts().entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .forEach(e -> add.accept(e.getKey(), e.getValue()));
        observed.stream()
                .filter(which)
                .forEach(d -> add.accept(
                        d,
                        missing(
                                d.tenant(),
                                "the authority does not cover what would come first: " + Wording.of(d.change()))));
        return withheld;
    }

    /** Returns why the group of a profile will not give its roles, if so. */
    Optional<Verdict> lacking(BoundTenant tenant, BoundProfile profile) {
        return lacking.computeIfAbsent(tenant, t -> new HashMap<>())
                .computeIfAbsent(profile, p -> roles(tenant, p).or(() -> switchedOff(tenant, p)));
    }

    private Optional<Verdict> roles(BoundTenant tenant, BoundProfile profile) {
        return profile.roles().stream()
                .filter(role -> !holds(tenant, profile, role))
                .flatMap(role -> notGiven(tenant, profile, role).stream())
                .findFirst();
    }

    private boolean holds(BoundTenant tenant, BoundProfile profile, Role role) {
        return profile.existing()
                .flatMap(group -> tenant.division()
                        .id()
                        .map(division -> new Grant(SubjectId.of(group.id()), role.id(), division)))
                .filter(grant -> directory.grantsOf(grant.subject()).contains(grant))
                .isPresent();
    }

    private Optional<Verdict> notGiven(BoundTenant tenant, BoundProfile profile, Role role) {
        Change grant = new Change.GrantRole(profile.group(), role, tenant.division());
        return given.contains(grant)
                ? Optional.empty()
                : Optional.of(notGiven.getOrDefault(
                        grant,
                        missing(
                                tenant.id(),
                                "group \"" + profile.group().name() + "\" does not hold role \"" + role.name()
                                        + "\" in \"" + tenant.division().name()
                                        + "\", and this plan does not give it")));
    }

    private Optional<Verdict> switchedOff(BoundTenant tenant, BoundProfile profile) {
        return profile.existing()
                .map(group -> bound.group(group.id()))
                .filter(group -> !group.rolesEnabled() && !profile.roles().isEmpty())
                .map(group -> missing(tenant.id(), "roles are switched off for " + Wording.group(group)));
    }

    private static Verdict missing(TenantId tenant, String why) {
        return new Verdict(
                HoldCode.REPLACEMENT_MISSING,
                Optional.of(tenant),
                "what the policy no longer gives is kept until what replaces it is there: " + why,
                "plan for everybody, let the authority cover the new access, or give it by hand; then plan again");
    }
}
