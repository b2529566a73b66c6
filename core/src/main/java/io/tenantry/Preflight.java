// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Failure;
import io.tenantry.directory.MissingPermission;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks before the first write which permissions the credential lacks, so that no run stops half way. The check costs
 * a call for each permission. It is made when a plan has something to do, so that the approver sees a finding. A check
 * that found nothing missing counts for the lifetime of a plan; any other is repeated. Safe for use by several threads.
 */
final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private final Directory directory;
    private final OrganizationReader organizations;
    private final Clock clock;
    private final Duration planLifetime;
    private volatile Optional<Instant> sufficient = Optional.empty();

    Preflight(Directory directory, OrganizationReader organizations, Clock clock, Duration planLifetime) {
        this.directory = directory;
        this.organizations = organizations;
        this.clock = clock;
        this.planLifetime = planLifetime;
    }

    /** Checks now, and returns the missing permissions. */
    List<MissingPermission> missing() {
        return look().missing;
    }

    private Lack look() {
        Lack lack = lack();
        sufficient = lack.missing.isEmpty() ? Optional.of(clock.instant()) : Optional.empty();
        return lack;
    }

    // The service shows divisions to every credential, but roles only to one that may see them.
    private Lack lack() {
        try {
            return Lack.of(directory, organizations.recent().bound());
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_PERMITTED) {
                throw e;
            }
            DivisionNames divisions = DivisionNames.of(directory.divisions().list());
            return new Lack(
                    directory.missingPermissions(organizations.policy().managed(divisions)),
                    id -> divisions.find(id).map(Division::name).orElse(id.value()));
        }
    }

    /** Returns what a road read. If the service refuses a read, throws with every permission that is missing. */
    <T> T reading(Supplier<T> road) {
        try {
            return road.get();
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_PERMITTED) {
                throw e;
            }
            Lack lack = look();
            throw lack.missing.isEmpty()
                    ? e
                    : new DirectoryException(Failure.NOT_PERMITTED, lack.text() + "; " + e.getMessage(), e);
        }
    }

    /**
     * Returns a finding for each permission that is missing, if the plan has something to do or holds something. A plan is
     * useful even if permissions cannot be checked.
     */
    List<Finding> findings(Plan plan) {
        try {
            return !plan.isEmpty() && isDue() ? look().findings() : List.of();
        } catch (DirectoryException e) {
            LOG.debug("PLAN could not check permissions: {}", e.getMessage());
            return List.of();
        }
    }

    /**
     * Returns why a plan may give no access, if the credential lacks a permission. Removals are tried all the same: one
     * person must not keep access because another cannot get any.
     *
     * @throws PlanRefusedException if the plan takes nothing away
     */
    Optional<String> lacking(Plan plan) {
        Optional<Lack> lack = Optional.of(plan)
                .filter(p -> !p.batches().isEmpty() && isDue())
                .map(p -> look())
                .filter(l -> !l.missing.isEmpty());
        if (lack.isEmpty()) {
            return Optional.empty();
        }
        String why = "because " + lack.get().text();
        if (plan.operations().noneMatch(o -> o.change().removes())) {
            throw new PlanRefusedException(PlanRefusedException.Cause.NOT_PERMITTED, "nothing was written, " + why);
        }
        return Optional.of("nothing was given, " + why);
    }

    private boolean isDue() {
        Instant now = clock.instant();
        return sufficient.filter(at -> now.isBefore(at.plus(planLifetime))).isEmpty();
    }

    /** What is missing, and what the divisions are called. */
    record Lack(List<MissingPermission> missing, Function<DivisionId, String> names) {
        private static final String ADVICE = "give the OAuth client a role with it";

        static Lack of(Directory directory, BoundPolicy bound) {
            return new Lack(
                    directory.missingPermissions(bound.managed()),
                    id -> bound.division(id).name());
        }

        List<Finding> findings() {
            return sentences().stream()
                    .map(sentence -> new Finding(
                            FindingCode.MISSING_PERMISSION,
                            Finding.Severity.WARNING,
                            Optional.empty(),
                            "credential",
                            sentence,
                            ADVICE + ", as the page on going live says; until then a run gives no access"))
                    .toList();
        }

        String text() {
            return String.join("; ", sentences()) + "; " + ADVICE;
        }

        private List<String> sentences() {
            return MissingPermission.sentences(missing, id -> "\"" + names.apply(id) + "\"");
        }
    }
}
