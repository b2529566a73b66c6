// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tenantry.proof.Completeness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Finds divisions by name and names by id in the structure of one organization, which it reads once and keeps for a
 * time. A name is matched exactly up to white space, case and compatible characters; nothing is guessed. Safe for use
 * by several threads: if several ask at the same time, one reads and the others wait for its result.
 */
public final class DivisionResolver {
    private static final String STRUCTURE = "structure";

    private final Directory directory;
    private final Cache<String, Structure> cache;

    private DivisionResolver(Directory directory, Clock clock, Duration age) {
        this.directory = directory;
        this.cache = Caffeine.newBuilder()
                .expireAfterWrite(age)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns a resolver of this organization's divisions.
     *
     * @param clock measures the age of the structure
     * @param age how long a complete structure is used; zero to read it for each question
     */
    public static DivisionResolver over(Directory directory, Clock clock, Duration age) {
        return new DivisionResolver(directory, clock, age);
    }

    /**
     * Returns what a division's name stands for.
     *
     * @throws DirectoryException if the structure has to be read and cannot be
     */
    public DivisionResolution resolve(String name) {
        return structure().divisions().resolve(name, Optional.empty());
    }

    /**
     * Returns what a division's name stands for.
     *
     * @param pin the id that the name stood for, as written in a policy or found by an earlier run; it wins over the
     *     name
     * @throws DirectoryException if the structure has to be read and cannot be
     */
    public DivisionResolution resolve(String name, DivisionId pin) {
        return structure().divisions().resolve(name, Optional.of(pin));
    }

    /**
     * Returns the division with this id as it stands, Home included, if it was seen.
     *
     * @throws DirectoryException if the structure has to be read and cannot be
     */
    public Optional<Division> find(DivisionId id) {
        return structure().divisions().find(id);
    }

    /**
     * Returns the structure that was read last if it is recent enough, or reads it. An incomplete structure is returned
     * but not kept; if the service refuses the roles, they are missing from it and in doubt.
     *
     * @throws DirectoryException if it has to be read and cannot be; nothing is kept then
     */
    public Structure structure() {
        return kept(cache.get(STRUCTURE, k -> read()));
    }

    /**
     * Reads the structure now, for every caller that asks after this one.
     *
     * @throws DirectoryException if it cannot be read
     */
    public Structure reread() {
        return kept(cache.asMap().compute(STRUCTURE, (k, before) -> read()));
    }

    /** Returns the structure that was read last, if it is recent enough; reads nothing. */
    public Optional<Structure> latest() {
        return Optional.ofNullable(cache.getIfPresent(STRUCTURE));
    }

    /**
     * Forgets the structure, so that the next question reads it; call it after a division or a group was made or
     * renamed.
     */
    public void forget() {
        cache.invalidate(STRUCTURE);
    }

    private Structure kept(Structure structure) {
        if (!structure.isComplete()) {
            cache.asMap().remove(STRUCTURE, structure);
        }
        return structure;
    }

    private Structure read() {
        return new Structure(
                DivisionNames.of(directory.divisions().list()),
                directory.groups().list(),
                roles());
    }

    // Without the roles nobody gains access in a tenant that names one, and people can still lose it.
    private Listing<Role> roles() {
        try {
            return directory.roles().list();
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_AUTHENTICATED) {
                throw e;
            }
            return new Listing<>(
                    List.of(), Completeness.doubtful(0, 0, "the listing of roles was refused: " + e.getMessage()));
        }
    }
}
