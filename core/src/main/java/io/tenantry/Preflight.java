// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.MissingPermission;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.plan.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, before the first write, what the credential lacks, so that no run ends half way for it. That costs a call for each permission
 * and is asked when something is planned: then whoever approves is warned, and the application need not ask again. That nothing is
 * missing is believed as long as a plan is; that something is, is asked each time. Safe for use by several threads.
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

    /** Returns everything that is missing. */
    List<MissingPermission> missing() {
        BoundPolicy bound = organizations.recent().bound();
        boolean creates =
                bound.policy().tenants().stream().anyMatch(t -> t.division().create());
        List<DivisionId> managed =
                bound.ownedDivisions().stream().filter(d -> !bound.isLost(d)).toList();
        List<MissingPermission> missing = directory.missingPermissions(managed, creates);
        sufficient = missing.isEmpty() ? Optional.of(clock.instant()) : Optional.empty();
        return missing;
    }

    /** Asks ahead of a plan's application. A plan is worth having even where nobody can tell. */
    void warn(Plan plan) {
        try {
            if (isDue(plan)) {
                missing().forEach(m -> LOG.warn("PLAN {} cannot be applied: {}", plan.fingerprint(), m));
            }
        } catch (DirectoryException e) {
            LOG.debug("PLAN what the credential lacks was not told: {}", e.getMessage());
        }
    }

    /**
     * Returns why a plan may give nobody anything, if the credential lacks something. What is to be taken away is tried all the same: nobody keeps access
     * because somebody else cannot be given any.
     *
     * @throws PlanRefusedException if the plan takes nothing away
     */
    Optional<String> lacking(Plan plan) {
        List<MissingPermission> missing = isDue(plan) ? missing() : List.of();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String why = "because the credential cannot do all of it: "
                + missing.stream().map(MissingPermission::toString).collect(Collectors.joining("; "));
        if (plan.operations().noneMatch(o -> o.change().removes())) {
            throw new PlanRefusedException(PlanRefusedException.Cause.NOT_PERMITTED, "nothing was written, " + why);
        }
        return Optional.of("nothing was given, " + why);
    }

    private boolean isDue(Plan plan) {
        Instant now = clock.instant();
        return !plan.batches().isEmpty()
                && sufficient.filter(at -> now.isBefore(at.plus(planLifetime))).isEmpty();
    }
}
