// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Listing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The divisions as last listed, to find the id for a name in a SCIM answer. A name has an id only if exactly one
 * division of a complete listing has it; otherwise the caller has to ask the platform.
 */
final class KnownDivisions {
    private static final long BELIEVED = Duration.ofMinutes(1).toNanos();
    private static final long BELIEVED_WHEN_ABSENT = Duration.ofSeconds(30).toNanos();

    private final Supplier<Listing<Division>> lister;
    private final LongSupplier nanoTime;
    private volatile @Nullable Snapshot latest;

    KnownDivisions(Supplier<Listing<Division>> lister, LongSupplier nanoTime) {
        this.lister = lister;
        this.nanoTime = nanoTime;
    }

    /** Keeps a listing that another caller has read. */
    void saw(Listing<Division> listing) {
        latest = new Snapshot(listing, nanoTime.getAsLong());
    }

    /** Forgets the listing, because a division was created or the service refused one as it was listed. */
    void changed() {
        latest = null;
    }

    /**
     * Returns the division with this id as it is called now; absent if no complete listing shows it, and if another one
     * has the same name, which then says nothing.
     */
    Optional<Division> named(DivisionId id) {
        return believed().named(id);
    }

    /**
     * Returns whether a division is in no listing any more; where the one that is believed does not show it, by one
     * that is read now.
     */
    boolean isGone(DivisionId id) {
        return believed().isGone(id) && fresh().isGone(id);
    }

    Optional<DivisionId> idOf(String name) {
        Snapshot held = believed();
        if (!held.has(name) && age(held) > BELIEVED_WHEN_ABSENT) {
            held = fresh();
        }
        return held.idOf(name);
    }

    private Snapshot believed() {
        Snapshot held = latest;
        return held == null || age(held) > BELIEVED ? fresh() : held;
    }

    private Snapshot fresh() {
        Snapshot read = new Snapshot(lister.get(), nanoTime.getAsLong());
        latest = read;
        return read;
    }

    private long age(Snapshot snapshot) {
        return nanoTime.getAsLong() - snapshot.at;
    }

    private record Snapshot(Listing<Division> listing, long at) {
        boolean has(String name) {
            return named(name).size() == 1;
        }

        Optional<DivisionId> idOf(String name) {
            List<Division> named = named(name);
            return named.size() == 1
                            && named.get(0).name().equals(name)
                            && listing.completeness().isComplete()
                    ? Optional.of(named.get(0).id())
                    : Optional.empty();
        }

        Optional<Division> named(DivisionId id) {
            return listing.entries().stream()
                    .filter(d -> d.id().equals(id) && idOf(d.name()).isPresent())
                    .findFirst();
        }

        boolean isGone(DivisionId id) {
            return listing.completeness().isComplete()
                    && listing.entries().stream().noneMatch(d -> d.id().equals(id));
        }

        private List<Division> named(String name) {
            return listing.entries().stream()
                    .filter(d -> UserNames.same(d.name(), name))
                    .toList();
        }
    }
}
