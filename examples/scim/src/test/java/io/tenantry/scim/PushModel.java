// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Delivered.Names;
import io.tenantry.identity.Identity;
import io.tenantry.identity.Identity.State;
import io.tenantry.identity.IdentityId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/** What a connection should have after random pushes, kept in plain maps and without a line of the store. */
@NullUnmarked
final class PushModel {
    /** A user: a null title is none. */
    static final class User {
        String name = "";
        boolean active = true;
        String title = "";
        boolean titleSaid;
        String refusedName = "";
        boolean refused;
    }

    /** A group; members may be people who are not there. */
    static final class Group {
        String name = "";
        final Set<String> members = new TreeSet<>();
        boolean refused;
    }

    final Map<String, User> users = new TreeMap<>();
    final Map<String, Group> groups = new TreeMap<>();
    private final Set<String> groupNames = new HashSet<>();

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private Optional<String> holder(String userName) {
        return users.entrySet().stream()
                .filter(user -> folded(user.getValue().name).equals(folded(userName)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns the inactive user who comes back when this name is created. */
    Optional<String> comesBack(String userName) {
        return holder(userName).filter(id -> !users.get(id).active);
    }

    boolean isTaken(String userName) {
        return holder(userName).isPresent();
    }

    boolean isGroupTaken(String name, String except) {
        return groups.entrySet().stream()
                .anyMatch(group -> !group.getKey().equals(except)
                        && folded(group.getValue().name).equals(folded(name)));
    }

    void created(String id, String userName) {
        User user = new User();
        user.name = userName;
        users.put(id, user);
    }

    void cameBack(String id, String userName) {
        User user = users.get(id);
        user.name = userName;
        user.active = true;
        user.title = "";
        good(user);
    }

    /** Renames a user, and returns whether that is allowed: the name is free, or two people swap theirs. */
    boolean rename(String id, String userName) {
        User user = users.get(id);
        Optional<String> holder = holder(userName).filter(other -> !other.equals(id));
        if (holder.isPresent()) {
            User other = users.get(holder.get());
            if (!folded(other.refusedName).equals(folded(user.name))) {
                user.refused = true;
                user.refusedName = userName;
                return false;
            }
            other.name = user.name;
        }
        user.name = userName;
        good(user);
        return true;
    }

    void title(String id, String title) {
        User user = users.get(id);
        user.titleSaid |= !title.isEmpty();
        user.title = title;
        good(user);
    }

    void active(String id, boolean active) {
        users.get(id).active = active;
        good(users.get(id));
    }

    void refuse(String id) {
        users.get(id).refused = true;
        users.get(id).refusedName = "";
    }

    private static void good(User user) {
        user.refused = false;
        user.refusedName = "";
    }

    void deleted(String id) {
        users.remove(id);
        groups.values().forEach(group -> group.members.remove(id));
    }

    void named(String id, String name) {
        Group group = groups.computeIfAbsent(id, made -> new Group());
        group.name = name;
        group.refused = false;
        groupNames.add(name);
    }

    /** Returns all people who are not rejected, by their ids. */
    Map<String, Identity> people() {
        Map<String, Identity> people = new HashMap<>();
        Set<String> known = new HashSet<>(groupNames);
        groups.values().stream().filter(group -> group.refused).forEach(group -> known.remove(group.name));
        users.forEach((id, user) -> {
            if (!user.refused) {
                people.put(id, person(id, user, known));
            }
        });
        return people;
    }

    private Identity person(String id, User user, Set<String> known) {
        TreeSet<String> memberOf = new TreeSet<>();
        groups.values().stream().filter(group -> group.members.contains(id)).forEach(group -> memberOf.add(group.name));
        return new Identity(
                new IdentityId(id),
                user.name,
                "",
                State.of(user.active),
                memberOf,
                new TreeMap<>(Map.of("title", user.title)),
                Delivered.everything()
                        .attributes(Names.only(user.titleSaid ? List.of("title") : List.of()))
                        .sourceGroups(Names.only(known)),
                "entra /Users/" + id);
    }
}
