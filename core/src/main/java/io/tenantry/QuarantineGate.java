// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.store.Quarantines;
import io.tenantry.store.Quarantines.Quarantine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Runs a road, unless the source or the organization has failed too often; counts the failures. */
final class QuarantineGate {
    private final Quarantines quarantines;
    private final String source;
    private final QuarantineRule rule;
    private final Clock clock;

    QuarantineGate(Quarantines quarantines, String source, QuarantineRule rule, Clock clock) {
        this.quarantines = quarantines;
        this.source = Quarantines.source(source);
        this.rule = rule;
        this.clock = clock;
    }

    /** Runs a road that reads the source and the organization. */
    <T> T read(Supplier<T> road) {
        return run(road, Quarantines.ORGANIZATION, source);
    }

    /** Runs a road that reads only the organization. */
    <T> T organization(Supplier<T> road) {
        return run(road, Quarantines.ORGANIZATION);
    }

    /** Runs a road that reads one person; what is refused for that person alone is no failure of the organization. */
    <T> T person(Supplier<T> road) {
        return run(
                road,
                e -> e.failure() == Failure.RETRY_LATER || e.failure() == Failure.NOT_AUTHENTICATED,
                Quarantines.ORGANIZATION,
                source);
    }

    private <T> T run(Supplier<T> road, String... scopes) {
        return run(road, e -> true, scopes);
    }

    private <T> T run(Supplier<T> road, Predicate<DirectoryException> counts, String... scopes) {
        List.of(scopes).forEach(this::refuse);
        try {
            T result = road.get();
            List.of(scopes).forEach(this::lift);
            return result;
        } catch (DirectoryException e) {
            if (counts.test(e)) {
                failed(Quarantines.ORGANIZATION, e.failure() + ": " + e.getMessage(), e.retryAfter());
            }
            throw e;
        } catch (IdentitySourceException e) {
            failed(source, String.valueOf(e.getMessage()), Optional.empty());
            throw e;
        }
    }

    private void refuse(String scope) {
        Instant now = clock.instant();
        quarantines.of(scope).filter(q -> q.holds(now)).ifPresent(QuarantineGate::refuse);
    }

    private static void refuse(Quarantine q) {
        throw new PlanRefusedException(
                PlanRefusedException.Cause.QUARANTINED,
                q.scope() + " failed " + q.strikes() + " times in a row since " + q.since() + ", most recently with "
                        + q.reason() + "; it is not read again before " + q.until()
                        + ": fix the cause, then lift the quarantine or wait");
    }

    private void lift(String scope) {
        if (quarantines.of(scope).isPresent()) {
            quarantines.lift(scope);
        }
    }

    private void failed(String scope, String reason, Optional<Duration> asked) {
        quarantines.put(rule.outage(quarantines.of(scope), scope, reason, asked, clock.instant()));
    }
}
