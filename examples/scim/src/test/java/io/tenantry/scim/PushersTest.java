// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.fixtures.FakeClock;
import io.tenantry.fixtures.push.Application;
import io.tenantry.fixtures.push.Attribute;
import io.tenantry.fixtures.push.Belief;
import io.tenantry.fixtures.push.Directory;
import io.tenantry.fixtures.push.EntraPusher;
import io.tenantry.fixtures.push.OktaPusher;
import io.tenantry.fixtures.push.Person;
import io.tenantry.fixtures.push.PersonState;
import io.tenantry.fixtures.push.PushQuirk;
import io.tenantry.fixtures.push.Pusher;
import io.tenantry.fixtures.push.Receiver;
import io.tenantry.fixtures.push.SourceGroup;
import io.tenantry.fixtures.push.Unreliability;
import io.tenantry.identity.Identity;
import io.tenantry.scim.Rows.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fake Entra ID and Okta push weeks of joiners, movers and leavers, in each of their shapes; in the end both sides agree. */
@NullUnmarked
class PushersTest {
    private static final String BASE = "https://scim.acme.example/scim/v2";

    private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ScimStore store = Places.sqlite().open();
    private final ScimConnection connection = store.connection("provider");
    private final ScimEndpoint endpoint = ScimEndpoint.of(store);
    private final String token = connection.issueToken("t");

    @AfterEach
    void close() {
        store.close();
    }

    private Receiver.Reply receive(Receiver.Call call) {
        Map<String, String> headers = new TreeMap<>();
        call.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.put("Authorization", "Bearer " + token);
        String query = call.uri().getRawQuery() == null ? "" : "?" + call.uri().getRawQuery();
        ScimResponse answer = endpoint.handle(ScimRequest.of(
                call.method(),
                BASE,
                call.uri().getRawPath() + query,
                headers,
                call.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status())
                .as("%s %s %s", call.method(), call.uri(), call.body())
                .isLessThan(500);
        return new Receiver.Reply(answer.status(), answer.headers(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    static Stream<PushQuirk> quirks() {
        return Arrays.stream(PushQuirk.class.getDeclaredClasses())
                .filter(Class::isEnum)
                .flatMap(question -> Arrays.stream(question.getEnumConstants()))
                .map(PushQuirk.class::cast);
    }

    @ParameterizedTest
    @MethodSource("quirks")
    void takesWeeksOfEntra(PushQuirk quirk) {
        Directory directory = Directory.entra(7, clock);
        Application application = directory.application();
        EntraPusher entra =
                Pusher.of(application).into(this::receive).seed(7).with(quirk).entra();

        live(directory, application, entra, true);

        assertThat(entra.quarantine()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("quirks")
    void takesWeeksOfOkta(PushQuirk quirk) {
        Directory directory = Directory.okta(7, clock);
        Application application = directory.application();
        OktaPusher okta =
                Pusher.of(application).into(this::receive).seed(7).with(quirk).okta();

        live(directory, application, okta, false);
    }

    @Test
    void takesWeeksWithLostRequestsAndLostAnswers() {
        Directory directory = Directory.entra(7, clock);
        Application application = directory.application();
        EntraPusher entra = Pusher.of(application)
                .into(this::receive)
                .seed(7)
                .unreliable(new Unreliability(100, 100))
                .entra();

        live(directory, application, entra, true);

        assertThat(entra.journal().all()).anyMatch(push -> !push.failure().isEmpty());
    }

    private void live(Directory directory, Application application, Pusher pusher, boolean entra) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            people.add(directory.createPerson("Person Number" + i, "p" + i + "@a.example"));
        }
        String[] ids = people.stream().map(Person::id).toArray(String[]::new);
        SourceGroup a = directory.createGroup("Account-A");
        SourceGroup b = directory.createGroup("Account-B");
        directory.addMembers(a.id(), ids[0], ids[1], ids[2], ids[3]);
        directory.addMembers(b.id(), ids[4], ids[5], ids[6]);
        application.assignGroups(a.id(), b.id());
        if (pusher instanceof OktaPusher okta) {
            okta.work();
            okta.pushGroup(a.id());
            okta.pushGroup(b.id());
        }
        agree(directory, pusher, "the first cycle");

        directory.rename(ids[1], "renamed@a.example");
        directory.edit(
                ids[2],
                person -> person.with(Attribute.TITLE, "Lead")
                        .with(Attribute.DEPARTMENT, "Sales")
                        .withRoles("Agent"));
        directory.edit(
                ids[2], person -> person.with(Attribute.MOBILE_PHONE, "+49").with(Attribute.phone("work2"), "+50"));
        if (entra) {
            directory.edit(ids[2], person -> person.withManager(ids[0]));
        }
        directory.addMembers(a.id(), ids[7]);
        directory.removeMembers(a.id(), ids[3]);
        directory.addMembers(b.id(), ids[3], ids[8]);
        agree(directory, pusher, "joiners and movers");

        directory.disable(ids[4]);
        directory.softDelete(ids[5]);
        directory.renameGroup(b.id(), "Account-C");
        agree(directory, pusher, "leavers");

        directory.enable(ids[4]);
        if (entra) {
            directory.restore(ids[5]);
            directory.edit(ids[2], person -> person.withManager(""));
        }
        directory.edit(ids[2], person -> person.withRoles("Agent", "Lead"));
        directory.softDelete(ids[6]);
        directory.removeMembers(a.id(), ids[0], ids[1], ids[2]);
        agree(directory, pusher, "rehired");
        directory.advance(Duration.ofDays(40));
        agree(directory, pusher, "the end");
    }

    private void agree(Directory directory, Pusher pusher, String when) {
        pusher.workUntil(clock.instant().plus(Duration.ofDays(3)));
        assertThat(pusher.troubles()).as(when).isEmpty();
        Belief belief = pusher.belief();
        Map<String, Belief.BelievedPerson> byTarget = belief.people().values().stream()
                .collect(Collectors.toMap(Belief.BelievedPerson::targetId, person -> person));
        List<StoredResource> users = connection.read(resources -> resources.page(Kind.USER, 0, 100));
        assertThat(users).as(when).extracting(StoredResource::id).containsAll(byTarget.keySet());
        for (StoredResource user : users) {
            Belief.BelievedPerson believed = byTarget.get(user.id());
            if (believed == null) {
                // The provider forgot a person for whom it had sent that the person is inactive.
                assertThat(user.active()).as("%s, %s", when, user.label()).isFalse();
            } else {
                assertThat(user.active()).as("%s, %s", when, user.label()).isEqualTo(believed.active());
                assertThat(user.label())
                        .as(when)
                        .isEqualTo(Tombstone.of(believed.userName())
                                .map(Tombstone::userName)
                                .orElse(believed.userName()));
            }
        }
        belief.people()
                .forEach((id, believed) -> directory
                        .findPerson(id)
                        .filter(person -> person.state() == PersonState.ACTIVE && believed.active())
                        .ifPresent(person -> sameAttributes(person, believed.targetId(), when)));
        for (Belief.BelievedGroup group : belief.groups().values()) {
            Optional<StoredResource> kept = connection.read(resources -> resources.byId(Kind.GROUP, group.targetId()));
            List<Reference> members = connection.read(resources -> resources.members(group.targetId()));
            assertThat(kept.map(StoredResource::label)).as(when).contains(group.displayName());
            assertThat(members)
                    .as("%s, members of %s", when, group.displayName())
                    .extracting(Reference::id)
                    .filteredOn(byTarget::containsKey)
                    .containsExactlyInAnyOrderElementsOf(group.members().stream()
                            .filter(belief.people()::containsKey)
                            .map(member -> belief.people().get(member).targetId())
                            .toList());
        }
        assertThat(connection.status().refusals()).as(when).isEmpty();
    }

    private void sameAttributes(Person person, String id, String when) {
        Identity identity = connection.source().find(id).orElseThrow();
        assertThat(identity.displayName())
                .as(when)
                .isEqualTo(person.attribute(Attribute.DISPLAY_NAME).orElse(""));
        Map<String, Attribute> names = Map.of(
                "title", Attribute.TITLE,
                "department", Attribute.DEPARTMENT,
                "emails.work", Attribute.WORK_EMAIL,
                "phoneNumbers.mobile", Attribute.MOBILE_PHONE,
                "phoneNumbers.work2", Attribute.phone("work2"));
        names.forEach((name, attribute) -> person.attribute(attribute)
                .ifPresent(value -> assertThat(identity.attributes())
                        .as("%s, %s", when, person)
                        .containsEntry(name, value)));
    }
}
