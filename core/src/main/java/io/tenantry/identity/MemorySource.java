// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Fold;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * People in memory, for a host that has them already, and for tests. It offers a feed of changes. Safe for use by
 * several threads; a read sees the people of one moment.
 *
 * <p>Two people with one user name, in upper or lower case, are both rejected, and an empty source is never complete.
 */
public final class MemorySource implements IdentitySource {
    private final String name;
    private final TreeMap<IdentityId, Identity> people = new TreeMap<>();
    private final TreeMap<Long, IdentityId> changed = new TreeMap<>();
    private final Map<IdentityId, Long> changedAt = new HashMap<>();
    private final Map<String, Set<IdentityId>> holders = new HashMap<>();
    private final String mark = UUID.randomUUID() + ":";
    private long moment;

    private MemorySource(String name) {
        this.name = name;
    }

    /** Returns a source named {@code memory} that holds these people. */
    public static MemorySource of(Identity... people) {
        return named("memory").putAll(List.of(people));
    }

    /** Returns an empty source with a name for messages and records. */
    public static MemorySource named(String name) {
        return new MemorySource(name);
    }

    /**
     * Adds a person, or replaces the person with the same id, and returns this source. The name of this source is the
     * origin of a person without an origin of its own.
     */
    public synchronized MemorySource put(Identity person) {
        Identity identity = person.in(name);
        Identity before = people.put(identity.id(), identity);
        if (!identity.equals(before)) {
            Optional.ofNullable(before).ifPresent(this::letGo);
            holders(identity).add(identity.id());
            holders(identity).forEach(this::mark);
        }
        return this;
    }

    /** Adds or replaces people as {@link #put} does, at one moment, and returns this source. */
    public synchronized MemorySource putAll(Collection<Identity> identities) {
        identities.forEach(this::put);
        return this;
    }

    /** Removes a person and returns this source; has no effect if there is no such person. */
    public synchronized MemorySource remove(IdentityId id) {
        Optional.ofNullable(people.remove(id)).ifPresent(this::letGo);
        return this;
    }

    // People who share the name are marked as changed too, because they may be accepted now, or no longer.
    private void letGo(Identity before) {
        holders(before).forEach(this::mark);
        holders(before).remove(before.id());
    }

    private Set<IdentityId> holders(Identity identity) {
        return holders.computeIfAbsent(Fold.of(identity.userName()), name -> new TreeSet<>());
    }

    private void mark(IdentityId id) {
        Long before = changedAt.put(id, ++moment);
        if (before != null) {
            changed.remove(before);
        }
        changed.put(moment, id);
    }

    /** Returns how many people are held. */
    public synchronized int size() {
        return people.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        List<Identity> moment = now();
        Pages sink = new Pages(pages);
        sort(moment, moment, sink);
        return sink.finish(moment.isEmpty() ? List.of(name + " is empty") : List.of());
    }

    private synchronized List<Identity> now() {
        return List.copyOf(people.values());
    }

    /** Separates people who share a user name from the others. */
    private static void sort(Collection<Identity> some, Collection<Identity> all, TwoPassRead.Sink sink) {
        Map<String, String> holders = new HashMap<>();
        all.forEach(i -> holders.merge(
                Fold.of(i.userName()), i.id().value(), (ids, id) -> ids.length() > 99 ? ids : ids + ", " + id));
        some.forEach(i -> sort(i, holders.getOrDefault(Fold.of(i.userName()), i.id().value()), sink));
    }

    private static void sort(Identity identity, String holders, TwoPassRead.Sink sink) {
        List<String> faults = new ArrayList<>(identity.faults());
        if (!holders.equals(identity.id().value())) {
            faults.add("identities " + holders
                    + " have the same user name, so none of them is accepted; correct the wrong one");
        }
        if (faults.isEmpty()) {
            sink.identity(identity);
        } else {
            sink.rejected(new RejectedRow(
                    identity.origin(),
                    Optional.of(identity.id()),
                    Optional.of(identity.userName()),
                    String.join("; ", faults)));
        }
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        List<Identity> moment = now();
        Search search = new Search(name, idOrUserName);
        sort(moment, moment, search);
        return search.result(List.of(), List.of());
    }

    /** Returns the feed of changes. Its watermarks belong to this source object; another one does not know them. */
    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(new Feed());
    }

    private synchronized Set<IdentityId> changedSince(long seen) {
        return new TreeSet<>(changed.tailMap(seen, false).values());
    }

    private synchronized long moment() {
        return moment;
    }

    /** Watermarks are this object's mark and the number of a change. */
    private final class Feed implements ChangeFeed {
        @Override
        public String latest() {
            return mark + moment();
        }

        @Override
        public Changes since(String watermark) {
            String now = latest();
            return new Changes(changedSince(number(watermark)), now);
        }

        private long number(String watermark) {
            try {
                long seen = watermark.startsWith(mark) ? Long.parseLong(watermark.substring(mark.length())) : -1;
                if (seen >= 0 && seen <= moment()) {
                    return seen;
                }
            } catch (NumberFormatException e) {
                throw unknown(e);
            }
            throw unknown(null);
        }

        private UnknownWatermarkException unknown(@Nullable Throwable cause) {
            return new UnknownWatermarkException(
                    name + " does not know the watermark; read all people once and start from there", cause);
        }
    }
}
