// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Failure;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks before the first write which permissions the credential lacks, so that no run stops half way. The check costs
 * a call for each permission. It is made when a plan has something to do, so that the approver sees a warning. A check
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
        List<MissingPermission> missing = directory.missingPermissions(managed());
        sufficient = missing.isEmpty() ? Optional.of(clock.instant()) : Optional.empty();
        return missing;
    }

    // The service shows divisions to every credential, but roles only to one that may see them.
    private ManagedDivisions managed() {
        try {
            return organizations.recent().bound().managed();
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_PERMITTED) {
                throw e;
            }
            return organizations
                    .policy()
                    .managed(DivisionNames.of(directory.divisions().list()));
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
            List<MissingPermission> missing = missing();
            throw missing.isEmpty()
                    ? e
                    : new DirectoryException(Failure.NOT_PERMITTED, text(missing) + "; " + e.getMessage(), e);
        }
    }

    /** Logs a warning for each missing permission. A plan is useful even if permissions cannot be checked. */
    void warn(Plan plan) {
        try {
            if (isDue(plan)) {
                missing().forEach(m -> LOG.warn("PLAN {} cannot be applied: {}", plan.fingerprint(), m));
            }
        } catch (DirectoryException e) {
            LOG.debug("PLAN could not check permissions: {}", e.getMessage());
        }
    }

    /**
     * Returns why a plan may give no access, if the credential lacks a permission. Removals are tried all the same: one
     * person must not keep access because another cannot get any.
     *
     * @throws PlanRefusedException if the plan takes nothing away
     */
    Optional<String> lacking(Plan plan) {
        List<MissingPermission> missing = isDue(plan) ? missing() : List.of();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String why = "because the credential cannot do all of it: " + text(missing);
        if (plan.operations().noneMatch(o -> o.change().removes())) {
            throw new PlanRefusedException(PlanRefusedException.Cause.NOT_PERMITTED, "nothing was written, " + why);
        }
        return Optional.of("nothing was given, " + why);
    }

    private static String text(List<MissingPermission> missing) {
        return missing.stream().map(MissingPermission::toString).collect(Collectors.joining("; "));
    }

    private boolean isDue(Plan plan) {
        Instant now = clock.instant();
        return !plan.batches().isEmpty()
                && sufficient.filter(at -> now.isBefore(at.plus(planLifetime))).isEmpty();
    }
}
