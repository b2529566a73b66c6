// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.scim.ProviderClient.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Entra ID and Okta send beside the standard, and what a SCIM library for servers does not do by itself: each point
 * is one that a library failed at when it was tried.
 */
class WhatProvidersSendTest {
    private final ScimStore store = Places.sqlite().open();
    private final ProviderClient entra = ProviderClient.to(store, "entra");
    private final String ana = entra.user("ana@acme.example");
    private final String group = entra.group("Account-A", ana);

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> members() {
        return entra.get("/Groups/" + group).members();
    }

    @Test
    void removesAMemberWhoseReferenceIsNull() {
        Answer answer = entra.patch(
                "/Groups/" + group, "{'op':'Remove','path':'members','value':[{'$ref':null,'value':'" + ana + "'}]}");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(members()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            replace | {'value':'another'}
            replace | [{'value':'another'}]
            replace | 'another'
            add     | {'value':'another'}
            """)
    void refusesToMakeOneMemberAnotherOne(String op, String value) {
        String path = "members[value eq \\\"" + ana + "\\\"]";
        Answer answer =
                entra.patch("/Groups/" + group, "{'op':'" + op + "','path':'" + path + "','value':" + value + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(members()).containsExactly(ana);
    }

    @Test
    void addsAPresentMemberWithANewDisplayNameOnce() {
        entra.patch(
                "/Groups/" + group, "{'op':'add','path':'members','value':[{'value':'" + ana + "','display':'x'}]}");

        assertThat(members()).containsExactly(ana);
    }

    @Test
    void publishesThatTheDisplayNameOfAMemberIsItsOwn() {
        JsonNode members = entra.get("/Schemas/" + Schemas.GROUP).at("attributes/1/subAttributes");

        assertThat(members)
                .filteredOn(part -> part.path("name").asText().equals("display"))
                .extracting(part -> part.path("mutability").asText())
                .containsExactly("readOnly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users", "/USERS", "/Users/", "/users/"})
    void findsAPathInEitherCase(String path) {
        assertThat(entra.get(path).at("totalResults").asInt()).isEqualTo(1);
    }

    @Test
    void findsAKindOfResourceInLowerCase() {
        assertThat(entra.get("/serviceproviderconfig").status()).isEqualTo(200);
        assertThat(entra.get("/resourcetypes/user").at("name").asText()).isEqualTo("User");
        assertThat(entra.get("/schemas/" + Schemas.USER).at("id").asText()).isEqualTo(Schemas.USER);
    }

    @Test
    void readsAFilterWhoseValueIsNotQuoted() {
        assertThat(entra.find("/Users", "userName eq ana@acme.example").names()).containsExactly("ana@acme.example");
    }

    @Test
    void refusesASecondUserOfOneName() {
        assertThat(entra.post("/Users", "{'userName':'Ana@ACME.example'}").status())
                .isEqualTo(409);
    }

    @Test
    void appliesFiltersByItself() {
        entra.user("ben@acme.example");

        assertThat(entra.find("/Users", "userName sw \"b\"").names()).containsExactly("ben@acme.example");
    }

    @Test
    void answersAPatchOfAGroupWithoutItsMembers() {
        Answer answer = entra.patch("/Groups/" + group, "{'op':'replace','path':'displayName','value':'B'}");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body().isMissingNode()).isTrue();
        assertThat(answer.headers()).containsKeys("ETag", "Location");
    }

    @Test
    void answersAPatchOfAGroupWithWhatIsAskedFor() {
        Answer answer = entra.patch(
                "/Groups/" + group + "?attributes=displayName", "{'op':'replace','path':'displayName','value':'B'}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("displayName").asText()).isEqualTo("B");
        assertThat(answer.body().has("members")).isFalse();
    }

    @Test
    void letsNobodyInWithoutAToken() {
        assertThat(entra.with("Authorization", "").get("/ServiceProviderConfig").status())
                .isEqualTo(401);
    }

    @Test
    void refusesACursorInsteadOfPassingOverIt() {
        assertThat(entra.get("/Users?cursor=").at("scimType").asText()).isEqualTo("invalidCursor");
    }

    @Test
    void keepsAttributesThatNoSchemaKnows() {
        String id = entra.post(
                        "/Users", "{'userName':'ben@acme.example','urn:acme:2.0:User':{'client':'A'},'team':'blue'}")
                .id();
        entra.patch("/Users/" + id, "{'op':'add','path':'urn:acme:2.0:User:site','value':'Manila'}");

        Answer read = entra.get("/Users/" + id);

        assertThat(read.body().path("urn:acme:2.0:User").toString())
                .isEqualTo("{\"client\":\"A\",\"site\":\"Manila\"}");
        assertThat(read.at("team").asText()).isEqualTo("blue");
        assertThat(store.connection("entra").source().find(id).orElseThrow().attributes())
                .containsEntry("urn:acme:2.0:User:client", "A")
                .containsEntry("team", "blue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emails[type eq \\'work\\'",
                "emails[type eq \\'work\\']x",
                "na me.x",
                "emails.value",
                "a.b.c",
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "title.x",
                "1x"
            })
    void refusesAPathThatCannotBeReadInsteadOfPassingOverIt(String path) {
        Answer answer = entra.patch("/Users/" + ana, "{'op':'replace','path':'" + path + "','value':'x'}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("scimType").asText()).isIn("invalidPath", "invalidFilter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "meta", "groups", "meta.version"})
    void refusesToChangeWhatItSaysItself(String path) {
        Answer answer = entra.patch("/Users/" + ana, "{'op':'replace','path':'" + path + "','value':'x'}");

        assertThat(answer.status() + answer.at("scimType").asText()).isEqualTo("400mutability");
    }

    @ParameterizedTest
    @ValueSource(strings = {"userName", "active"})
    void refusesToRemoveWhatAUserNeeds(String path) {
        for (String operation : List.of("{'op':'remove','path':'%s'}", "{'op':'replace','path':'%s','value':null}")) {
            Answer answer = entra.patch("/Users/" + ana, operation.formatted(path));

            assertThat(answer.status() + answer.at("scimType").asText()).isEqualTo("400invalidValue");
            assertThat(answer.detail()).contains(path);
        }
    }

    @Test
    void takesNullsInAUserThatIsCreated() {
        Answer answer = entra.post(
                "/Users",
                "{'userName':'ben@acme.example','active':null,'addresses':null,'department':null,'manager':null,"
                        + "'roles':[],'emails':[{'value':null,'type':'work'}],'groups':[],'meta':{'resourceType':'User'}}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.at("active").booleanValue()).isTrue();
        assertThat(answer.body().has("emails")).isTrue();
    }

    @Test
    void takesAttributesOfTheEnterpriseExtensionAtTheRoot() {
        Answer answer =
                entra.post("/Users", "{'userName':'ben@acme.example','department':'Sales','manager':{'value':'m'}}");

        assertThat(answer.body().path(Schemas.ENTERPRISE).toString())
                .isEqualTo("{\"department\":\"Sales\",\"manager\":{\"value\":\"m\"}}");
    }

    @Test
    void takesAGroupAsEntraMakesIt() {
        Answer answer = entra.post(
                "/Groups",
                "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group',"
                        + "'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],"
                        + "'externalId':'8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159','displayName':'Account-B',"
                        + "'meta':{'resourceType':'Group'}}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("externalId").asText()).isEqualTo("8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159");
    }

    @Test
    void readsTheEnterpriseExtensionHoweverItIsSpelt() {
        for (String path : List.of(
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                "URN:ietf:params:scim:schemas:extension:Enterprise:2.0:user:Department",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department",
                "urn: ietf: params: scim: schemas: extension: enterprise: 2.0:User:department",
                "urn:ietf:params:scim:schemas:extension:enterprise2.0:User:department",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department",
                "department")) {
            entra.patch("/Users/" + ana, "{'op':'remove','path':'department'}");
            Answer answer = entra.patch("/Users/" + ana, "{'op':'replace','path':'" + path + "','value':'Sales'}");

            assertThat(answer.body().path(Schemas.ENTERPRISE).toString())
                    .as(path)
                    .isEqualTo("{\"department\":\"Sales\"}");
        }
    }

    @Test
    void takesNamesOfAttributesInAnyCase() {
        Answer answer = entra.post(
                "/Users",
                "{'USERNAME':'ben@acme.example','externalid':'E7','Title':'x','Emails':[{'Value':'b@x','TYPE':'work'}]}");

        assertThat(answer.at("userName").asText()
                        + answer.at("externalId").asText()
                        + answer.at("title").asText())
                .isEqualTo("ben@acme.exampleE7x");
        assertThat(answer.at("emails").toString()).isEqualTo("[{\"value\":\"b@x\",\"type\":\"work\"}]");
    }

    @Test
    void takesWhatTheGalleryAppsOfGenesysMap() {
        Answer answer = entra.patch(
                "/Users/" + ana,
                "{'op':'Add','path':'displayName','value':'Ana'}",
                "{'op':'Add','path':'title','value':'Agent'}",
                "{'op':'Add','path':'emails[type eq \\'work\\'].value','value':'ana@acme.example'}",
                "{'op':'Add','path':'phoneNumbers[type eq \\'mobile\\'].value','value':'+1'}",
                "{'op':'Add','path':'phoneNumbers[type eq \\'work2\\'].value','value':'+2'}",
                "{'op':'Add','path':'phoneNumbers[type eq \\'microsoftteams\\'].value','value':'+3'}",
                "{'op':'Add','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division','value':'Tenant_A'}",
                "{'op':'Add','path':'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \\'ringcentral\\'].value','value':'r1'}",
                "{'op':'Add','path':'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \\'zoomphone\\'].value','value':'z1'}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("phoneNumbers")).hasSize(3);
        assertThat(answer.body().path(Schemas.ENTERPRISE).path("division").asText())
                .isEqualTo("Tenant_A");
        assertThat(answer.body().path(Schemas.GENESYS).toString())
                .isEqualTo("{\"externalIds\":[{\"authority\":\"ringcentral\",\"value\":\"r1\"},"
                        + "{\"authority\":\"zoomphone\",\"value\":\"z1\"}]}");
    }

    @Test
    void takesOktasUserWithItsPassword() {
        Answer answer = entra.post(
                "/Users",
                "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'ben@acme.example','name':{'givenName':'Ben',"
                        + "'familyName':'Ode'},'emails':[{'primary':true,'value':'ben@acme.example','type':'work'}],"
                        + "'displayName':'Ben Ode','locale':'en-US','externalId':'00ujl29u0le5T6Aj10h7','groups':[],"
                        + "'password':'1mz050nq','active':true}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).doesNotContain("1mz050nq");
    }

    @Test
    void addsAMailAddressOnceAndKeepsOnePrimary() {
        for (String operation : List.of(
                "{'op':'add','path':'emails','value':[{'value':'a@x.example','type':'work','primary':true}]}",
                "{'op':'add','path':'emails','value':[{'value':'A@x.example','type':'work'}]}",
                "{'op':'add','path':'emails','value':{'value':'b@x.example','type':'home','primary':true}}")) {
            entra.patch("/Users/" + ana, operation);
        }

        assertThat(entra.get("/Users/" + ana).at("emails").toString())
                .isEqualTo("[{\"value\":\"A@x.example\",\"type\":\"work\"},"
                        + "{\"value\":\"b@x.example\",\"type\":\"home\",\"primary\":true}]");
    }

    @Test
    void removesAPartOfAListAndTheValueThatIsLeftWithout() {
        entra.patch(
                "/Users/" + ana,
                "{'op':'add','path':'emails','value':[{'value':'a@x.example','type':'work'},{'value':'b@x.example','type':'home'}]}",
                "{'op':'remove','path':'emails[type eq \\'work\\'].value'}");

        assertThat(entra.get("/Users/" + ana).at("emails").toString())
                .isEqualTo("[{\"value\":\"b@x.example\",\"type\":\"home\"}]");
    }

    @Test
    void changesNothingIfAPatchSaysWhatIsThere() {
        entra.patch("/Users/" + ana, "{'op':'replace','path':'title','value':'Agent'}");
        String before = entra.get("/Users/" + ana).text();

        entra.patch("/Users/" + ana, "{'op':'replace','path':'title','value':'Agent'}");

        assertThat(entra.get("/Users/" + ana).text()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Bulk", "/Me", "/.search"})
    void saysWhatItDoesNotSupport(String path) {
        assertThat(entra.post(path, "{}").status()).isEqualTo(501);
    }

    @Test
    void answersAnAddressOrMethodThatItDoesNotHave() {
        assertThat(entra.get("/Gadgets").status()).isEqualTo(404);
        assertThat(entra.get("/Users/a/b").status()).isEqualTo(404);
        assertThat(entra.get("/").status()).isEqualTo(404);
        assertThat(entra.send("OPTIONS", "/Users", "").status()).isEqualTo(405);
        assertThat(entra.delete("/Users").status()).isEqualTo(405);
        assertThat(entra.post("/Users/" + ana, "{}").status()).isEqualTo(405);
        assertThat(entra.post("/Schemas", "{}").status()).isEqualTo(405);
        assertThat(entra.find("/Schemas", "id eq \"x\"").status()).isEqualTo(403);
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        Answer answer = entra.send("HEAD", "/Users/" + ana, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsKey("ETag");
        assertThat(answer.body().isMissingNode()).isTrue();
    }

    @Test
    void searchesByPost() {
        Answer answer = entra.post(
                "/Users/.search",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],'filter':'userName sw \\'a\\'',"
                        + "'attributes':['userName'],'startIndex':1,'count':5}");

        assertThat(answer.names()).containsExactly("ana@acme.example");
        assertThat(answer.at("Resources/0").has("meta")).isFalse();
    }

    @Test
    void saysUntilItIsDoneThatTheFirstCycleIsNotFinished() {
        assertThat(entra.get("/Users").headers()).containsEntry("Tenantry-First-Cycle", "not-finished");

        store.connection("entra").finishFirstCycle();

        assertThat(entra.get("/Users").headers()).doesNotContainKey("Tenantry-First-Cycle");
    }

    @Test
    void keepsARefusedPushUntilItIsMadeGood() {
        entra.patch("/Users/" + ana, "{'op':'replace','path':'active','value':'perhaps'}");
        assertThat(store.connection("entra").status().refusals())
                .singleElement()
                .asString()
                .startsWith("/Users/" + ana)
                .endsWith("operation 1: active is true or false, and something else was sent");

        entra.patch("/Users/" + ana, "{'op':'replace','path':'active','value':'False'}");

        assertThat(store.connection("entra").status().refusals()).isEmpty();
    }
}
