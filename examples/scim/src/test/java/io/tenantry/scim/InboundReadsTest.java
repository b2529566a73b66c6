// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.scim.ProviderClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What providers and the engine read of what was pushed, in both databases. */
class InboundReadsTest {
    @Inbound
    void filtersAreReadInEachFormOrRefused(InboundWorld world) {
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

    @Inbound
    void pagesAreStableAndACursorIsRefused(InboundWorld world) {
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

    @Inbound
    void membersAreLeftOutIfTheyAreNotWanted(InboundWorld world) {
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

    @Inbound
    void aStaleIfMatchIsRefused(InboundWorld world) {
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

    @Test
    void whatWasAnsweredIsInTheFeedAfterACrash() throws Exception {
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

    @Inbound
    void anHourOfPushesThatNobodyReadsIsCaughtUpWith(InboundWorld world) {
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
}
