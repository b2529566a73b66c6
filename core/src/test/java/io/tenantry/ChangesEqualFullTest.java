// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.MemorySource;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import io.tenantry.policy.EntitlementKind;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Over seeded weeks, plans for the people who changed leave the organization that plans for everybody leave, and a sweep
 * at the end finds nothing to do. {@code -Dtenantry.weeks} says how many weeks, {@code -Dtenantry.week} which one alone.
 */
@NullUnmarked
class ChangesEqualFullTest {
    private static final int USUAL = 600;

    private int followed;
    private int days;

    @Test
    void changesLeaveWhatPlansForEverybodyLeave() {
        Integer only = Integer.getInteger("tenantry.week");
        int from = only != null ? only : 0;
        int to = only != null ? only + 1 : Integer.getInteger("tenantry.weeks", USUAL);
        for (int week = from; week < to; week++) {
            try {
                week(week);
            } catch (RuntimeException | AssertionError | InternalError e) {
                throw new AssertionError("week " + week + " (repeat with -Dtenantry.week=" + week + "): " + e, e);
            }
        }
        // The others begin, or follow a change of the structure or a day on which many changed.
        assertThat(followed).as("of %s days", days).isGreaterThan(days * 3 / 4);
    }

    private void week(int seed) {
        boolean faults = seed % 3 == 1;
        Site changes = new Site(seed, seed % 3 == 2);
        Site full = new Site(seed, seed % 3 == 2);
        Random broken = new Random(seed);
        for (int day = 0; day < 7; day++) {
            changes.day();
            full.day();
            changes.failing(faults ? broken : null);
            ChangePlan plan = changes.provisioner.planChanges();
            // A plan that nobody applies loses nothing either.
            if (!faults || broken.nextInt(4) > 0) {
                changes.apply(plan.plan());
            }
            days++;
            followed += plan.everybody().isEmpty() ? 1 : 0;
            full.apply(full.provisioner.plan());
        }
        changes.failing(null);
        for (int i = 0; i < 3 && !changes.due().isEmpty(); i++) {
            changes.apply(changes.provisioner.planChanges().plan());
        }

        // What nobody applied while it was so, such as the account of a person who left again, need not exist.
        if (!faults) {
            assertThat(changes.facts()).isEqualTo(full.facts());
        }
        Plan sweep = changes.provisioner.plan();
        assertThat(sweep.batches()).as(PlanText.of(sweep)).isEmpty();
        assertThat(changes.provisioner.proveIsolation().violations()).isEmpty();
    }

    /** One organization with its source; the same seed makes the same people and the same week. */
    private static final class Site {
        private final World world = new World();
        private final MemorySource source = MemorySource.named("test");
        private final Random random;
        private Provisioner provisioner;
        private int born;

        Site(int seed, boolean limited) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            world.third();
            if (limited) {
                world.govern("a", Map.of(), World.limit(EntitlementKind.MEMBERSHIPS, 1, 100));
                world.govern("b", Map.of(), World.limit(EntitlementKind.ACCOUNTS, 1, 100));
            }
            for (int i = 0; i < 10; i++) {
                join();
            }
            // The first plan makes the groups; the second begins with them.
            build();
            apply(provisioner.plan());
            apply(provisioner.plan());
        }

        private void build() {
            provisioner = world.builder(world.directory, world.store)
                    .source(source)
                    .structureAge(Duration.ZERO)
                    .build();
        }

        void day() {
            world.clock = Clock.fixed(world.clock.instant().plus(Duration.ofDays(1)), ZoneOffset.UTC);
            world.leasesBy(world.clock);
            build();
            int events = random.nextInt(5);
            for (int i = 0; i < events; i++) {
                event();
            }
        }

        private void event() {
            switch (random.nextInt(8)) {
                case 0, 1 -> join();
                case 2, 3 -> edit(i -> with(i, i.userName(), i.enabled(), groups(), i.attributes()));
                case 4 -> edit(i -> with(i, i.userName(), !i.enabled(), i.sourceGroups(), i.attributes()));
                case 5 ->
                    edit(i -> with(
                            i,
                            i.userName(),
                            i.enabled(),
                            i.sourceGroups(),
                            Map.of("jobTitle", "T" + random.nextInt(3))));
                case 6 ->
                    edit(i -> with(i, "n" + ++born + "@acme.example", i.enabled(), i.sourceGroups(), i.attributes()));
                default -> leave();
            }
        }

        private void join() {
            String id = "p" + ++born;
            source.put(Identity.of(id, id + "@acme.example", "Name " + id, groups(), Map.of("jobTitle", "Agent")));
        }

        private Set<String> groups() {
            Set<String> groups = new TreeSet<>();
            int many = List.of(1, 1, 1, 1, 0, 2).get(random.nextInt(6));
            for (int i = 0; i < many; i++) {
                String tenant = List.of("a", "b", "c").get(random.nextInt(3));
                groups.add("Account-" + tenant);
                if (random.nextInt(3) == 0) {
                    groups.add("Supervisors-" + tenant);
                }
            }
            return groups;
        }

        private void edit(java.util.function.UnaryOperator<Identity> how) {
            List<Identity> all = people();
            source.put(how.apply(all.get(random.nextInt(all.size()))));
        }

        // An empty source holds everything.
        private void leave() {
            List<Identity> all = people();
            if (all.size() > 3) {
                source.remove(all.get(random.nextInt(all.size())).id());
            }
        }

        private List<Identity> people() {
            List<Identity> all = new ArrayList<>();
            source.read(page -> all.addAll(page.identities()));
            return all;
        }

        private static Identity with(
                Identity i, String userName, boolean enabled, Set<String> groups, Map<String, String> attributes) {
            return new Identity(
                    i.id(),
                    userName,
                    i.displayName(),
                    enabled,
                    new TreeSet<>(groups),
                    new TreeMap<>(attributes),
                    i.origin());
        }

        void failing(Random broken) {
            world.directory.before = write -> {
                if (broken != null && broken.nextInt(6) == 0) {
                    throw new DirectoryException(Failure.REJECTED, "fault before " + write, null);
                }
            };
            if (broken == null) {
                provisioner.quarantines().forEach(q -> provisioner.liftQuarantine(q.scope(), "calm", "test"));
            }
        }

        ApplyReport apply(Plan plan) {
            return provisioner.apply(plan, Approval.of(plan, "test"));
        }

        Set<IdentityId> due() {
            return world.store.notes().due("test").stream()
                    .flatMap(d -> d.people().stream())
                    .collect(Collectors.toSet());
        }

        /** What everybody has, by the name that does not depend on the order in which accounts were made. */
        Map<String, String> facts() {
            Map<String, String> facts = new TreeMap<>();
            for (Account account : world.directory.accounts.values()) {
                AccountId id = account.id();
                Set<String> groups = world.directory.members.entrySet().stream()
                        .filter(e -> e.getValue().contains(id))
                        .map(e -> e.getKey().value())
                        .collect(Collectors.toCollection(TreeSet::new));
                facts.put(
                        account.externalId() + " " + account.userName(),
                        account.state() + " " + account.division() + " " + groups + " "
                                + new TreeMap<>(account.attributes()));
            }
            return facts;
        }
    }
}
