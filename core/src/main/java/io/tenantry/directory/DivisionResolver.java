// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Finds divisions by name and names by id, over one cached listing. A name is matched exactly after {@link NameForm}'s
 * normalization; nothing is guessed. Safe for use by several threads; concurrent first calls read the listing once.
 */
public final class DivisionResolver {
    private static final String LISTING = "divisions";

    private final Divisions divisions;
    private final Function<String, Optional<DivisionId>> pins;
    private final Cache<String, DivisionNames> cache;

    private DivisionResolver(Builder builder) {
        divisions = builder.divisions;
        pins = builder.pins;
        cache = Caffeine.newBuilder()
                .expireAfterWrite(builder.expiry)
                .ticker(builder.nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Returns a builder of a resolver that reads these divisions. */
    public static Builder over(Divisions divisions) {
        return new Builder(divisions);
    }

    /**
     * Returns what a division's name stands for, reading the listing if none is cached.
     *
     * @throws DirectoryException if the listing cannot be read; nothing is cached then
     */
    public DivisionResolution resolve(String name) {
        return names().resolve(name, pins.apply(name));
    }

    /**
     * Returns what a division's name stands for, with an id pinned by the caller.
     *
     * @param pin wins over the name and over the pins that this resolver was built with
     * @throws DirectoryException if the listing cannot be read
     */
    public DivisionResolution resolve(String name, DivisionId pin) {
        return names().resolve(name, Optional.of(pin));
    }

    /**
     * Returns the division with this id as it stands, Home included, if it was seen.
     *
     * @throws DirectoryException if the listing cannot be read
     */
    public Optional<Division> find(DivisionId id) {
        return names().find(id);
    }

    /**
     * Returns all divisions, from the cached listing if there is one.
     *
     * @throws DirectoryException if the listing cannot be read
     */
    public DivisionNames names() {
        DivisionNames names = cache.get(LISTING, k -> DivisionNames.of(divisions.list()));
        if (!names.isComplete()) {
            cache.asMap().remove(LISTING, names);
        }
        return names;
    }

    /** Forgets the cached listing, so that the next call reads it anew; to be called after a division was created or renamed. */
    public void refresh() {
        cache.invalidateAll();
    }

    /** Builds a {@link DivisionResolver}. */
    public static final class Builder {
        private final Divisions divisions;
        private Function<String, Optional<DivisionId>> pins = name -> Optional.empty();
        private Duration expiry = Duration.ofMinutes(15);
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(Divisions divisions) {
            this.divisions = divisions;
        }

        /** Sets the ids that names stood for, by name in any spelling that normalizes alike; none by default. */
        public Builder pins(Map<String, DivisionId> pinned) {
            Map<String, DivisionId> normal = new HashMap<>();
            pinned.forEach((name, id) -> normal.put(NameForm.of(name).normal(), id));
            return pins(name -> Optional.ofNullable(normal.get(NameForm.of(name).normal())));
        }

        /** Sets the function that knows the id a name stood for; by default it knows none. */
        public Builder pins(Function<String, Optional<DivisionId>> pinned) {
            pins = pinned;
            return this;
        }

        /** Sets how long a complete listing is believed; 15 minutes by default. An incomplete one is never kept. */
        public Builder expiry(Duration time) {
            expiry = time;
            return this;
        }

        /** Sets the clock of the cache, in nanoseconds from any origin; {@link System#nanoTime()} by default. */
        public Builder nanoTime(LongSupplier ticker) {
            nanoTime = ticker;
            return this;
        }

        /** Returns the resolver. */
        public DivisionResolver build() {
            return new DivisionResolver(this);
        }
    }
}
