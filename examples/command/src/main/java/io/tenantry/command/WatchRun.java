// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Provisioner;
import io.tenantry.apply.ApprovalGate;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.host.Progress;
import io.tenantry.identity.IdentitySource;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.watch.Watch;
import io.tenantry.watch.WatchEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Follows the source until the process is asked to end. */
record WatchRun(Host host, IdentitySource source, Directory directory, ProvisioningStore store) {
    /** How long a question about the health waits for the database of the pushes. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    Exit run(OrganizationPolicy first) {
        refuseStranger(first);
        Interruption interruption = host.context().interruption();
        Watch watch = watch(first);
        interruption.stopping(watch::stop);
        interruption.saying(this::lastWords);
        try (HealthServer health = health(watch)) {
            host.reporter().watching(health.address());
            watch.run();
        }
        return Exit.INTERRUPTED;
    }

    private Watch watch(OrganizationPolicy first) {
        Interruption interruption = host.context().interruption();
        WatchTimes times = host.request().times();
        // A push is noticed within a second, whichever process took it.
        AtomicReference<Watch> running = new AtomicReference<>();
        Watch watch = Watch.builder()
                .policy(new EditedPolicy(host.request().policy().orElseThrow(), first), this::provisioner)
                .every(times.every())
                .sweeps(times.sweeps())
                .proofs(times.proofs())
                .approvedBy(host.request().approvedBy())
                .lastPush(new Asked<>(this::lastPush, PATIENCE))
                .clock(host.context().clock())
                .sleeper(duration -> {
                    interruption.reading();
                    host.context().sleeper().sleep(duration);
                    if (source instanceof PushedSource pushed && pushed.hasNews()) {
                        Optional.ofNullable(running.get()).ifPresent(Watch::wake);
                    }
                })
                .listener(event -> {
                    interruption.reading();
                    host.reporter().watched(event);
                })
                .build();
        running.set(watch);
        return watch;
    }

    private Optional<Instant> lastPush() {
        return source instanceof PushedSource pushed ? pushed.lastPush() : Optional.empty();
    }

    // An organization that cannot be reached now is asked again later, as at any time.
    private void refuseStranger(OrganizationPolicy policy) {
        try {
            Mismatch.refuse(policy, directory.organization());
        } catch (DirectoryException e) {
            if (e.failure() != Failure.RETRY_LATER && e.failure() != Failure.OUTCOME_UNKNOWN) {
                throw e;
            }
        }
    }

    private void lastWords() {
        host.reporter().watched(new WatchEvent.Stopped(host.context().clock().instant()));
        host.reporter().end(Exit.INTERRUPTED);
        host.context().out().flush();
    }

    private HealthServer health(Watch watch) {
        return host.request()
                .times()
                .health()
                .map(address -> HealthServer.on(address, () -> Health.of(watch.status())))
                .orElse(HealthServer.NONE);
    }

    private Provisioner provisioner(OrganizationPolicy policy) {
        Mismatch.refuse(policy, store, host.request().state().name());
        return host.builder(policy, source, directory, store)
                .progress(Progress.NONE)
                .approvalGate((plan, approval) -> {
                    host.context().interruption().writing();
                    return new ApprovalGate.Decision.Granted("");
                })
                .build();
    }
}
