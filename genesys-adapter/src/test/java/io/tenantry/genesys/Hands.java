// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Grant;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What an administrator does by hand, between two runs or between two calls of one. */
final class Hands {
    private final Site site;
    private final Random random;

    Hands(Site site, Random random) {
        this.site = site;
        this.random = random;
    }

    /** Does one thing or another. */
    void anything() {
        List<Runnable> all = List.of(
                this::giveRole,
                this::takeRoles,
                this::putIntoGroup,
                this::takeOutOfGroup,
                this::giveGroupRole,
                this::move,
                () -> state(UserState.INACTIVE),
                () -> state(UserState.DELETED),
                this::deleteGroup);
        any(all).run();
    }

    void giveRole() {
        account(a -> site.fake.grant(a.id(), site.agent.id(), anyDivision()));
    }

    private void takeRoles() {
        account(a -> site.fake.change("take roles", o -> o.withGrants(a.id(), List.of())));
    }

    void putIntoGroup() {
        account(a -> group(g -> site.fake.addMembers(g.id(), a.id())));
    }

    private void takeOutOfGroup() {
        group(g -> {
            List<String> members = site.fake.org().individuals(g.id());
            if (!members.isEmpty()) {
                site.fake.removeMembers(g.id(), any(members));
            }
        });
    }

    void giveGroupRole() {
        group(g -> site.fake.grant(g.id(), site.agent.id(), anyDivision()));
    }

    void rename() {
        group(g -> site.fake.change("rename", o -> o.with(g.withName(g.name() + "'"))));
    }

    void deleteGroup() {
        group(g -> {
            List<Grant> none = List.of();
            site.fake.change("delete group", o -> o.with(g.gone()).withGrants(g.id(), none));
        });
    }

    void move() {
        account(a -> {
            String to = any(site.divisionIds);
            if (a.exists() && !site.fake.org().division(to).orElseThrow().deleted()) {
                site.fake.change("move", o -> o.with(a.withDivision(to)));
            }
        });
    }

    /** What a state takes along with it in the real service: deleting puts into Home, both take direct roles. */
    void state(UserState state) {
        account(user -> {
            if (user.state() == UserState.DELETED) {
                return;
            }
            site.fake.change("by hand " + state, org -> {
                User changed = user.withState(state);
                User placed = state == UserState.DELETED
                        ? changed.withDivision(org.home().id())
                        : changed;
                return org.with(placed).withGrants(user.id(), List.of());
            });
        });
    }

    private void account(Consumer<User> hand) {
        List<User> users = site.fake.org().users();
        if (!users.isEmpty()) {
            hand.accept(any(users));
        }
    }

    private void group(Consumer<Group> hand) {
        List<Group> groups =
                site.fake.org().groups().stream().filter(g -> !g.deleted()).toList();
        if (!groups.isEmpty()) {
            hand.accept(any(groups));
        }
    }

    private String anyDivision() {
        List<String> there = site.divisionIds.stream()
                .filter(id -> !site.fake.org().division(id).orElseThrow().deleted())
                .toList();
        return random.nextInt(5) == 0 || there.isEmpty() ? Division.ALL : any(there);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
