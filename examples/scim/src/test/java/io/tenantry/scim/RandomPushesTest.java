// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static io.tenantry.scim.Pusher.patching;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.ChangeFeed.Changes;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.IdentitySourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pushes, one of them refused now and then: the store has what a plain model has, the feed names at least those
 * whose facts changed, and who follows the feed has what a read of everybody gives. More with
 * {@code -Dtenantry.scim.seeds=N}, one with {@code -Dtenantry.scim.seed=N}.
 */
@NullUnmarked
class RandomPushesTest {
    private static final int STEPS = 60;

    private static LongStream seeds() {
        Long one = Long.getLong("tenantry.scim.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("tenantry.scim.seeds", 25));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void hasWhatTheModelHasAndNamesWhomItConcerns(long seed) {
        try (ScimStore store = (seed % 5 == 0 ? Places.postgres() : Places.sqlite()).open()) {
            new Walk(new Pusher(store.connection("entra")), new Random(seed)).run();
        }
    }

    /** One sequence of pushes. */
    private static final class Walk {
        private final Pusher entra;
        private final Random random;
        private final PushModel model = new PushModel();
        private final Map<String, Identity> followed = new HashMap<>();
        private final List<String> once = new ArrayList<>();
        private String watermark;

        Walk(Pusher entra, Random random) {
            this.entra = entra;
            this.random = random;
            entra.connection().finishFirstCycle();
            watermark = entra.feed().latest();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                Map<String, Identity> before = people();
                String since = entra.feed().latest();

                push();

                Map<String, Identity> after = people();
                assertThat(after).as("step " + step).isEqualTo(model.people());
                assertThat(entra.changedSince(since)).as("step " + step).containsAll(different(before, after));
                if (random.nextInt(3) == 0) {
                    follow();
                    assertThat(followed).as("step " + step).isEqualTo(after);
                }
            }
        }

        private Map<String, Identity> people() {
            return entra.read().people().stream()
                    .collect(Collectors.toMap(person -> person.id().value(), person -> person));
        }

        private static Set<String> different(Map<String, Identity> before, Map<String, Identity> after) {
            Set<String> all = new TreeSet<>(before.keySet());
            all.addAll(after.keySet());
            all.removeIf(id -> Optional.ofNullable(before.get(id)).equals(Optional.ofNullable(after.get(id))));
            return all;
        }

        private void follow() {
            Changes changes = entra.feed().since(watermark);
            changes.ids().forEach(this::follow);
            watermark = changes.next();
        }

        private void follow(IdentityId id) {
            followed.remove(id.value());
            try {
                entra.connection().source().find(id.value()).ifPresent(person -> followed.put(id.value(), person));
            } catch (IdentitySourceException refused) {
                // A person whose last push was refused is in no read either.
            }
        }

        private void push() {
            switch (random.nextInt(14)) {
                case 0, 1 -> create();
                case 2 -> user(id -> rename(id, userName()));
                case 3 -> twoUsers();
                case 4 -> user(this::title);
                case 5, 6 -> user(this::activate);
                case 7 -> user(this::delete);
                case 8 -> createGroup();
                case 9 -> group(this::nameGroup);
                case 10, 11 -> group(this::move);
                case 12 -> group(this::deleteGroup);
                default -> refuse();
            }
        }

        private String userName() {
            String name = "p" + random.nextInt(7) + "@a.example";
            return random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
        }

        private void user(Consumer<String> push) {
            any(model.users.keySet()).ifPresent(push);
        }

        private void group(Consumer<String> push) {
            any(model.groups.keySet()).ifPresent(push);
        }

        private Optional<String> any(Set<String> ids) {
            return ids.stream()
                    .skip(ids.isEmpty() ? 0 : random.nextInt(ids.size()))
                    .findFirst();
        }

        private void create() {
            String name = userName();
            Optional<String> back = model.comesBack(name);
            String document = json("{'userName':'%s'}", name);
            if (back.isPresent()) {
                assertThat(entra.create(Kind.USER, document).resource().id()).isEqualTo(back.get());
                model.cameBack(back.get(), name);
            } else if (model.isTaken(name)) {
                entra.refused(Kind.USER, name, resources -> resources.create(Kind.USER, Json.read(document)));
            } else {
                createNew(name);
            }
        }

        /** Some come with an id of the provider, under which they may be members already. */
        private void createNew(String name) {
            String external = new UUID(random.nextLong(), random.nextLong()).toString();
            if (!once.isEmpty() && random.nextBoolean()) {
                external = once.remove(random.nextInt(once.size()));
            }
            model.created(
                    entra.create(Kind.USER, json("{'userName':'%s','externalId':'%s'}", name, external))
                            .resource()
                            .id(),
                    name);
            assertThat(model.users).containsKey(external);
        }

        private void twoUsers() {
            user(one -> user(other -> {
                String name = model.users.get(other).name;
                rename(other, model.users.get(one).name);
                rename(one, name);
            }));
        }

        private void rename(String id, String name) {
            String document = json("{'userName':'%s'}", name);
            if (model.rename(id, name)) {
                entra.patch(Kind.USER, id, document);
            } else {
                entra.refused(Kind.USER, id, patching(Kind.USER, id, document));
            }
        }

        private void title(String id) {
            PushModel.User user = model.users.get(id);
            String title = random.nextBoolean() ? "" : "t" + random.nextInt(3);
            entra.put(
                    Kind.USER,
                    id,
                    title.isEmpty()
                            ? json("{'userName':'%s'}", user.name)
                            : json("{'userName':'%s','title':'%s'}", user.name, title));
            model.title(id, title);
        }

        /** Sometimes as a deletion that can be undone, with the name that Entra ID gives for that time. */
        private void activate(String id) {
            boolean active = random.nextBoolean();
            String name = model.users.get(id).name;
            entra.patch(
                    Kind.USER,
                    id,
                    active || random.nextBoolean()
                            ? json("{'active':%s}", active)
                            : json("{'active':false,'userName':'%s%s'}", id.replace("-", ""), name));
            model.active(id, active);
        }

        private void delete(String id) {
            entra.delete(Kind.USER, id);
            model.deleted(id);
            once.add(id);
        }

        private void createGroup() {
            String name = "G" + random.nextInt(5);
            String document = json("{'displayName':'%s'}", name);
            if (model.isGroupTaken(name, "")) {
                entra.refused(Kind.GROUP, name, resources -> resources.create(Kind.GROUP, Json.read(document)));
            } else {
                model.named(entra.create(Kind.GROUP, document).resource().id(), name);
            }
        }

        private void nameGroup(String id) {
            String name = (random.nextBoolean() ? "g" : "G") + random.nextInt(5);
            String document = json("{'displayName':'%s'}", name);
            if (model.isGroupTaken(name, id)) {
                entra.refused(Kind.GROUP, id, patching(Kind.GROUP, id, document));
                model.groups.get(id).refused = true;
            } else {
                entra.patch(Kind.GROUP, id, document);
                model.named(id, name);
            }
        }

        private void move(String id) {
            Set<String> some = new TreeSet<>(once);
            model.users.keySet().stream().filter(user -> random.nextBoolean()).forEach(some::add);
            PushModel.Group group = model.groups.get(id);
            Function<Resources, StoredResource> push;
            switch (random.nextInt(3)) {
                case 0 -> {
                    push = resources -> resources.join(id, OptionalLong.empty(), some);
                    group.members.addAll(some);
                }
                case 1 -> {
                    push = resources -> resources.leave(id, OptionalLong.empty(), some);
                    group.members.removeAll(some);
                }
                default -> {
                    push = resources -> resources.replaceMembers(id, OptionalLong.empty(), some);
                    group.members.clear();
                    group.members.addAll(some);
                }
            }
            entra.connection().write(push);
            group.refused = false;
        }

        private void deleteGroup(String id) {
            entra.delete(Kind.GROUP, id);
            model.groups.remove(id);
        }

        private void refuse() {
            user(id -> {
                keepRefused(Kind.USER, id);
                model.refuse(id);
            });
            group(id -> {
                keepRefused(Kind.GROUP, id);
                model.groups.get(id).refused = true;
            });
        }

        private void keepRefused(Kind kind, String id) {
            entra.connection().write(resources -> {
                resources.refuse(kind, id, "wrong");
                return true;
            });
        }
    }
}
