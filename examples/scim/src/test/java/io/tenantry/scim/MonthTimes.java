// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.Access;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.ExternalId;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.Org;
import io.tenantry.fixtures.org.Snapshot;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.push.Belief;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** How long it takes from a push until a person has in Genesys Cloud what the push says. */
@NullUnmarked
final class MonthTimes {
    /** What was pushed of a person, and when; the names of source groups, none if the person may not log in. */
    private record Want(Instant at, Set<String> groups, Map<String, Integer> met) {
        Want(Instant at, Set<String> groups) {
            this(at, groups, new TreeMap<>());
        }

        Took until(Instant now) {
            return new Took(Duration.between(at, now), met);
        }
    }

    /** How long it took, and what was met meanwhile that delays. */
    private record Took(Duration time, Map<String, Integer> met) {
        @Override
        public String toString() {
            return time.toSeconds() + " s " + (met.isEmpty() ? "(nothing failed)" : met);
        }
    }

    private final FakeGenesysCloud fake;
    private final MonthLife life;
    private final Map<String, Set<String>> believed = new HashMap<>();
    private final Map<String, Want> pending = new HashMap<>();
    private final List<Took> gained = new ArrayList<>();
    private final List<Took> lost = new ArrayList<>();
    private int overtaken;
    private int seen;
    private Org before;

    MonthTimes(FakeGenesysCloud fake, MonthLife life) {
        this.fake = fake;
        this.life = life;
        before = fake.org();
    }

    /** Takes note of what the provider believes after it worked, and only of that at the beginning. */
    void pushed(Belief belief, Instant now, boolean counts) {
        watched();
        Map<String, Set<String>> held = new HashMap<>();
        belief.people().forEach((id, person) -> held.put(id, new TreeSet<>()));
        belief.groups()
                .forEach((group, pushed) -> pushed.members().stream()
                        .filter(held::containsKey)
                        .forEach(id -> held.get(id).add(life.word(group))));
        belief.people().forEach((id, person) -> {
            if (!person.active()) {
                held.get(id).clear();
            }
        });
        held.forEach((id, groups) -> {
            Set<String> known = believed.put(id, groups);
            if (counts && !groups.equals(known)) {
                overtaken += pending.remove(id) == null ? 0 : 1;
                begin(id, new Want(now, groups));
                if (groups.isEmpty() && belief.people().get(id).active()) {
                    met("the provider has not disabled the person yet", id);
                }
            }
        });
    }

    // Who is in two tenants for a while waits for the provider, and not for us.
    private void begin(String person, Want want) {
        boolean clear = want.groups().stream().filter(g -> g.startsWith("a")).count() <= 1;
        List<User> accounts = accounts(fake.org(), person);
        boolean there = accounts.isEmpty()
                ? want.groups().isEmpty()
                : accounts.stream().allMatch(user -> has(fake.org(), user, want.groups()));
        if (clear && !there) {
            pending.put(person, want);
        }
    }

    private static List<User> accounts(Org org, String person) {
        return org.usersByExternalId(new ExternalId(ExternalId.SCIM, person));
    }

    /** Looks at what was written in Genesys Cloud since. */
    void watched() {
        List<Snapshot> all = fake.history().snapshots();
        for (Snapshot snapshot : all.subList(seen, all.size())) {
            if (!pending.isEmpty()) {
                snapshot.org().usersChangedSince(before).stream()
                        .flatMap(id -> snapshot.org().user(id).stream())
                        .forEach(user -> user.externalIds().forEach(id -> saw(id.value(), snapshot, user)));
            }
            before = snapshot.org();
        }
        seen = all.size();
    }

    private void saw(String person, Snapshot snapshot, User user) {
        Want want = pending.get(person);
        if (want != null && has(snapshot.org(), user, want.groups())) {
            pending.remove(person);
            (want.groups().isEmpty() ? lost : gained).add(want.until(snapshot.at()));
        }
    }

    /** Notes what delays everybody who waits. */
    void met(String what) {
        watched();
        pending.values().forEach(want -> want.met().merge(what, 1, Integer::sum));
    }

    /** Notes what delays a person, if that person waits. */
    void met(String what, String person) {
        Optional.ofNullable(pending.get(person)).ifPresent(want -> want.met().merge(what, 1, Integer::sum));
    }

    private static boolean has(Org org, User user, Set<String> wanted) {
        if (wanted.stream().noneMatch(g -> g.startsWith("a"))) {
            return user.state() != UserState.ACTIVE;
        }
        Set<String> groups = org.groupsOf(user.id()).stream()
                .map(Group::name)
                .map(MonthLife::wordOf)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> divisions = org.effectiveAccess(user.id()).stream()
                .map(Access::divisionId)
                .flatMap(id -> org.division(id).stream())
                .map(Division::name)
                .filter(name -> name.startsWith("Tenant_"))
                .map(name -> "a" + name.substring("Tenant_".length()))
                .collect(Collectors.toSet());
        return user.state() == UserState.ACTIVE
                && groups.equals(wanted)
                && wanted.containsAll(divisions)
                && divisions.size() == 1;
    }

    private static String text(Collection<Took> times) {
        List<Took> sorted =
                times.stream().sorted(Comparator.comparing(Took::time)).toList();
        return sorted.isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%d, median %d s, 90%% within %d s, worst %s",
                        sorted.size(),
                        sorted.get(sorted.size() / 2).time().toSeconds(),
                        sorted.get(sorted.size() * 9 / 10).time().toSeconds(),
                        sorted.get(sorted.size() - 1));
    }

    /** Returns the times from a push to access, and to its end. */
    @Override
    public String toString() {
        return "access given: " + text(gained) + "; taken: " + text(lost) + "; overtaken by a later push: " + overtaken
                + "; open: " + pending.size();
    }
}
