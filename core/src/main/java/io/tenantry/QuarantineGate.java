// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.apply.QuarantineRule;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.internal.Words;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreException;
import io.tenantry.store.StoreWrite;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a road, unless the source or the organization has failed too often; counts the failures. */
final class QuarantineGate {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineGate.class);

    private final ProvisioningStore store;
    private final String source;
    private final QuarantineRule rule;
    private final Clock clock;

    QuarantineGate(ProvisioningStore store, String source, QuarantineRule rule, Clock clock) {
        this.store = store;
        this.source = Quarantine.source(source);
        this.rule = rule;
        this.clock = clock;
    }

    /** Runs a road that reads the source and the organization. */
    <T> T read(Supplier<T> road) {
        return run(road, Quarantine.ORGANIZATION, source);
    }

    /** Runs a road that reads only the organization. */
    <T> T organization(Supplier<T> road) {
        return run(road, Quarantine.ORGANIZATION);
    }

    /**
     * Runs a road that reads one person. What is refused for that person alone is no failure of the organization, and a
     * source that was read and gives no clear answer about that person has not failed.
     */
    <T> T person(Supplier<T> road) {
        return run(road, true, Quarantine.ORGANIZATION, source);
    }

    private <T> T run(Supplier<T> road, String... scopes) {
        return run(road, false, scopes);
    }

    private <T> T run(Supplier<T> road, boolean onePerson, String... scopes) {
        Notes notes = store.notes();
        List<Quarantine> before =
                Stream.of(scopes).flatMap(s -> notes.quarantine(s).stream()).toList();
        before.stream().filter(q -> q.holds(clock.instant())).forEach(QuarantineGate::refuse);
        try {
            T result = road.get();
            lift(before);
            return result;
        } catch (DirectoryException e) {
            if (!onePerson || e.failure() == Failure.RETRY_LATER || e.failure() == Failure.NOT_AUTHENTICATED) {
                failed(Quarantine.ORGANIZATION, e.failure() + ": " + e.getMessage(), e.retryAfter(), e);
            }
            throw e;
        } catch (IdentitySourceException e) {
            if (!onePerson || e.getCause() != null) {
                failed(source, String.valueOf(e.getMessage()), Optional.empty(), e);
            }
            throw e;
        }
    }

    private static void refuse(Quarantine q) {
        throw new PlanRefusedException(
                PlanRefusedException.Cause.QUARANTINED,
                q.scope() + " failed " + Words.count(q.strikes(), "time", "times") + " in a row since "
                        + Words.second(q.since())
                        + ", most recently with "
                        + q.reason() + "; it is not read again before " + Words.second(q.until())
                        + ": fix the cause, then lift the quarantine or wait");
    }

    // What the road has done is worth more than the end of a quarantine, which the next road brings.
    private void lift(List<Quarantine> before) {
        if (!before.isEmpty()) {
            try {
                store.commit(
                        before.stream().<StoreWrite>map(StoreWrite.Drop::of).toList());
            } catch (StoreException e) {
                LOG.warn(
                        "the quarantine of {} could not be ended: {}",
                        before.get(0).scope(),
                        e.getMessage());
            }
        }
    }

    private void failed(String scope, String reason, Optional<Duration> asked, RuntimeException cause) {
        try {
            store.commit(List.of(new StoreWrite.Keep(
                    rule.outage(store.notes().quarantine(scope), scope, reason, asked, clock.instant()))));
        } catch (StoreException e) {
            cause.addSuppressed(e);
        }
    }
}
