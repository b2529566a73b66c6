// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.scim.ProviderClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What providers really do to users, in both databases. */
class InboundUsersTest {
    @Inbound
    void theConnectionTestFindsNobodyAndIsAnsweredWith200(InboundWorld world) {
        Answer answer = world.entra.find("/Users", "userName eq \"" + UUID.randomUUID() + "\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0,"
                        + "\"startIndex\":1,\"itemsPerPage\":0,\"Resources\":[]}");
    }

    @Inbound
    void aUserIsCreatedReadAndRefusedASecondTimeInEitherCase(InboundWorld world) {
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

    @Inbound
    void aLookupFindsAnInactiveUser(InboundWorld world) {
        String id = world.entra.user("ana@acme.example");
        world.entra.patch("/Users/" + id, "{'op':'replace','path':'active','value':false}");

        Answer found = world.entra.find("/Users", "userName eq \"Ana@acme.example\"");

        assertThat(found.names()).containsExactly("ana@acme.example");
        assertThat(found.at("Resources/0/active").booleanValue()).isFalse();
    }

    @Inbound
    void aUserIsDeactivatedInEachShape(InboundWorld world) {
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

    @Inbound
    void dottedKeysChangeParts(InboundWorld world) {
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

    @Inbound
    void oneTenantSendsBothShapes(InboundWorld world) {
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

    @Inbound
    void aManagerComesAndGoesInEachForm(InboundWorld world) {
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

    @Inbound
    void rolesComePackedIntoAText(InboundWorld world) {
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

    @Inbound
    void aPutOfWhatWasReadKeepsWhatNoSchemaKnows(InboundWorld world) {
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

    @Inbound
    void oneBadOperationUndoesTheWholePatch(InboundWorld world) {
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

    @Inbound
    void aSoftDeletionKeepsTheNameAndADeletionRemoves(InboundWorld world) {
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

    @Inbound
    void aRestoredUserAndARehiredOneAreTheSameUser(InboundWorld world) {
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

    @Inbound
    void twoPeopleSwapTheirNamesThoughEachIsTakenWhenItIsSent(InboundWorld world) {
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

    @Test
    void aPasswordIsKeptNowhere() throws Exception {
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
