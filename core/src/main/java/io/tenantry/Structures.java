// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an organization is made of, as last read: which organization it is, and the policy bound to its divisions, groups and
 * roles. It changes far more rarely than people do, so that one person after the other need not read it anew. Safe for use by
 * several threads.
 */
final class Structures {
    private final Duration believed;
    private volatile Optional<Structure> latest = Optional.empty();

    Structures(Duration believed) {
        this.believed = believed;
    }

    /** Keeps what was read. */
    void saw(Structure structure) {
        latest = Optional.of(structure);
    }

    /** Forgets what was read, because it was changed or turned out wrong. */
    void forget() {
        latest = Optional.empty();
    }

    /** Returns what was read last if that is recent enough, or reads it. */
    Structure recent(Settings settings) {
        Instant now = settings.clock().instant();
        return believed(now).orElseGet(() -> {
            Structure read = OrganizationReader.structure(settings, now);
            saw(read);
            return read;
        });
    }

    /** Returns which organization it is, by the last read if that is recent enough, or by another. */
    String organization(Settings settings) {
        return believed(settings.clock().instant())
                .map(Structure::organization)
                .orElseGet(() -> settings.directory().organization().id());
    }

    private Optional<Structure> believed(Instant now) {
        return latest.filter(s -> now.isBefore(s.at().plus(believed)));
    }
}
