// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.scim.ProviderClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What providers really do to an endpoint, scenario by scenario, in both databases. */
class InboundScenariosTest {
    /** A scenario with its store. */
    private static final class World {
        final ScimStore store;
        final ProviderClient entra;

        World(ScimStore store) {
            this.store = store;
            this.entra = ProviderClient.to(store, "entra");
        }

        ScimConnection connection() {
            return store.connection("entra");
        }

        List<String> members(String group) {
            return entra.get("/Groups/" + group).members();
        }

        JsonNode user(String id) {
            return entra.get("/Users/" + id).body();
        }
    }

    /** What happens in a scenario. */
    @FunctionalInterface
    private interface Play {
        void in(World world) throws Exception;
    }

    private record Scenario(String name, Play play) {}

    private static Scenario scenario(String name, Play play) {
        return new Scenario(name, play);
    }

    @TestFactory
    Stream<DynamicTest> onSqlite() {
        return plays("SQLite", Places::sqlite);
    }

    @TestFactory
    Stream<DynamicTest> onPostgres() {
        return plays("PostgreSQL", Places::postgres);
    }

    private static Stream<DynamicTest> plays(String database, Supplier<ScimStore.Builder> place) {
        return SCENARIOS.stream()
                .map(scenario -> DynamicTest.dynamicTest(database + ", " + scenario.name, () -> {
                    try (ScimStore store = place.get().open()) {
                        scenario.play.in(new World(store));
                    }
                }));
    }

    private static final List<Scenario> SCENARIOS = List.of(
            scenario(
                    "1 the connection test finds nobody and is answered with 200",
                    InboundScenariosTest::connectionTest),
            scenario(
                    "2 a user is created, read, and refused a second time in either case",
                    InboundScenariosTest::duplicate),
            scenario("3 a lookup finds an inactive user", InboundScenariosTest::inactiveIsFound),
            scenario("4 a user is deactivated in each shape", InboundScenariosTest::deactivation),
            scenario("5 dotted keys change parts", InboundScenariosTest::dottedKeys),
            scenario("6 one tenant sends both shapes", InboundScenariosTest::bothShapes),
            scenario("7 a manager comes and goes in each form", InboundScenariosTest::managers),
            scenario("8 roles come packed into a text", InboundScenariosTest::packedRoles),
            scenario("9 a member who is there is not added again", InboundScenariosTest::memberTwice),
            scenario("10 a member goes in each form", InboundScenariosTest::memberRemoval),
            scenario("11 all members go, are replaced, or are left alone", InboundScenariosTest::wholeGroups),
            scenario("12 a group of 5,000 comes in parts of any size", InboundScenariosTest::largeGroup),
            scenario("13 a group comes before its user", InboundScenariosTest::groupBeforeUser),
            scenario("14 a group is renamed, reconciled and deleted", InboundScenariosTest::groupNames),
            scenario("15 a PUT of what was read keeps what no schema knows", InboundScenariosTest::putEcho),
            scenario("16 one bad operation undoes the whole PATCH", InboundScenariosTest::atomicPatch),
            scenario("17 a soft deletion keeps the name, and DELETE removes", InboundScenariosTest::softDelete),
            scenario("18 a restored user and a rehired one are the same user", InboundScenariosTest::rehire),
            scenario(
                    "19 two people swap their names, though each is taken when it is sent", InboundScenariosTest::swap),
            scenario("20 filters are read in each form or refused", InboundScenariosTest::filters),
            scenario("21 pages are stable, a count of 0 counts, a cursor is refused", InboundScenariosTest::paging),
            scenario("22 members are left out if they are not wanted", InboundScenariosTest::excludedMembers),
            scenario("23 a stale If-Match is refused", InboundScenariosTest::staleVersion),
            scenario("24 a token that is missing, wrong or revoked is refused", InboundScenariosTest::tokens),
            scenario(
                    "25 a connection neither sees nor guesses what another one has", InboundScenariosTest::confinement),
            scenario("26 a body that is malformed or too large is refused", InboundScenariosTest::bodies),
            scenario("27 two PATCHes of one group at once lose nothing", InboundScenariosTest::concurrentPatches),
            scenario("28 what was answered is in the feed after a crash", InboundScenariosTest::crashAfterAnswer),
            scenario("29 an hour of pushes that nobody reads is caught up with", InboundScenariosTest::nobodyReads),
            scenario("30 a password is kept nowhere", InboundScenariosTest::password));

    private static void connectionTest(World world) {
        Answer answer = world.entra.find("/Users", "userName eq \"" + UUID.randomUUID() + "\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0,"
                        + "\"startIndex\":1,\"itemsPerPage\":0,\"Resources\":[]}");
    }

    private static void duplicate(World world) {
        Answer made = world.entra.post("/Users", "{'userName':'ana@acme.example','active':true,'title':'Agent'}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).containsEntry("Location", ProviderClient.BASE + "/Users/" + made.id());
        assertThat(world.entra.get("/Users/" + made.id()).at("title").asText()).isEqualTo("Agent");

        for (String name : List.of("ana@acme.example", "ANA@ACME.EXAMPLE")) {
            Answer again = world.entra.post("/Users", "{'userName':'" + name + "'}");
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.at("scimType").asText()).isEqualTo("uniqueness");
            assertThat(again.at("status").isTextual()).isTrue();
        }
        assertThat(world.entra.get("/Users").at("totalResults").asInt()).isEqualTo(1);
    }

    private static void inactiveIsFound(World world) {
        String id = world.entra.user("ana@acme.example");
        world.entra.patch("/Users/" + id, "{'op':'replace','path':'active','value':false}");

        Answer found = world.entra.find("/Users", "userName eq \"Ana@acme.example\"");

        assertThat(found.names()).containsExactly("ana@acme.example");
        assertThat(found.at("Resources/0/active").booleanValue()).isFalse();
    }

    private static void deactivation(World world) {
        List<String> shapes = List.of(
                "{'op':'Replace','path':'active','value':'False'}",
                "{'op':'replace','path':'active','value':false}",
                "{'op':'replace','value':{'active':false}}",
                "{'op':'Add','path':'active','value':'false'}",
                "{'op':'replace','path':'urn:ietf:params:scim:schemas:core:2.0:User:active','value':[false]}");
        for (int i = 0; i < shapes.size(); i++) {
            String id = world.entra.user("user" + i + "@acme.example");
            assertThat(world.entra
                            .patch("/Users/" + id, shapes.get(i))
                            .at("active")
                            .toString())
                    .as(shapes.get(i))
                    .isEqualTo("false");
        }
        String id = world.entra.user("put@acme.example");
        Answer put = world.entra.put("/Users/" + id, "{'userName':'put@acme.example','active':'False'}");
        assertThat(put.at("active").toString()).isEqualTo("false");
    }

    private static void dottedKeys(World world) {
        String id = world.entra.user("ana@acme.example");

        Answer answer = world.entra.patch(
                "/Users/" + id,
                "{'op':'replace','value':{'name.givenName':'Ana','name.familyName':'López','displayName':'Ana López',"
                        + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber':4711,"
                        + "'emails[type eq \\'work\\'].value':'ana@acme.example'}}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("name").toString()).isEqualTo("{\"givenName\":\"Ana\",\"familyName\":\"López\"}");
        assertThat(answer.body().path(Schemas.ENTERPRISE).toString()).isEqualTo("{\"employeeNumber\":\"4711\"}");
        assertThat(answer.at("emails").toString()).isEqualTo("[{\"type\":\"work\",\"value\":\"ana@acme.example\"}]");
        assertThat(answer.at("schemas").toString()).contains(Schemas.USER, Schemas.ENTERPRISE);
    }

    private static void bothShapes(World world) {
        String id = world.entra.user("ana@acme.example");
        String group = world.entra.group("Account-A");

        world.entra.patch("/Users/" + id, "{'op':'Replace','path':'title','value':'Agent'}");
        world.entra.patch("/Users/" + id, "{'op':'replace','value':{'title':'Lead','active':false}}");
        Answer read = world.entra.patch("/Users/" + id, "{'op':'Replace','path':'active','value':'True'}");
        assertThat(read.at("title").asText() + read.at("active")).isEqualTo("Leadtrue");

        world.entra.patch(
                "/Groups/" + group, "{'op':'Add','path':'members','value':[{'$ref':null,'value':'" + id + "'}]}");
        assertThat(world.members(group)).containsExactly(id);
        world.entra.patch("/Groups/" + group, "{'op':'remove','path':'members[value eq \\'" + id + "\\']'}");
        assertThat(world.members(group)).isEmpty();
    }

    private static void managers(World world) {
        String boss = world.entra.user("boss@acme.example");
        String id = world.entra.user("ana@acme.example");
        List<String> forms = List.of(
                "{'op':'Add','path':'manager','value':[{'$ref':'../Users/x','value':'" + boss + "'}]}",
                "{'op':'Add','path':'manager','value':'" + boss + "'}",
                "{'op':'replace','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager','value':'"
                        + boss + "'}",
                "{'op':'replace','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',"
                        + "'value':'" + boss + "'}",
                "{'op':'replace','value':{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager':{'value':'"
                        + boss + "'}}}",
                "{'op':'add','value':{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'manager':{'value':'"
                        + boss + "'}}}}");
        List<String> removals = List.of(
                "{'op':'Remove','path':'manager'}",
                "{'op':'Remove','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'}",
                "{'op':'Remove','path':'manager[value eq \\'" + boss + "\\']'}",
                "{'op':'replace','path':'manager','value':''}",
                "{'op':'replace','path':'manager','value':null}",
                "{'op':'replace','value':{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager':null}}");
        for (int i = 0; i < forms.size(); i++) {
            Answer set = world.entra.patch("/Users/" + id, forms.get(i));
            assertThat(set.body()
                            .path(Schemas.ENTERPRISE)
                            .path("manager")
                            .path("value")
                            .asText())
                    .as(forms.get(i) + set.text())
                    .isEqualTo(boss);
            Answer gone = world.entra.patch("/Users/" + id, removals.get(i));
            assertThat(gone.body().has(Schemas.ENTERPRISE))
                    .as(removals.get(i) + gone.text())
                    .isFalse();
        }
    }

    private static void packedRoles(World world) {
        String id = world.entra.user("ana@acme.example");
        List<String> forms = List.of(
                "{'op':'Add','path':'roles','value':[{'value':'{\\'id\\':\\'9a\\',\\'value\\':\\'Agent\\',\\'displayName\\':\\'An agent\\'}'}]}",
                "{'op':'Replace','path':'roles','value':'[{\\'value\\':\\'Agent\\',\\'display\\':\\'An agent\\'}]'}",
                "{'op':'Replace','path':'roles','value':[{'primary':'False','type':'','display':'An agent','value':'Agent'}]}",
                "{'op':'Replace','path':'roles','value':'{\\'id\\':\\'9a\\',\\'value\\':\\'Agent\\',\\'displayName\\':\\'An agent\\'}'}");
        for (String form : forms) {
            world.entra.patch("/Users/" + id, "{'op':'replace','path':'roles','value':null}");
            Answer answer = world.entra.patch("/Users/" + id, form);
            assertThat(answer.status()).as(form + answer.text()).isEqualTo(200);
            assertThat(answer.at("roles")).as(form).hasSize(1);
            assertThat(answer.at("roles/0/value").asText()).as(form).isEqualTo("Agent");
            assertThat(answer.at("roles/0/display").asText()).as(form).isEqualTo("An agent");
        }
        Answer primary = world.entra.patch(
                "/Users/" + id, "{'op':'Replace','path':'roles[primary eq \\'True\\'].value','value':'Lead'}");
        assertThat(primary.at("roles/1").toString()).isEqualTo("{\"primary\":true,\"value\":\"Lead\"}");
    }

    private static void memberTwice(World world) {
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

    private static void memberRemoval(World world) {
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

    private static void wholeGroups(World world) {
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

    private static void largeGroup(World world) {
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

    private static void groupBeforeUser(World world) {
        String id = UUID.randomUUID().toString();
        String group = world.entra.group("Account-A", id);
        assertThat(world.members(group)).isEmpty();

        world.entra.post("/Users", "{'userName':'ana@acme.example','externalId':'" + id + "'}");

        assertThat(world.members(group)).containsExactly(id);
    }

    private static void groupNames(World world) {
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

    private static void putEcho(World world) {
        Answer made = world.entra.post(
                "/Users",
                "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User','urn:acme:hr:2.0:User'],'userName':'ana@acme.example',"
                        + "'externalId':'00uabcdefghijklmnop1','favourite':{'colour':'red'},'urn:acme:hr:2.0:User':{'Client':'A','n':3},"
                        + "'emails':[{'value':'a@acme.example','type':'work','colour':'blue'}]}");
        String echo = made.text();
        assertThat(made.body().path("urn:acme:hr:2.0:User").toString()).isEqualTo("{\"Client\":\"A\",\"n\":3}");

        Answer put = world.entra.put("/Users/" + made.id(), echo);

        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.text()).isEqualTo(echo);
        Answer patched = world.entra.patch(
                "/Users/" + made.id(), "{'op':'replace','path':'urn:acme:hr:2.0:User:client','value':'B'}");
        assertThat(patched.body().path("urn:acme:hr:2.0:User").toString()).isEqualTo("{\"Client\":\"B\",\"n\":3}");
    }

    private static void atomicPatch(World world) {
        String id = world.entra.user("ana@acme.example");
        String before = world.user(id).toString();

        Answer answer = world.entra.patch(
                "/Users/" + id,
                "{'op':'replace','path':'title','value':'Lead'}",
                "{'op':'replace','path':'displayName','value':'Ana'}",
                "{'op':'replace','path':'active','value':'perhaps'}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("operation 3: active is true or false, and something else was sent");
        assertThat(world.user(id).toString()).isEqualTo(before);
        String group = world.entra.group("Account-A");
        assertThat(world.entra
                        .patch(
                                "/Groups/" + group,
                                "{'op':'add','path':'members','value':[{'value':'" + id + "'}]}",
                                "{'op':'replace','path':'displayName','value':' '}")
                        .status())
                .isEqualTo(400);
        assertThat(world.members(group)).isEmpty();
    }

    private static void softDelete(World world) {
        String object = "0123456789abcdef0123456789abcdef";
        String externalId = "01234567-89ab-cdef-0123-456789abcdef";
        Answer made = world.entra.post(
                "/Users", "{'userName':'ana@acme.example','externalId':'" + externalId + "','active':true}");
        String id = made.id();

        Answer gone = world.entra.patch(
                "/Users/" + id,
                "{'op':'Replace','path':'active','value':'False'}",
                "{'op':'Replace','path':'userName','value':'" + object + "ana@acme.example'}");

        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.at("userName").asText()).isEqualTo("ana@acme.example");
        assertThat(world.entra
                        .find("/Users", "userName eq \"ana@acme.example\"")
                        .names())
                .hasSize(1);
        assertThat(world.entra
                        .find("/Users", "userName eq \"" + object + "ana@acme.example\"")
                        .names())
                .containsExactly("ana@acme.example");
        assertThat(world.entra.delete("/Users/" + id).status()).isEqualTo(204);
        assertThat(world.entra.get("/Users/" + id).status()).isEqualTo(404);
    }

    private static void rehire(World world) {
        String body = "{'userName':'ana@acme.example','externalId':'00uabcdefghijklmnop1','active':true,'title':'%s'}";
        Answer made = world.entra.post("/Users", body.formatted("Agent"));
        world.entra.patch("/Users/" + made.id(), "{'op':'replace','value':{'active':false}}");

        Answer again = world.entra.post("/Users", body.formatted("Lead"));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.id()).isEqualTo(made.id());
        assertThat(again.at("active").toString() + again.at("title").asText()).isEqualTo("trueLead");
        world.entra.patch("/Users/" + made.id(), "{'op':'Replace','path':'active','value':'False'}");
        Answer restored = world.entra.patch("/Users/" + made.id(), "{'op':'Replace','path':'active','value':'True'}");
        assertThat(restored.at("active").booleanValue()).isTrue();
    }

    private static void swap(World world) {
        String ana = world.entra.user("ana@acme.example");
        String ben = world.entra.user("ben@acme.example");
        String rename = "{'op':'replace','path':'userName','value':'%s'}";

        Answer taken = world.entra.patch("/Users/" + ana, rename.formatted("ben@acme.example"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(world.user(ana).path("userName").asText()).isEqualTo("ana@acme.example");

        assertThat(world.entra
                        .patch("/Users/" + ben, rename.formatted("ana@acme.example"))
                        .status())
                .isEqualTo(200);
        assertThat(world.user(ana).path("userName").asText()).isEqualTo("ben@acme.example");
        assertThat(world.user(ben).path("userName").asText()).isEqualTo("ana@acme.example");
        assertThat(world.entra
                        .patch("/Users/" + ana, rename.formatted("ben@acme.example"))
                        .status())
                .isEqualTo(200);
        assertThat(world.connection().status().refusals()).isEmpty();
    }

    private static void filters(World world) {
        world.entra.post(
                "/Users",
                "{'userName':'ana@acme.example','externalId':'E1','title':'Agent','name':{'familyName':'López'},"
                        + "'emails':[{'value':'ana@mail.example','type':'work'},{'value':'ana@home.example','type':'home'}],"
                        + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':'Sales'}}");
        world.entra.user("ben@acme.example");
        List<String> anas = List.of(
                "userName eq \"ANA@acme.example\"",
                "USERNAME Eq ana@acme.example",
                "externalId eq \"E1\"",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ana@acme.example\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"sales\"",
                "emails[type eq \"work\"].value eq \"ana@mail.example\"",
                "emails[type eq \"work\" and value co \"MAIL\"]",
                "emails.value sw \"ana@home\"",
                "emails co \"home.example\"",
                "title pr",
                "not (title eq null) and (name.familyName eq \"lópez\" or title eq \"x\")",
                "userName sw \"a\" and not(userName ew \"x\")",
                "meta.created gt \"2001-01-01T00:00:00Z\" and title ne \"Lead\" and title pr",
                "userName eq \"ana@acme.example\" and active eq \"True\"");
        for (String filter : anas) {
            assertThat(world.entra.find("/Users", filter).names()).as(filter).containsExactly("ana@acme.example");
        }
        for (String filter : List.of(
                "externalId eq \"e1\"",
                "userName eq \"x\\\" or active eq \\\"true\"",
                "emails[type eq \"work\"].value eq \"ana@home.example\"",
                "title gt \"zzz\"")) {
            assertThat(world.entra.find("/Users", filter).at("totalResults").asInt(-1))
                    .as(filter)
                    .isZero();
        }
        for (String filter : List.of(
                "userName",
                "userName eq",
                "userName is \"x\"",
                "userName eq \"x",
                "(userName eq \"x\"",
                "userName eq \"x\" or",
                "emails[type eq \"work\"",
                "userName eq \"\\uZZZZ\"",
                "' or 1=1 --",
                "(".repeat(50) + "userName pr" + ")".repeat(50),
                "userName eq \"" + "x".repeat(5_000) + "\"",
                String.join(" or ", Collections.nCopies(200, "userName eq \"x\"")))) {
            Answer refused = world.entra.find("/Users", filter);
            assertThat(refused.status()).as(filter).isEqualTo(400);
            assertThat(refused.at("scimType").asText()).as(filter).isEqualTo("invalidFilter");
        }
        String group = world.entra.group("Account-A", world.entra.user("carl@acme.example"));
        String carl = world.members(group).get(0);
        assertThat(world.entra
                        .find("/Groups", "id eq \"" + group + "\" and members eq \"" + carl + "\"")
                        .names())
                .containsExactly("Account-A");
    }

    private static void paging(World world) {
        List<String> ids = IntStream.range(0, 7)
                .mapToObj(i -> world.entra.user("user" + i + "@acme.example"))
                .toList();
        List<String> seen = new ArrayList<>();
        for (int start = 1; start <= 7; start += 3) {
            Answer page = world.entra.get("/Users?startIndex=" + start + "&count=3");
            assertThat(page.at("startIndex").isInt() && page.at("totalResults").isInt())
                    .isTrue();
            page.at("Resources").forEach(user -> seen.add(user.path("id").asText()));
            world.entra.user("late" + start + "@acme.example");
        }
        assertThat(seen.subList(0, 7)).isEqualTo(ids);
        Answer none = world.entra.get("/Users?count=0");
        assertThat(none.at("totalResults").asInt() + "/" + none.at("Resources").size())
                .isEqualTo("10/0");
        assertThat(world.entra
                        .get("/Users?count=-1&startIndex=-5")
                        .at("startIndex")
                        .asInt())
                .isEqualTo(1);
        assertThat(world.entra.get("/Users?count=99999999").at("itemsPerPage").asInt())
                .isEqualTo(10);
        assertThat(world.entra.get("/Users?count=many").status()).isEqualTo(400);
        for (String cursor : List.of("/Users?cursor", "/Users?cursor=&count=10", "/Users?cursor=abc")) {
            Answer refused = world.entra.get(cursor);
            assertThat(refused.status() + refused.at("scimType").asText()).isEqualTo("400invalidCursor");
        }
        assertThat(world.entra
                        .get("/ServiceProviderConfig")
                        .at("pagination/cursor")
                        .toString())
                .isEqualTo("false");
    }

    private static void excludedMembers(World world) {
        String ana = world.entra.user("ana@acme.example");
        String group = world.entra.group("Account-A", ana);

        assertThat(world.entra
                        .get("/Groups/" + group + "?excludedAttributes=members")
                        .body()
                        .has("members"))
                .isFalse();
        Answer found = world.entra.get(
                "/Groups?excludedAttributes=members&filter=" + ProviderClient.encoded("displayName eq \"Account-A\""));
        assertThat(found.at("Resources/0").has("members")).isFalse();
        assertThat(found.at("Resources/0/id").asText()).isEqualTo(group);
        assertThat(world.members(group)).containsExactly(ana);
        Answer some = world.entra.get("/Groups/" + group + "?attributes=displayName");
        assertThat(some.text())
                .isEqualTo("{\"schemas\":[\"" + Schemas.GROUP + "\"],\"id\":\"" + group
                        + "\",\"displayName\":\"Account-A\"}");
    }

    private static void staleVersion(World world) {
        Answer made = world.entra.post("/Users", "{'userName':'ana@acme.example'}");
        String first = made.header("ETag");
        String title = "{'op':'replace','path':'title','value':'%s'}";
        assertThat(made.at("meta/version").asText()).isEqualTo(first);
        assertThat(world.entra
                        .with("If-None-Match", first)
                        .get("/Users/" + made.id())
                        .status())
                .isEqualTo(304);

        Answer changed = world.entra.with("If-Match", first).patch("/Users/" + made.id(), title.formatted("a"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(first);

        ProviderClient stale = world.entra.with("If-Match", first);
        assertThat(stale.patch("/Users/" + made.id(), title.formatted("b")).status())
                .isEqualTo(412);
        assertThat(stale.put("/Users/" + made.id(), "{'userName':'ana@acme.example'}")
                        .status())
                .isEqualTo(412);
        assertThat(stale.delete("/Users/" + made.id()).status()).isEqualTo(412);
        assertThat(world.entra
                        .with("If-Match", "\"rubbish\"")
                        .delete("/Users/" + made.id())
                        .status())
                .isEqualTo(412);
        assertThat(world.user(made.id()).path("title").asText()).isEqualTo("a");
        assertThat(world.entra
                        .with("If-Match", "*")
                        .delete("/Users/" + made.id())
                        .status())
                .isEqualTo(204);
    }

    private static void tokens(World world) {
        ScimEndpoint endpoint = ScimEndpoint.of(world.store);
        ScimConnection connection = world.connection();
        String next = connection.issueToken("next");
        for (String bad : List.of("", "Basic abc", "non-token", "Bearer", "Bearer wrong", "Bearer " + next + "x")) {
            Answer refused = world.entra.with("Authorization", bad).get("/Users");
            assertThat(refused.status()).as(bad).isEqualTo(401);
            assertThat(refused.at("status").toString()).isEqualTo("\"401\"");
            assertThat(refused.headers()).containsKey("WWW-Authenticate");
            assertThat(world.entra
                            .with("Authorization", bad)
                            .get("/%%%?filter=(")
                            .status())
                    .isEqualTo(401);
        }
        assertThat(world.entra.get("/Users").status()).isEqualTo(200);
        assertThat(new ProviderClient(endpoint, next).get("/Users").status()).isEqualTo(200);

        connection.revokeToken("t");

        assertThat(world.entra.get("/Users").status()).isEqualTo(401);
        assertThat(new ProviderClient(endpoint, next).get("/Users").status()).isEqualTo(200);
        assertThat(new ProviderClient(ScimEndpoint.of(world.store, token -> Optional.of("okta")), "any")
                        .get("/Users")
                        .status())
                .isEqualTo(200);
        assertThat(new ProviderClient(ScimEndpoint.of(world.store, token -> Optional.empty()), next)
                        .get("/Users")
                        .status())
                .isEqualTo(401);
    }

    private static void confinement(World world) {
        ProviderClient okta = ProviderClient.to(world.store, "okta");
        String ana = world.entra.user("ana@acme.example");
        String group = world.entra.group("Account-A", ana);
        String own = okta.group("Account-A");

        assertThat(okta.get("/Users/" + ana).status()).isEqualTo(404);
        assertThat(okta.get("/Users/" + ana).text())
                .isEqualTo(okta.get("/Users/" + UUID.randomUUID()).text());
        assertThat(okta.patch("/Users/" + ana, "{'op':'replace','path':'active','value':false}")
                        .status())
                .isEqualTo(404);
        assertThat(okta.put("/Users/" + ana, "{'userName':'x'}").status()).isEqualTo(404);
        assertThat(okta.delete("/Users/" + ana).status()).isEqualTo(404);
        assertThat(okta.delete("/Groups/" + group).status()).isEqualTo(404);
        for (String filter : List.of("id eq \"" + ana + "\"", "userName eq \"ana@acme.example\"", "userName pr")) {
            assertThat(okta.find("/Users", filter).at("totalResults").asInt())
                    .as(filter)
                    .isZero();
        }
        okta.patch("/Groups/" + own, "{'op':'add','path':'members','value':[{'value':'" + ana + "'}]}");
        assertThat(okta.get("/Groups/" + own).members()).isEmpty();
        assertThat(okta.user("ana@acme.example")).isNotEqualTo(ana);
        assertThat(world.user(ana).path("active").booleanValue()).isTrue();
        assertThat(world.members(group)).containsExactly(ana);
    }

    private static void bodies(World world) {
        String id = world.entra.user("ana@acme.example");
        for (String bad : List.of(
                "", "{", "[]", "null", "'x'", "{'userName':'x'}}", "{'a':1,'a':2}", "{\"userName\":\"\u0000\"}")) {
            Answer refused = world.entra.post("/Users", bad);
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(refused.detail()).as(bad).isNotBlank();
        }
        assertThat(world.entra.post("/Users", "[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(world.entra
                        .send("POST", "/Users", new byte[] {'{', '"', (byte) 0xC3, '"'})
                        .status())
                .isEqualTo(400);
        byte[] large =
                ("{\"userName\":\"big\",\"x\":\"" + "x".repeat(10 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(world.entra.send("POST", "/Users", large).status()).isEqualTo(413);
        String[] operations = Stream.generate(() -> "{'op':'replace','path':'title','value':'x'}")
                .limit(10_000)
                .toArray(String[]::new);
        assertThat(world.entra.patch("/Users/" + id, operations).status()).isEqualTo(413);
        assertThat(world.entra
                        .with("Content-Type", "text/xml")
                        .post("/Users", "<a/>")
                        .status())
                .isEqualTo(415);
        assertThat(world.entra.get("/Users").at("totalResults").asInt()).isEqualTo(1);
    }

    private static void concurrentPatches(World world) throws Exception {
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

    private static void crashAfterAnswer(World world) throws Exception {
        Path file = Files.createTempDirectory("crash").resolve("scim.db");
        String watermark;
        String id;
        try (ScimStore store = Places.sqlite(file).open()) {
            ProviderClient entra = ProviderClient.to(store, "entra");
            watermark =
                    store.connection("entra").source().changes().orElseThrow().latest();
            id = entra.user("ana@acme.example");
        }
        try (ScimStore store = Places.sqlite(file).open()) {
            ChangeFeed feed = store.connection("entra").source().changes().orElseThrow();

            assertThat(feed.since(watermark).ids()).extracting(Object::toString).anyMatch(text -> text.contains(id));
        }
    }

    private static void nobodyReads(World world) {
        ChangeFeed feed = world.connection().source().changes().orElseThrow();
        String watermark = feed.latest();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Answer made = world.entra.post("/Users", "{'userName':'user" + i + "@acme.example','active':true}");
            assertThat(made.status()).isEqualTo(201);
            ids.add(made.id());
        }

        assertThat(feed.since(watermark).ids()).hasSize(60);
        assertThat(world.connection().source().find(ids.get(59)).map(Identity::userName))
                .contains("user59@acme.example");
    }

    private static void password(World world) throws Exception {
        Path file = Files.createTempDirectory("secret").resolve("scim.db");
        String secret = "Pa55-" + UUID.randomUUID();
        try (ScimStore store = Places.sqlite(file).open()) {
            ProviderClient okta = ProviderClient.to(store, "okta");
            String body = "{'userName':'ana@acme.example','password':'" + secret + "','Password':'" + secret
                    + "2','active':true}";
            Answer twice = okta.post("/Users", body);
            assertThat(twice.status()).isEqualTo(400);
            Answer made = okta.post("/Users", body.replace(",'Password':'" + secret + "2'", ""));
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.text()).doesNotContain(secret, "assword");
            okta.put("/Users/" + made.id(), body.replace(",'Password':'" + secret + "2'", ""));
            okta.patch("/Users/" + made.id(), "{'op':'replace','path':'password','value':'" + secret + "'}");
            okta.patch("/Users/" + made.id(), "{'op':'replace','value':{'password':'" + secret + "'}}");
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path each : files.toList()) {
                assertThat(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1))
                        .doesNotContain(secret);
            }
        }
    }
}
