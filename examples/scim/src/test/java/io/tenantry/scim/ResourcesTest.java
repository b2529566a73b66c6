// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static io.tenantry.scim.Pusher.making;
import static io.tenantry.scim.Pusher.patching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.scim.RefusedPush.Why;
import io.tenantry.scim.Rows.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** What a provider pushes is kept as it was sent, under names that are unique and ids that stay. */
class ResourcesTest {
    private static final String ANA = "6f0a3c1e-8f5b-4c59-9d3e-0a1b2c3d4e5f";
    private static final String BO = "0b1c2d3e-4f50-4162-8374-8596a7b8c9d0";
    private static final String OKTA = "00u1ab2cd3EF4gh5IJ6k";

    private final List<ScimStore> open = new ArrayList<>();

    private Pusher at(ScimStore.Builder place) {
        ScimStore store = place.open();
        open.add(store);
        return new Pusher(store.connection("entra"));
    }

    @AfterEach
    void close() {
        open.forEach(ScimStore::close);
    }

    @OnBothDatabases
    void keepsEveryAttributeAsItWasSent(ScimStore.Builder place) {
        Pusher entra = at(place);
        String sent = json("{'schemas':['urn:x'],'userName':'Ana@a.example','active':true,'nul':'a\\u0000b',"
                + "'lone':'\\ud800','urn:own:1.0:User':{'shoe':42,'deep':[{'a':null},[1.5]]},'externalId':'ana'}");

        String id = entra.create(Kind.USER, sent).resource().id();

        assertThat(entra.get(Kind.USER, id).document()).isEqualTo(Json.read(sent));
    }

    @OnBothDatabases
    void keepsNoPasswordWhereverItStands(ScimStore.Builder place) {
        Pusher entra = at(place);

        String id = entra.made(
                Kind.USER,
                "{'userName':'ana@a.example','password':'s3cret','Password':'s3cret','urn:x:User:password':"
                        + "'s3cret','more':[{'name.password':'s3cret'}]}");

        assertThat(entra.get(Kind.USER, id).body()).doesNotContain("s3cret").contains("ana@a.example");
    }

    @OnBothDatabases
    void keepsNothingThatItSaysItself(ScimStore.Builder place) {
        Pusher entra = at(place);

        String id =
                entra.made(Kind.USER, "{'userName':'ana@a.example','id':'mine','groups':[],'meta':{'version':'1'}}");

        assertThat(entra.get(Kind.USER, id).document())
                .isEqualTo(Json.read(json("{'userName':'ana@a.example','active':true}")));
    }

    @OnBothDatabases
    void refusesAUserNameThatAnActiveUserHasInAnyCase(ScimStore.Builder place) {
        Pusher entra = at(place);
        entra.user("José@a.example");

        RefusedPush push = entra.refused(
                Kind.USER, "JOSE\u0301@A.example", making(Kind.USER, "{'userName':'JOSE\u0301@A.example'}"));

        assertThat(push.why()).isEqualTo(Why.TAKEN);
        assertThat(push.losesNothing()).isTrue();
        assertThat(entra.idOf(Kind.USER, "JOSÉ@a.EXAMPLE")).isPresent();
        assertThat(entra.connection().status().refusals()).isEmpty();
    }

    @OnBothDatabases
    void findsAnInactiveUser(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.made(Kind.USER, "{'userName':'ana@a.example','externalId':'Ana','active':false}");

        assertThat(entra.idOf(Kind.USER, "ana@a.example")).contains(ana);
        assertThat(entra.idsOf("Ana")).containsExactly(ana);
        assertThat(entra.idsOf("ana")).isEmpty();
    }

    @OnBothDatabases
    void takesTheProvidersIdIfItIsGivenOnlyOnce(ScimStore.Builder place) {
        Pusher entra = at(place);

        String guid = entra.made(Kind.USER, "{'userName':'a@a.example','externalId':'%s'}", upper(ANA));
        String okta = entra.made(Kind.USER, "{'userName':'b@a.example','externalId':'%s'}", OKTA);
        String nickname = entra.made(Kind.USER, "{'userName':'c@a.example','externalId':'c'}");

        assertThat(List.of(guid, okta)).containsExactly(ANA, OKTA);
        assertThat(nickname).isNotEqualTo("c").hasSize(36);
        assertThat(entra.get(Kind.USER, upper(ANA)).id()).isEqualTo(ANA);
    }

    private static String upper(String guid) {
        return guid.toUpperCase(Locale.ROOT);
    }

    @OnBothDatabases
    void givesOneWhoComesBackTheSameId(ScimStore.Builder place) {
        Pusher okta = at(place);
        String ana = okta.made(Kind.USER, "{'userName':'ana@a.example','externalId':'%s'}", OKTA);
        okta.patch(Kind.USER, ana, json("{'active':false}"));

        Resources.Created again =
                okta.create(Kind.USER, json("{'userName':'ana.new@a.example','externalId':'%s','title':'Lead'}", OKTA));

        assertThat(again.again()).isTrue();
        assertThat(again.resource().id()).isEqualTo(ana);
        assertThat(okta.get(Kind.USER, ana).document())
                .isEqualTo(Json.read(
                        json("{'userName':'ana.new@a.example','externalId':'%s','title':'Lead','active':true}", OKTA)));
    }

    @OnBothDatabases
    void givesOneWhoComesBackUnderTheSameNameAloneTheSameId(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        entra.patch(Kind.USER, ana, json("{'active':false}"));

        assertThat(entra.user("Ana@a.example")).isEqualTo(ana);
    }

    @OnBothDatabases
    void doesNotMakeASuccessorTheOneWhoLeft(ScimStore.Builder place) {
        Pusher okta = at(place);
        String ana = okta.made(Kind.USER, "{'userName':'ana@a.example','externalId':'%s'}", OKTA);
        okta.patch(Kind.USER, ana, json("{'active':false}"));
        String document = json("{'userName':'ana@a.example','externalId':'%s'}", OKTA.replace("00u1", "00u2"));

        RefusedPush post = okta.refused(Kind.USER, "ana@a.example", making(Kind.USER, document));
        RefusedPush patch = okta.refused(Kind.USER, ana, patching(Kind.USER, ana, document));

        assertThat(List.of(post.why(), patch.why())).containsOnly(Why.TAKEN);
        assertThat(List.of(post.losesNothing(), patch.losesNothing())).containsOnly(false);
        assertThat(okta.get(Kind.USER, ana).externalId()).contains(OKTA);
    }

    @OnBothDatabases
    void doesNotTakeANicknameThatIsGivenAgainForTheSamePerson(ScimStore.Builder place) {
        Pusher entra = at(place);
        String old = entra.made(Kind.USER, "{'userName':'ana@old.example','externalId':'ana','active':false}");

        String other = entra.made(Kind.USER, "{'userName':'ana@new.example','externalId':'ana'}");

        assertThat(other).isNotEqualTo(old);
        assertThat(entra.idsOf("ana")).containsExactly(old, other);
    }

    @OnBothDatabases
    void neverNamesAPersonByTheNameOfADeletedOne(ScimStore.Builder place) {
        Pusher entra = at(place);
        entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", ANA));
        String tombstone = ANA.replace("-", "") + "ana@a.example";

        entra.patch(Kind.USER, ANA, json("{'active':false,'userName':'%s'}", tombstone));

        assertThat(entra.get(Kind.USER, ANA).body()).contains("\"ana@a.example\"");
        assertThat(entra.get(Kind.USER, ANA).active()).isFalse();
        assertThat(entra.idOf(Kind.USER, "ANA@a.example")).contains(ANA);
        assertThat(entra.idOf(Kind.USER, tombstone)).contains(ANA);
        assertThat(entra.idOf(Kind.USER, BO.replace("-", "") + "ana@a.example")).isEmpty();
    }

    @OnBothDatabases
    void deactivatesADeletedPersonWhoseNameAnotherOneHas(ScimStore.Builder place) {
        Pusher entra = at(place);
        entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", ANA));
        entra.patch(Kind.USER, ANA, json("{'userName':'ana.old@a.example'}"));
        entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", BO));

        entra.patch(Kind.USER, ANA, json("{'active':false,'userName':'%sana@a.example'}", ANA.replace("-", "")));

        assertThat(entra.get(Kind.USER, ANA).active()).isFalse();
        assertThat(entra.get(Kind.USER, ANA).label()).isEqualTo("ana.old@a.example");
    }

    @OnBothDatabases
    void swapsTwoNamesThoughEachIsTakenWhenItIsSent(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        String bo = entra.user("bo@a.example");
        RefusedPush push = entra.refused(Kind.USER, ana, patching(Kind.USER, ana, json("{'userName':'Bo@a.example'}")));
        String etag = entra.get(Kind.USER, ana).etag();
        String before = entra.feed().latest();

        entra.patch(Kind.USER, bo, json("{'userName':'Ana@a.example'}"));

        assertThat(push.why()).isEqualTo(Why.TAKEN);
        assertThat(entra.find(bo).userName()).isEqualTo("Ana@a.example");
        assertThat(entra.get(Kind.USER, ana).label()).isEqualTo("bo@a.example");
        assertThat(entra.get(Kind.USER, ana).etag()).isNotEqualTo(etag);
        assertThat(entra.changedSince(before)).containsExactlyInAnyOrder(ana, bo);

        entra.patch(Kind.USER, ana, json("{'userName':'Bo@a.example'}"));

        assertThat(entra.find(ana).userName()).isEqualTo("Bo@a.example");
    }

    @OnBothDatabases
    void undoesAllOfAWriteThatIsRefused(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        entra.user("bo@a.example");
        String group = entra.group("Sales");

        assertThatExceptionOfType(RefusedPush.class)
                .isThrownBy(() -> entra.connection().write(resources -> {
                    resources.join(group, OptionalLong.empty(), List.of(ana));
                    resources.change(Kind.USER, ana, OptionalLong.empty(), before -> before.put("title", "Lead"));
                    return resources.change(
                            Kind.USER, ana, OptionalLong.empty(), before -> before.put("userName", "BO@a.example"));
                }));

        assertThat(entra.membersOf(group)).isEmpty();
        assertThat(entra.get(Kind.USER, ana).document().has("title")).isFalse();
    }

    @OnBothDatabases
    void refusesAnOldVersion(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        String group = entra.group("Sales");
        OptionalLong old = OptionalLong.of(entra.get(Kind.USER, ana).version());
        OptionalLong oldGroup = OptionalLong.of(entra.get(Kind.GROUP, group).version());
        entra.patch(Kind.USER, ana, json("{'title':'Lead'}"));
        entra.join(group, ana);

        List<Function<Resources, ?>> late = List.of(
                resources -> resources.change(Kind.USER, ana, old, before -> before.put("title", "Boss")),
                resources -> resources.leave(group, oldGroup, List.of(ana)),
                resources -> {
                    resources.delete(Kind.USER, ana, old);
                    return true;
                });

        assertThat(late.stream().map(work -> entra.refused(Kind.USER, ana, work).why()))
                .containsOnly(Why.STALE);
        assertThat(entra.get(Kind.USER, ana).document().path("title").asText()).isEqualTo("Lead");
    }

    @OnBothDatabases
    void keepsTheVersionWhenNothingChanges(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        String group = entra.group("Sales", ana);
        String before = entra.feed().latest();
        List<String> etags = List.of(
                entra.get(Kind.USER, ana).etag(), entra.get(Kind.GROUP, group).etag());

        entra.patch(Kind.USER, ana, json("{'userName':'ana@a.example'}"));
        entra.patch(Kind.GROUP, group, json("{'displayName':'Sales','id':'%s'}", group));
        entra.join(group, ana);
        entra.leave(group, "nobody");
        entra.members(group, List.of(ana));

        assertThat(List.of(
                        entra.get(Kind.USER, ana).etag(),
                        entra.get(Kind.GROUP, group).etag()))
                .isEqualTo(etags);
        assertThat(entra.changedSince(before)).isEmpty();
    }

    @OnBothDatabases
    void neverGivesOneIdTheSameVersionTwice(ScimStore.Builder place) {
        Pusher entra = at(place);
        String document = json("{'userName':'ana@a.example','externalId':'%s'}", ANA);
        entra.create(Kind.USER, document);
        String first = entra.get(Kind.USER, ANA).etag();
        entra.delete(Kind.USER, ANA);

        entra.create(Kind.USER, document);

        assertThat(entra.get(Kind.USER, ANA).etag()).isNotEqualTo(first);
    }

    @OnBothDatabases
    void pagesInTheOrderInWhichUsersCame(ScimStore.Builder place) {
        Pusher entra = at(place);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(entra.user("p" + i + "@a.example"));
        }
        entra.patch(Kind.USER, ids.get(0), json("{'title':'Lead'}"));

        List<List<String>> pages =
                Stream.of(0, 3, 6, 9).map(skip -> entra.page(skip, 3)).toList();

        assertThat(pages).containsExactly(ids.subList(0, 3), ids.subList(3, 6), ids.subList(6, 7), List.of());
        assertThat(entra.connection().status().users()).isEqualTo(7);
        assertThat(entra.page(0, 0)).isEmpty();
    }

    @OnBothDatabases
    void changesMembersByTheirIds(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        String bo = entra.user("bo@a.example");
        String cy = entra.user("cy@a.example");
        String group = entra.group("Sales", ana, bo, ana);

        entra.leave(group, bo, "nobody");
        entra.members(group, List.of(ana, cy));

        assertThat(entra.membersOf(group))
                .containsExactlyInAnyOrder(new Reference(ana, "ana@a.example"), new Reference(cy, "cy@a.example"));
        assertThat(entra.isMember(group, bo)).isFalse();
        assertThat(entra.groupsOf(cy)).containsExactly(new Reference(group, "Sales"));
    }

    @OnBothDatabases
    void countsAMemberOnceTheUserComes(ScimStore.Builder place) {
        Pusher entra = at(place);
        String group = entra.group("Sales", upper(ANA));
        String before = entra.feed().latest();
        assertThat(entra.membersOf(group)).isEmpty();

        entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", ANA));

        assertThat(entra.find(ANA).sourceGroups()).containsExactly("Sales");
        assertThat(entra.changedSince(before)).containsExactly(ANA);
    }

    @OnBothDatabases
    void refusesASecondGroupOfOneName(ScimStore.Builder place) {
        Pusher entra = at(place);
        String sales = entra.made(Kind.GROUP, "{'displayName':'Sales','externalId':'%s'}", ANA);

        RefusedPush same = entra.refused(
                Kind.GROUP, "Sales", making(Kind.GROUP, "{'displayName':'sales','externalId':'%s'}", ANA));
        RefusedPush other =
                entra.refused(Kind.GROUP, "Sales", making(Kind.GROUP, "{'displayName':'Sales','externalId':'%s'}", BO));

        assertThat(sales).isEqualTo(ANA);
        assertThat(same.losesNothing()).isTrue();
        assertThat(other.losesNothing()).isFalse();
    }

    @OnBothDatabases
    void saysWhatIsWrongWithAPush(ScimStore.Builder place) {
        Pusher entra = at(place);

        assertThat(Stream.of(
                                "{'displayName':'Ana'}",
                                "{'userName':' '}",
                                "{'userName':{'a':1}}",
                                "{'userName':'a\\u0000@a.example'}",
                                "{'userName':'ana@a.example','active':'perhaps'}",
                                "{'userName':'ana@a.example','externalId':'" + "x".repeat(600) + "'}")
                        .map(document -> entra.refused(Kind.USER, "", making(Kind.USER, document))
                                .getMessage()))
                .containsExactly(
                        "userName is missing; correct it at the provider",
                        "userName is missing; correct it at the provider",
                        "userName is not a text; send one",
                        "userName holds a control character or a lone surrogate; correct it at the provider",
                        "active is neither true nor false; send one of them",
                        "externalId is longer than 512 bytes; correct it at the provider");
    }

    @OnBothDatabases
    void findsNothingUnderATextThatIsNoKey(ScimStore.Builder place) {
        Pusher entra = at(place);
        entra.connection().finishFirstCycle();
        String group = entra.group("Sales");

        assertThat(Stream.of("\0", "a\ud800", "x".repeat(9_000))).allSatisfy(text -> {
            assertThat(entra.idOf(Kind.USER, text)).isEmpty();
            assertThat(entra.idsOf(text)).isEmpty();
            assertThat(entra.membersOf(text)).isEmpty();
            assertThat(entra.groupsOf(text)).isEmpty();
            assertThat(entra.isMember(group, text)).isFalse();
            assertThat(entra.connection().source().find(text)).isEmpty();
        });
    }

    @OnBothDatabases
    void refusesATextThatIsNoKeyAndKeepsThatItDid(ScimStore.Builder place) {
        Pusher entra = at(place);
        String group = entra.group("Sales");

        assertThat(Stream.of("\0", "a\ud800", "x".repeat(9_000))).allSatisfy(text -> {
            assertThat(entra.refused(Kind.USER, text, patching(Kind.USER, text, "{}"))
                            .why())
                    .isEqualTo(Why.NOT_FOUND);
            assertThat(entra.refused(
                                    Kind.GROUP,
                                    group,
                                    resources -> resources.join(group, OptionalLong.empty(), List.of(text)))
                            .why())
                    .isEqualTo(Why.INVALID_VALUE);
            entra.connection().write(resources -> {
                resources.refuse(Kind.USER, text, "because of " + text);
                return true;
            });
        });
        assertThat(entra.connection().status().refusals()).hasSize(2);
    }

    @OnBothDatabases
    void keepsTheNameOfAnAttributeThatNoTextTakes(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.made(Kind.USER, "{'userName':'ana@a.example','a\\u0000\\nb':'x','n':1.10}");
        assertThat(entra.get(Kind.USER, ana).body()).contains("1.10");

        entra.put(Kind.USER, ana, json("{'userName':'ana@a.example'}"));

        assertThat(entra.get(Kind.USER, ana).emptied()).containsExactly("a\0\nb", "n");
    }

    @OnBothDatabases
    void leavesActiveAsItWasIfItIsNotSent(ScimStore.Builder place) {
        Pusher entra = at(place);
        String ana = entra.user("ana@a.example");
        entra.patch(Kind.USER, ana, json("{'active':'False'}"));

        entra.put(Kind.USER, ana, json("{'userName':'ana@a.example'}"));

        assertThat(entra.get(Kind.USER, ana).active()).isFalse();
    }

    @OnBothDatabases
    void knowsNothingOfAnotherConnection(ScimStore.Builder place) {
        Pusher entra = at(place);
        Pusher okta = new Pusher(open.get(0).connection("okta"));
        entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", ANA));
        String group = entra.group("Sales", ANA);

        okta.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s','title':'Other'}", ANA));
        String other = okta.group("Sales", ANA);
        entra.delete(Kind.USER, ANA);

        assertThat(okta.find(ANA).attribute("title")).contains("Other");
        assertThat(okta.find(ANA).sourceGroups()).containsExactly("Sales");
        assertThat(okta.idOf(Kind.GROUP, "Sales")).contains(other).isNotEqualTo(Optional.of(group));
        assertThat(entra.refused(
                                Kind.GROUP,
                                other,
                                resources -> resources.join(other, OptionalLong.empty(), List.of(ANA)))
                        .why())
                .isEqualTo(Why.NOT_FOUND);
        assertThat(okta.connection().status().refusals()).isEmpty();
        assertThat(okta.read().people()).hasSize(1);
    }

    @OnBothDatabases
    void losesNothingOfTwoWritersOfOneGroup(ScimStore.Builder place) throws Exception {
        Pusher entra = at(place);
        String group = entra.group("Sales");
        String ana = entra.user("ana@a.example");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                String name = "w" + writer;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        String attribute = name + "-" + i;
                        entra.join(group, attribute);
                        entra.patch(Kind.USER, ana, json("{'%s':'x'}", attribute));
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(entra.get(Kind.USER, ana).document()).hasSize(102);
        assertThat(Stream.of("w0", "w1")
                        .flatMap(name -> IntStream.range(0, 50).mapToObj(i -> name + "-" + i))
                        .filter(member -> entra.isMember(group, member)))
                .hasSize(100);
    }
}
