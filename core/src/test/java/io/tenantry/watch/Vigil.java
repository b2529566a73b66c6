// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.MovingClock;
import io.tenantry.Provisioner;
import io.tenantry.World;
import io.tenantry.contract.ForwardingStore;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.MemorySource;
import io.tenantry.proof.Completeness;
import io.tenantry.store.Fence;
import io.tenantry.store.Lease;
import io.tenantry.store.Notes;
import io.tenantry.store.ProvisioningStore;
import io.tenantry.store.StoreWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** A watch over a small organization on virtual time: what happens, happens while it waits. */
@NullUnmarked
final class Vigil {
    final World world = new World();
    final MemorySource people = MemorySource.named("test");
    final MovingClock clock = new MovingClock();
    final List<WatchEvent> events = new ArrayList<>();
    final Watch.Builder builder = Watch.builder();

    /** Runs before each question to the source; may throw. */
    Runnable asking = () -> {};
    /** Runs before each use of the store; may throw. */
    Runnable storing = () -> {};
    /** Runs each second while the watch waits. */
    Runnable ticking = () -> {};
    /** Whether the source says who changed. */
    boolean feed = true;
    /** How often the source was asked for everybody, and for who changed. */
    int readAll;

    int asked;

    private final TreeMap<Instant, List<Runnable>> later = new TreeMap<>();
    private Instant end = Instant.MAX;
    private Watch watch;

    Vigil() {
        world.clock = clock;
        world.leasesBy(clock);
        builder.clock(clock)
                .sleeper(this::pass)
                .listener(events::add)
                .sweeps(Schedule.never())
                .proofs(Schedule.never())
                .policy(() -> world.policy(), policy -> provisioner());
    }

    Provisioner provisioner() {
        return world.builder(world.directory, store()).source(new Source()).build();
    }

    ProvisioningStore store() {
        return new Store(world.store);
    }

    Watch watch() {
        if (watch == null) {
            watch = builder.build();
        }
        return watch;
    }

    /** Makes something happen so long after the beginning. */
    Vigil at(Duration after, Runnable what) {
        later.computeIfAbsent(World.NOW.plus(after), t -> new ArrayList<>()).add(what);
        return this;
    }

    /** Runs the watch until so long after the beginning. */
    Vigil until(Duration after) {
        end(after);
        watch().run();
        return this;
    }

    void end(Duration after) {
        end = World.NOW.plus(after);
    }

    /** Lets another process watch from now on. */
    Vigil again() {
        watch = null;
        return this;
    }

    private void pass(Duration time) {
        clock.pass(time);
        ticking.run();
        while (!later.isEmpty() && !later.firstKey().isAfter(clock.instant())) {
            later.pollFirstEntry().getValue().forEach(Runnable::run);
        }
        if (!clock.instant().isBefore(end)) {
            watch.stop();
        }
    }

    void put(String id, String... groups) {
        people.put(Identity.of(
                id, id + "@acme.example", "Name " + id, Arrays.asList(groups), Map.of("jobTitle", "Agent")));
    }

    void remove(String id) {
        people.remove(new IdentityId(id));
    }

    <E extends WatchEvent> Stream<E> told(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Returns the tenants that a person reaches; absent if there is no account. */
    Optional<Set<String>> reach(String id) {
        return world.directory.accounts.values().stream()
                .filter(a -> a.userName().equals(id + "@acme.example"))
                .map(a -> world.reach(a.id()))
                .findFirst();
    }

    private final class Source implements IdentitySource {
        @Override
        public String name() {
            return people.name();
        }

        @Override
        public Completeness read(Consumer<IdentityPage> pages) {
            asking.run();
            readAll++;
            return people.read(pages);
        }

        @Override
        public Optional<Identity> find(String idOrUserName) {
            asking.run();
            return people.find(idOrUserName);
        }

        @Override
        public Optional<ChangeFeed> changes() {
            return people.changes().filter(f -> feed).map(f -> new ChangeFeed() {
                @Override
                public String latest() {
                    asking.run();
                    return f.latest();
                }

                @Override
                public Changes since(String watermark) {
                    asked++;
                    asking.run();
                    return f.since(watermark);
                }
            });
        }
    }

    private final class Store extends ForwardingStore {
        Store(ProvisioningStore store) {
            super(store);
        }

        @Override
        public Notes notes() {
            storing.run();
            return super.notes();
        }

        @Override
        public Lease acquire(String name, String holder, Duration time) {
            storing.run();
            return super.acquire(name, holder, time);
        }

        @Override
        public void commit(Fence under, List<StoreWrite> writes) {
            storing.run();
            super.commit(under, writes);
        }

        @Override
        public void commit(List<StoreWrite> writes) {
            storing.run();
            super.commit(writes);
        }
    }
}
