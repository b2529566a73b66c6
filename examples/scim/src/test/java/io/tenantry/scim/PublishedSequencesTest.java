// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.scim.ProviderClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The order of requests that the published tests of Okta and Microsoft for SCIM servers make, written again. What fails is
 * on a list with reasons.
 */
class PublishedSequencesTest {
    private final ScimStore store = Places.sqlite().open();
    private final ProviderClient provider = ProviderClient.to(store, "provider");
    private final Set<String> failed = new TreeSet<>();

    @AfterEach
    void close() {
        store.close();
    }

    private void check(String step, boolean holds) {
        if (!holds) {
            failed.add(step);
        }
    }

    private static Set<String> expected(String suite) throws IOException {
        try (InputStream in = PublishedSequencesTest.class.getResourceAsStream("expected-failures.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(suite + ": "))
                    .map(line -> line.substring(0, line.indexOf(" | ")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isError(Answer answer, int status) {
        return answer.status() == status
                && answer.at("status").isTextual()
                && answer.at("status").asText().equals(String.valueOf(status))
                && !answer.detail().isEmpty()
                && answer.at("schemas/0").asText().equals("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    @Test
    void passesTheOrderOfOkta() throws IOException {
        provider.post(
                "/Users",
                "{'userName':'first@acme.example','name':{'givenName':'First','familyName':'One'},"
                        + "'emails':[{'value':'first@acme.example','type':'work','primary':true}],'active':true}");
        ProviderClient okta = provider.with("Content-Type", "application/scim+json; charset=utf-8")
                .with("Accept", "application/scim+json")
                .with("Accept-Charset", "utf-8")
                .with("User-Agent", "OKTA SCIM Integration");

        Answer page = okta.get("/Users?count=1&startIndex=1");
        JsonNode first = page.at("Resources/0");
        check(
                "Okta: a page has its numbers",
                page.at("itemsPerPage").isInt() && page.at("startIndex").isInt());
        check("Okta: a page has its total", page.at("totalResults").isInt());
        check(
                "Okta: a page has the schema of a list",
                page.at("schemas/0").asText().endsWith("2.0:ListResponse"));
        for (String attribute :
                List.of("id", "name/familyName", "name/givenName", "userName", "active", "emails/0/value")) {
            check(
                    "Okta: a user has " + attribute,
                    !first.at("/" + attribute).asText().isEmpty());
        }
        Answer one = okta.get("/Users/" + first.path("id").asText());
        check(
                "Okta: the first user is read by its id",
                one.status() == 200 && one.body().equals(first));
        Answer nobody = okta.find("/Users", "userName eq \"" + UUID.randomUUID() + "\"");
        check(
                "Okta: an unknown name is an empty list",
                nobody.status() == 200 && nobody.at("totalResults").asInt(-1) == 0);
        check("Okta: an unknown id is 404", isError(okta.get("/Users/" + UUID.randomUUID()), 404));

        String body = "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'run@acme.example',"
                + "'name':{'givenName':'Run','familyName':'Scope'},'emails':[{'primary':true,'value':'run@acme.example',"
                + "'type':'work'}],'displayName':'Run Scope','active':true}";
        ProviderClient json =
                okta.with("Content-Type", "application/json").with("Accept", "application/scim+json; charset=utf-8");
        Answer made = json.post("/Users", body);
        check(
                "Okta: a user is created",
                made.status() == 201
                        && made.at("active").asBoolean()
                        && !made.id().isEmpty());
        check(
                "Okta: the names come back",
                made.at("name").toString().equals("{\"givenName\":\"Run\",\"familyName\":\"Scope\"}"));
        check("Okta: the schema comes back", made.at("schemas").toString().contains(Schemas.USER));
        check("Okta: the new user is read", okta.get("/Users/" + made.id()).status() == 200);
        check("Okta: the same user is refused", isError(json.post("/Users", body), 409));
        check(
                "Okta: a name in capitals is found",
                okta.find("/Users", "userName eq \"RUN@ACME.EXAMPLE\"")
                                .at("totalResults")
                                .asInt()
                        == 1);
        check("Okta: groups are listed", okta.get("/Groups").status() == 200);
        check(
                "Okta: a wrong token is 401",
                isError(okta.with("Authorization", "non-token").find("/Users", "userName eq \"x\""), 401));
        check("Okta: an id that is no id is 404", isError(okta.get("/Users/00919288221112222"), 404));
        lifeOfAUser(okta, made.id());

        assertThat(failed).isEqualTo(expected("Okta"));
    }

    /** What Okta's test of a whole integration makes of a user. */
    private void lifeOfAUser(ProviderClient okta, String id) {
        JsonNode read = okta.get("/Users/" + id).body();
        Answer put = okta.put("/Users/" + id, read.toString().replace("\"Run\"", "\"Ran\""));
        check(
                "Okta: a PUT changes a name",
                put.status() == 200 && put.at("name/givenName").asText().equals("Ran"));
        for (boolean active : new boolean[] {false, true, false}) {
            Answer patch = okta.patch("/Users/" + id, "{'op':'replace','value':{'active':" + active + "}}");
            check(
                    "Okta: a PATCH of active is answered with the user",
                    patch.at("active").asBoolean() == active);
            check(
                    "Okta: active is as it was set",
                    okta.get("/Users/" + id).at("active").asBoolean() == active);
        }
    }

    private static String user(String name, String active, String externalId) {
        return "{'userName':'" + name + "','active':" + active + ",'displayName':'" + name + "','externalId':'"
                + externalId
                + "','schemas':['" + Schemas.ENTERPRISE + "','" + Schemas.USER
                + "'],'addresses':[{'country':'Bermuda','type':'work','primary':false}],'name':{'formatted':'" + name
                + "','familyName':'Employee'},'emails':[{'type':'work','value':'" + name
                + "@example.com','primary':true}],'"
                + Schemas.ENTERPRISE + "':{'employeeNumber':'7'},'roles':[]}";
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }

    @Test
    void passesTheOrderOfMicrosoft() throws IOException {
        emptyService();
        usersOfMicrosoft();
        groupsOfMicrosoft();
        partsOfMicrosoft();
        garbageOfMicrosoft();
        inboundOfMicrosoft();

        assertThat(failed).isEqualTo(expected("Microsoft"));
    }

    private void emptyService() {
        check("Microsoft: no users", provider.get("/users").at("totalResults").asInt(-1) == 0);
        check("Microsoft: no groups", provider.get("/Groups").at("totalResults").asInt(-1) == 0);
        check("Microsoft: resource types", provider.get("/ResourceTypes").text().contains("\"/Users\""));
        check(
                "Microsoft: the configuration is at serviceConfiguration",
                provider.get("/serviceConfiguration").status() == 200);
        check(
                "Microsoft: PATCH is supported",
                provider.get("/ServiceProviderConfig").at("patch/supported").asBoolean());
        check("Microsoft: the schema of users", provider.get("/Schemas").text().contains("User Account"));
    }

    private void usersOfMicrosoft() {
        Answer one = provider.post("/Users", user("UserName123", "true", guid()));
        Answer two = provider.post("/Users", user("UserName222", "true", guid()));
        check("Microsoft: users are created", one.status() == 201 && two.status() == 201);
        check(
                "Microsoft: a user is read",
                provider.get("/Users/" + one.id()).id().equals(one.id()));
        Answer some = provider.get("/Users?attributes=userName,emails");
        check(
                "Microsoft: some attributes are read",
                some.text().contains(two.id()) && !some.text().contains("Bermuda"));
        check(
                "Microsoft: a display name is found",
                provider.get("/Users/?filter=DisplayName+eq+%22UserName123%22")
                        .text()
                        .contains(one.id()));
        provider.patch("/Users/" + one.id(), "{'op':'replace','path':'userName','value':'ryan3'}");
        check(
                "Microsoft: a PATCH renames",
                provider.get("/Users/" + one.id()).at("userName").asText().equals("ryan3"));
        Answer put = provider.put(
                "/Users/" + two.id(),
                "{'id':'" + two.id() + "','userName':'Replaced','active':true,'name':{'givenName':'NewName'}}");
        check(
                "Microsoft: a PUT replaces",
                put.status() == 200 && put.at("name/givenName").asText().equals("NewName"));
        check("Microsoft: a PUT clears what it does not say", !put.body().has("addresses"));
        check(
                "Microsoft: the first user is deleted",
                provider.delete("/Users/" + one.id()).status() == 204);
        check(
                "Microsoft: the second user is deleted",
                provider.delete("/Users/" + two.id()).status() == 204);
    }

    private void groupsOfMicrosoft() {
        Answer empty = provider.post(
                "/Groups",
                "{'externalId':'" + guid() + "','schemas':['" + Schemas.GROUP + "'],'displayName':'G1','members':[]}");
        String three =
                provider.post("/Users", user("UserName333", "true", guid())).id();
        String four =
                provider.post("/Users", user("UserName444", "true", guid())).id();
        Answer filled =
                provider.post("/Groups", "{'displayName':'G2','members':[{'value':'" + three + "','display':'VP'}]}");
        check("Microsoft: groups are created", empty.status() == 201 && filled.status() == 201);
        check(
                "Microsoft: groups are listed",
                provider.get("/Groups").at("totalResults").asInt() == 2);
        String other = provider.group("G3");
        Answer put = provider.put(
                "/Groups/" + other,
                "{'id':'" + other + "','displayName':'putName','members':[{'value':'" + three
                        + "','display':'VP'},{'value':'" + four + "','display':'SenorVP'}]}");
        check(
                "Microsoft: a PUT replaces members",
                put.status() == 200 && put.members().size() == 2);
        String add = "{'name':'addMember','op':'add','path':'members','value':[{'displayName':'new User','value':'"
                + four + "'}]}";
        String group = "/Groups/" + empty.id();
        check("Microsoft: a member is added", provider.patch(group, add).status() == 204);
        check(
                "Microsoft: a member is removed",
                provider.patch(group, "{'op':'remove','path':'members[value eq \\'" + four + "\\']'}")
                                        .status()
                                == 204
                        && provider.get(group).members().isEmpty());
        provider.patch(group, add);
        check("Microsoft: the member is there", provider.get(group).members().equals(List.of(four)));
        check(
                "Microsoft: a member shows the display name that was sent",
                provider.get(group).text().contains("new User"));
        provider.patch(group, "{'op':'remove','path':'members'}");
        check(
                "Microsoft: all members are removed",
                provider.get(group).members().isEmpty());
        for (String path :
                List.of("/Users/" + three, "/Users/" + four, group, "/Groups/" + filled.id(), "/Groups/" + other)) {
            check(
                    "Microsoft: a deletion is answered with 204",
                    provider.delete(path).status() == 204);
        }
    }

    private void partsOfMicrosoft() {
        String id = provider.post("/Users", user("UserName111", "true", guid())).id();
        check(
                "Microsoft: a value of a list is read by its type",
                provider.get("/Users?attributes=emails%5Btype+eq+%22work%22%5D")
                        .text()
                        .contains("UserName111@example.com"));
        check(
                "Microsoft: a value of a list is read by itself",
                provider.get("/Users?attributes=emails%5Bvalue+eq+%22UserName111@example.com%22%5D")
                        .text()
                        .contains("UserName111@example.com"));
        provider.delete("/Users/" + id);
    }

    private void garbageOfMicrosoft() {
        String guid = guid();
        Answer omalley = provider.post("/Users", user("OMalley", "true", guid));
        check("Microsoft: a user with all attributes", omalley.at("active").asBoolean());
        check(
                "Microsoft: a second user with the GUID of another one is created",
                provider.post("/Users", user("same", "true", guid)).status() == 201);
        check(
                "Microsoft: active as a text",
                provider.post("/Users", user("emp1", "'True'", guid()))
                        .at("active")
                        .asBoolean());
        provider.post("/Users", user("emp2", "true", guid()));
        provider.post("/Users", user("emp3", "true", guid()));
        check("Microsoft: no user name is 400", isError(provider.post("/Users", "{'active':true}"), 400));
        check("Microsoft: junk is 400", isError(provider.post("/Users", "{'acve': tre, }"), 400));
        for (int i = 0; i < 3; i++) {
            check(
                    "Microsoft: a name that is taken is 409",
                    isError(provider.post("/Users", user("emp3", "true", guid())), 409));
        }
        String path = "/Users/" + omalley.id();
        check("Microsoft: a PUT without a name is 400", isError(provider.put(path, "{'userame':'OMalley'}"), 400));
        check(
                "Microsoft: an unknown attribute is taken",
                provider.put(path, "{'userName':'OMalley','adreses':[]}").status() == 200);
        check(
                "Microsoft: a PATCH of a user name is answered with 204",
                provider.patch(path, "{'op':'Replace','path':'userName','value':'newusername'}")
                                .status()
                        == 204);
        check(
                "Microsoft: a PATCH of active is answered with 204",
                provider.patch(path, "{'op':'Replace','path':'active','value':false}")
                                .status()
                        == 204);
        Answer read = provider.get(path);
        check(
                "Microsoft: both PATCHes were done",
                read.at("userName").asText().equals("newusername")
                        && !read.at("active").asBoolean());
        Answer put = provider.put(path, user("OMalley", "false", guid).replace("Bermuda", "Germany"));
        check(
                "Microsoft: a PUT of everything",
                put.status() == 200 && put.text().contains("Germany"));
        Answer page = provider.get("/Users?startIndex=1&count=2");
        check(
                "Microsoft: a page of two",
                page.at("totalResults").asInt() == 4 && page.at("itemsPerPage").asInt() == 2);
        check(
                "Microsoft: a filter without quotes and with brackets",
                provider.find(
                                        "/Users",
                                        "name.FamilyName eq Employee and (emails.Value co example.com or emails.Value co example.org)")
                                .at("totalResults")
                                .asInt()
                        == 4);
        check(
                "Microsoft: a filter by beginning",
                provider.find("/Users", "userName sw O").names().equals(List.of("OMalley")));
        check(
                "Microsoft: a filter by time",
                provider.find("/Users", "meta.Created gt 2015-10-10T14:38:21.8617979-07:00")
                                .at("totalResults")
                                .asInt()
                        == 4);
        garbageGroups();
        provider.get("/Users")
                .at("Resources")
                .forEach(user -> provider.delete("/Users/" + user.path("id").asText()));
    }

    private void garbageGroups() {
        String id = provider.post("/Groups", "{'displayName':'Group 1','externalId':'" + guid() + "'}")
                .id();
        for (String member : List.of("string id 1", "string id 2")) {
            check(
                    "Microsoft: a member that is a bare text",
                    provider.patch("/Groups/" + id, "{'op':'add','path':'members','value':'" + member + "'}")
                                    .status()
                            == 204);
        }
        check("Microsoft: the group is read", provider.get("/Groups/" + id).status() == 200);
        check(
                "Microsoft: without members",
                !provider.get("/Groups/" + id + "?excludedAttributes=members")
                        .body()
                        .has("members"));
        check(
                "Microsoft: a PUT gives a group the GUID of another object",
                provider.put("/Groups/" + id, "{'displayName':'Tiffany','externalId':'" + guid() + "'}")
                                .status()
                        == 200);
        check(
                "Microsoft: a PUT renames a group",
                provider.put("/Groups/" + id, "{'displayName':'Tiffany'}")
                        .at("displayName")
                        .asText()
                        .equals("Tiffany"));
        check(
                "Microsoft: the group is deleted",
                provider.delete("/Groups/" + id).status() == 204);
    }

    /** What Microsoft's collection for a service that is read from asks for. */
    private void inboundOfMicrosoft() {
        check(
                "Microsoft: a connection test with a count",
                provider.get("/Users?count=1").status() == 200);
        String boss = provider.post("/Users", user("boss", "true", guid())).id();
        String id = provider.post("/Users", user("ana", "false", guid())).id();
        check(
                "Microsoft: found by id",
                provider.find("/Users", "id eq \"" + id + "\"")
                                .at("totalResults")
                                .asInt()
                        == 1);
        String window =
                "active eq true and (meta.lastModified ge \"0001-01-03T00:00:00.0000000Z\" and meta.lastModified le"
                        + " \"2999-01-01T00:00:00Z\")";
        check(
                "Microsoft: active users of a window of time",
                provider.get("/Users?filter=" + ProviderClient.encoded(window) + "&count=5&startIndex=1")
                        .names()
                        .equals(List.of("boss")));
        check(
                "Microsoft: the page behind the last",
                provider.get("/Users?filter=" + ProviderClient.encoded(window) + "&count=5&startIndex=6")
                        .names()
                        .isEmpty());
        check(
                "Microsoft: names in any case",
                provider.find("/Users", "(ActiVe eq true) and meta.lastmodified ge \"2001-09-23T19:35:41.8420572Z\"")
                        .names()
                        .equals(List.of("boss")));
        provider.patch("/Users/" + id, "{'op':'replace','path':'name.familyName','value':'Ode'}");
        provider.patch("/Users/" + id, "{'op':'replace','path':'active','value':true}");
        Answer last = provider.patch(
                "/Users/" + id, "{'op':'replace','path':'" + Schemas.ENTERPRISE + ".manager','value':'" + boss + "'}");
        check("Microsoft: a family name", last.at("name/familyName").asText().equals("Ode"));
        check("Microsoft: active again", last.at("active").asBoolean());
        check(
                "Microsoft: a manager",
                last.body()
                        .path(Schemas.ENTERPRISE)
                        .at("/manager/value")
                        .asText()
                        .equals(boss));
        check(
                "Microsoft: a start of 0 is the beginning",
                provider.get("/Users?count=100&startindex=0").names().size() == 2);
    }
}
