// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.scim.ProviderClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What providers really do to groups and their members, in both databases. */
class InboundGroupsTest {
    @Inbound
    void aMemberWhoIsThereIsNotAddedAgain(InboundWorld world) {
        String ana = world.entra.user("ana@acme.example");
        String group = world.entra.group("Account-A", ana);
        String version = world.entra.get("/Groups/" + group).header("ETag");

        for (String value :
                List.of("{'value':'" + ana + "'}", "{'value':'" + ana + "','display':'Ana'}", "'" + ana + "'")) {
            Answer answer =
                    world.entra.patch("/Groups/" + group, "{'op':'add','path':'members','value':[" + value + "]}");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers()).containsEntry("ETag", version);
        }
        assertThat(world.members(group)).containsExactly(ana);
    }

    @Inbound
    void aMemberGoesInEachForm(InboundWorld world) {
        List<String> ids = IntStream.range(0, 6)
                .mapToObj(i -> world.entra.user("user" + i + "@acme.example"))
                .toList();
        String group = world.entra.group("Account-A", ids.toArray(String[]::new));
        List<String> forms = List.of(
                "{'op':'remove','path':'members[value eq \\'" + ids.get(0) + "\\']'}",
                "{'op':'Remove','path':'members','value':[{'$ref':null,'value':'" + ids.get(1) + "'}]}",
                "{'op':'remove','path':'members','value':{'value':'" + ids.get(2) + "'}}",
                "{'op':'remove','path':'members[value eq \\'" + UUID.randomUUID() + "\\']'}",
                "{'op':'Remove','path':'members','value':[{'value':'" + ids.get(0) + "'}]}",
                "{'op':'remove','path':'members[display eq \\'user3@acme.example\\']'}",
                "{'op':'remove','path':'members','value':[]}");
        for (String form : forms) {
            assertThat(world.entra.patch("/Groups/" + group, form).status())
                    .as(form)
                    .isEqualTo(204);
        }
        assertThat(world.members(group)).containsExactlyInAnyOrder(ids.get(4), ids.get(5));
    }

    @Inbound
    void allMembersGoAreReplacedOrAreLeftAlone(InboundWorld world) {
        String ana = world.entra.user("ana@acme.example");
        String ben = world.entra.user("ben@acme.example");
        String group = world.entra.group("Account-A", ana);
        List<List<Object>> steps = List.of(
                List.of("{'op':'replace','value':{'id':'" + group + "','displayName':'Account-A'}}", List.of(ana)),
                List.of("{'op':'replace','value':{'members':[{'value':'" + ben + "','display':'Ben'}]}}", List.of(ben)),
                List.of("{'op':'replace','path':'members','value':[{'value':'" + ana + "'}]}", List.of(ana)),
                List.of("{'op':'add','path':'members','value':[]}", List.of(ana)),
                List.of("{'op':'replace','path':'members','value':[]}", List.of()),
                List.of("{'op':'add','value':{'members':[{'value':'" + ana + "'}]}}", List.of(ana)),
                List.of("{'op':'remove','path':'members'}", List.of()));
        for (List<Object> step : steps) {
            assertThat(world.entra
                            .patch("/Groups/" + group, (String) step.get(0))
                            .status())
                    .isEqualTo(204);
            assertThat(world.members(group)).as((String) step.get(0)).isEqualTo(step.get(1));
        }
        world.entra.put("/Groups/" + group, "{'displayName':'Account-A','members':[{'value':'" + ana + "'}]}");
        assertThat(world.members(group)).containsExactly(ana);
        world.entra.put("/Groups/" + group, "{'displayName':'Account-A'}");
        assertThat(world.members(group)).containsExactly(ana);
        world.entra.put("/Groups/" + group, "{'displayName':'Account-A','members':[]}");
        assertThat(world.members(group)).isEmpty();
    }

    @Inbound
    void aGroupOf5000ComesInPartsOfAnySize(InboundWorld world) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ids.add(new UUID(1, i).toString());
        }
        world.connection().write(resources -> {
            for (int i = 0; i < ids.size(); i++) {
                resources.create(
                        Kind.USER,
                        SentJson.newObject().put("userName", "user" + i).put("externalId", ids.get(i)));
            }
            return true;
        });
        String group = world.entra.group("Account-A");
        int sent = 0;
        for (int size : List.of(1, 2, 100, 1_000, 3_897)) {
            String members = ids.subList(sent, sent + size).stream()
                    .map(id -> "{'$ref':null,'value':'" + id + "'}")
                    .collect(Collectors.joining(","));
            Answer answer =
                    world.entra.patch("/Groups/" + group, "{'op':'Add','path':'members','value':[" + members + "]}");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body().isMissingNode()).isTrue();
            sent += size;
        }
        assertThat(world.members(group)).hasSize(5_000);
        String gone = ids.subList(0, 1_000).stream()
                .map(id -> "{'op':'remove','path':'members[value eq \\'" + id + "\\']'}")
                .collect(Collectors.joining(","));
        assertThat(world.entra.patch("/Groups/" + group, gone).status()).isEqualTo(204);
        assertThat(world.members(group)).hasSize(4_000).doesNotContain(ids.get(0));
    }

    @Inbound
    void aGroupComesBeforeItsUser(InboundWorld world) {
        String id = UUID.randomUUID().toString();
        String group = world.entra.group("Account-A", id);
        assertThat(world.members(group)).isEmpty();

        world.entra.post("/Users", "{'userName':'ana@acme.example','externalId':'" + id + "'}");

        assertThat(world.members(group)).containsExactly(id);
    }

    @Inbound
    void aGroupIsRenamedReconciledAndDeleted(InboundWorld world) {
        String ana = world.entra.user("ana@acme.example");
        String group = world.entra.group("Account-A", ana);
        world.entra.patch("/Groups/" + group, "{'op':'Replace','path':'displayName','value':'Account-B'}");
        assertThat(world.entra.find("/Groups", "displayName eq \"account-b\"").names())
                .containsExactly("Account-B");
        assertThat(world.entra.find("/Groups", "displayName eq \"Account-A\"").names())
                .isEmpty();
        assertThat(world.members(group)).containsExactly(ana);
        assertThat(world.entra.delete("/Groups/" + group).status()).isEqualTo(204);
        assertThat(world.entra.get("/Groups/" + group).status()).isEqualTo(404);
        assertThat(world.entra
                        .patch("/Groups/" + group, "{'op':'add','path':'members','value':[]}")
                        .status())
                .isEqualTo(404);
        assertThat(world.entra.get("/Users/" + ana).status()).isEqualTo(200);
    }

    @Inbound
    void twoPatchesOfOneGroupAtOnceLoseNothing(InboundWorld world) throws Exception {
        List<String> ids = IntStream.range(0, 40)
                .mapToObj(i -> world.entra.user("user" + i + "@acme.example"))
                .toList();
        String group = world.entra.group("Account-A");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        for (String id : ids) {
            answers.add(threads.submit(() -> {
                start.await();
                return world.entra
                        .patch("/Groups/" + group, "{'op':'add','path':'members','value':[{'value':'" + id + "'}]}")
                        .status();
            }));
        }
        start.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(204);
        }
        assertThat(world.members(group)).containsExactlyInAnyOrderElementsOf(ids);
    }
}
