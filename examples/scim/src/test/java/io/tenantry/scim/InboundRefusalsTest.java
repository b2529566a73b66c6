// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.scim.ProviderClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What an endpoint takes from nobody, in both databases. */
class InboundRefusalsTest {
    @Inbound
    void aTokenThatIsMissingWrongOrRevokedIsRefused(InboundWorld world) {
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

    @Inbound
    void aConnectionNeitherSeesNorGuessesWhatAnotherOneHas(InboundWorld world) {
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

    @Inbound
    void aBodyThatIsMalformedOrTooLargeIsRefused(InboundWorld world) {
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
}
