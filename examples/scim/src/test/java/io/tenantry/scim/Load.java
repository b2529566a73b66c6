// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.Provisioner;
import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.Retention;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.OAuthClient;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Quirk;
import io.tenantry.fixtures.quirk.RateLimit;
import io.tenantry.genesys.ClientCredentials;
import io.tenantry.genesys.GenesysCloud;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySource;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.store.JdbcStore;
import io.tenantry.watch.Schedule;
import io.tenantry.watch.Watch;
import io.tenantry.watch.WatchStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A provider that pushes without a pause, the endpoint, a watch and Genesys Cloud, on one virtual clock and in one
 * thread: the provider pushes while the watch waits, and before each call that it makes. Once the databases are out of
 * reach for a while, and once the process is killed.
 */
final class Load implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    /** After the load some changes come one by one, which a read of everybody does not make good. */
    private static final int SLOW = 40;

    private static final Duration SLOW_PACE = Duration.ofSeconds(15);
    private static final Duration LONGEST_REST = Duration.ofHours(12);

    /** How many people of how many tenants, and how many pushes a second for how long. */
    record Size(int people, int tenants, int rate, Duration time) {
        int pushes() {
            return (int) (rate * time.toSeconds());
        }

        /** Returns how many pushes there are with the slow ones at the end. */
        int all() {
            return pushes() + SLOW;
        }
    }

    /** What is alive at a moment, and how much was written in Genesys Cloud until then, whose fake forgets nothing. */
    record Alive(long bytes, int snapshots) {}

    /** The process ends here, in the middle of a call; of all errors, a run does not survive this kind. */
    private static final class Killed extends InternalError {
        private static final long serialVersionUID = 1;
    }

    private final Size size;
    private final Month.Place place;
    private final FakeClock clock = new FakeClock(BEGIN);
    private final FakeGenesysCloud fake;
    private final OAuthClient client;
    private final LoadPushes pushes;
    private final String token;
    private final List<Alive> alive = new ArrayList<>();
    private Instant begin = Instant.MAX;
    private Instant cutUntil = Instant.MIN;
    private Instant lastPush = BEGIN;
    private LoadPushes.@Nullable Step unanswered;
    private boolean acting;
    private int pushed;
    private int repeated;
    private int restarts;
    private Host process;

    /** What a process of the host holds. */
    private final class Host implements AutoCloseable {
        final ScimStore pushes = ScimStore.on(new FailingDatabase(place.pushes(), Load.this::isCut).seen())
                .schema(place.schema())
                .clock(clock)
                .open();
        final JdbcStore state =
                JdbcStore.on(place.state()).schema(place.schema()).open();
        final ScimConnection connection = pushes.connection("provider");
        final ProviderClient provider = new ProviderClient(ScimEndpoint.of(pushes), token);
        final GenesysCloud genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(ClientCredentials.of(client.id(), client.secret().toCharArray()))
                .httpClient(fake.httpClient())
                .clock(clock)
                .nanoTime(() -> Duration.between(BEGIN, clock.instant()).toNanos())
                .sleeper(Load.this::pass)
                .build();
        final Provisioner engine = Provisioner.builder()
                .policy(policy(size.tenants()))
                .source(connection.source())
                .directory(genesys)
                .store(state)
                .clock(clock)
                .sleeper(Load.this::pass)
                .build();
        final Watch watch = Watch.builder()
                .provisioner(engine)
                .sweeps(Schedule.never())
                .proofs(Schedule.never())
                .clock(clock)
                .sleeper(Load.this::pass)
                .build();

        @Override
        public void close() {
            genesys.close();
            state.close();
            pushes.close();
        }
    }

    Load(long seed, Size size, Month.Place place) {
        this.size = size;
        this.place = place;
        fake = FakeGenesysCloud.builder()
                .seed(seed)
                .clock(clock)
                .limit(RateLimit.GENESYS)
                .requestTime(Duration.ofMillis(100))
                .record(new Retention(100, 1_000_000))
                .with(Quirk.MembershipWrites.LATER)
                .build();
        client = Month.organization(fake, size.tenants());
        token = Month.issued(place);
        process = new Host();
        pushes = new LoadPushes(seed, "p", groups(process.provider, size.tenants()));
    }

    /** Pushes the group of each tenant, and returns their ids. */
    static List<String> groups(ProviderClient provider, int tenants) {
        return IntStream.range(0, tenants)
                .mapToObj(tenant -> provider.group("Account-" + tenant))
                .toList();
    }

    /** Returns a policy for so many tenants whose limits let most people change within an hour. */
    static OrganizationPolicy policy(int tenants) {
        String limit = "{\"max\":100000,\"percent\":99}";
        String all = IntStream.range(0, tenants)
                .mapToObj(tenant -> """
                        {"id":"t%1$d","division":{"name":"Tenant_%1$d"},"match":{"sourceGroup":"Account-%1$d"},
                         "profiles":[{"id":"agent","genesysGroup":"Agents %1$d","roles":["Agent"]}]}""".formatted(tenant))
                .collect(Collectors.joining(","));
        String text = """
                {"apiVersion":"tenantry/v1","organization":"fakebpo",
                 "defaults":{"limits":{"accounts":%1$s,"memberships":%1$s,"grants":%1$s,"names":%1$s,"window":"1h"}},
                 "attributes":{"title":{"from":"title"}},"tenants":[%2$s]}""".formatted(limit, all);
        return PolicyLoader.read(text, PolicyFormat.JSON, "policy.json").orThrow();
    }

    /** Pushes everybody once, then changes for so long, and waits until all of it is in Genesys Cloud. */
    void run() {
        pushes.settle(size.people());
        while (pushes.isUnderWay()) {
            push();
        }
        process.connection.finishFirstCycle();
        work();
        pushed = 0;
        begin = clock.instant();
        fake.faults().onAny().always().running(() -> pass(Duration.ZERO)).pass();
        work();
    }

    private void work() {
        Instant latest = clock.instant().plus(size.time()).plus(LONGEST_REST);
        do {
            process.close();
            process = new Host();
            try {
                process.watch.run();
            } catch (Killed e) {
                restarts++;
            }
        } while (!isDone() && clock.instant().isBefore(latest));
    }

    private boolean isCut() {
        return clock.instant().isBefore(cutUntil);
    }

    // A provider does not push while it pushes, and what waits lets it push.
    private void pass(Duration wait) {
        clock.advance(wait);
        if (acting) {
            return;
        }
        acting = true;
        try {
            pushDue();
        } finally {
            acting = false;
        }
        if (isDone()) {
            process.watch.stop();
        }
    }

    private void pushDue() {
        long due = due();
        while (pushed < due && push()) {
            pushed++;
            if (pushed == size.pushes() / 4 || pushed == size.pushes()) {
                alive.add(measured());
            } else if (pushed == size.pushes() / 3) {
                cutUntil = clock.instant().plus(OUTAGE);
            } else if (pushed == size.pushes() / 2) {
                throw new Killed();
            }
        }
    }

    private long due() {
        if (begin.isAfter(clock.instant())) {
            return 0;
        }
        Duration since = Duration.between(begin, clock.instant());
        long slow = since.minus(size.time()).toSeconds() / SLOW_PACE.toSeconds();
        return since.compareTo(size.time()) < 0
                ? since.toMillis() * size.rate() / 1_000
                : Math.min(size.pushes() + slow, size.all());
    }

    /** Pushes one change, and returns whether it was acknowledged; else it is pushed again. */
    private boolean push() {
        LoadPushes.Step step = unanswered == null ? pushes.step() : unanswered;
        int status = process.provider
                .send(step.method(), step.target(), step.bytes())
                .status();
        boolean again = unanswered != null;
        unanswered = null;
        if (status == 503) {
            unanswered = step;
            repeated++;
            return false;
        }
        if (!step.isDone(status, again)) {
            throw new IllegalStateException(step + " was answered with " + status);
        }
        step.acknowledged().run();
        lastPush = clock.instant();
        process.watch.wake();
        return true;
    }

    private Alive measured() {
        System.gc();
        return new Alive(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                fake.history().snapshots().size());
    }

    private boolean isDone() {
        WatchStatus status = process.watch.status();
        return (begin.equals(Instant.MAX) || pushed == size.all())
                && status.lastLook().filter(look -> look.isAfter(lastPush)).isPresent()
                && status.due() == 0;
    }

    LoadPushes pushes() {
        return pushes;
    }

    /** Returns what was alive after a quarter of the pushes, and after the last. */
    List<Alive> alive() {
        return alive;
    }

    Map<String, String> pushed() {
        return pushed(process.connection.source());
    }

    Map<String, String> provisioned() {
        return provisioned(fake);
    }

    /** Returns what a connection holds, by the ids of the people. */
    static Map<String, String> pushed(IdentitySource source) {
        Map<String, String> held = new TreeMap<>();
        source.read(
                page -> page.identities().forEach(person -> held.put(person.id().value(), pushed(person))));
        return held;
    }

    private static String pushed(Identity person) {
        return LoadPushes.pushed(
                person.userName(),
                person.attribute("title").orElse(""),
                person.enabled(),
                List.copyOf(person.sourceGroups()));
    }

    /** Returns what Genesys Cloud holds of active accounts, by user names. */
    static Map<String, String> provisioned(FakeGenesysCloud fake) {
        Org org = fake.org();
        return org.users().stream()
                .filter(user -> user.state() == UserState.ACTIVE)
                .collect(
                        Collectors.toMap(User::email, user -> provisioned(org, user), (a, b) -> "twice", TreeMap::new));
    }

    private static String provisioned(Org org, User user) {
        return LoadPushes.provisioned(
                user.attribute("title").orElse(""),
                org.division(user.divisionId()).map(Division::name).orElse("?"),
                org.groupsOf(user.id()).stream().map(Group::name).sorted().toList());
    }

    /** Returns the people whom the feed names since the watermark that the watch keeps, and those who are due. */
    Set<IdentityId> backlog() {
        Set<IdentityId> backlog = new TreeSet<>(process.engine.following().due());
        String watermark = process.state.notes().feed("provider").orElseThrow().watermark();
        backlog.addAll(process.connection
                .source()
                .changes()
                .orElseThrow()
                .since(watermark)
                .ids());
        return backlog;
    }

    /** Reads everybody again, and returns what there is to do. */
    Plan full() {
        return process.engine.plan();
    }

    /** Returns the number of moments at which a person reached two tenants. */
    int crossings() {
        return MonthJudge.crossings(fake);
    }

    /** Returns what happened, in words and numbers. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d pushes, %d of them repeated, %d restarts, %d calls in %s; alive: %s",
                size,
                pushed,
                repeated,
                restarts,
                fake.recorder().count(),
                Duration.between(BEGIN, clock.instant()),
                alive);
    }

    @Override
    public void close() {
        process.close();
        fake.close();
    }
}
