// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.scim.ProviderClient.Answer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker might try with a token for one connection, or none. */
class EndpointSecurityTest {
    @TempDir
    private Path folder;

    private final ScimStore store = Places.sqlite().open();
    private final ProviderClient provider = ProviderClient.to(store, "entra");
    private final String ana = provider.user("ana@acme.example");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsTheHashOfATokenAlone() throws Exception {
        String token;
        try (ScimStore other = Places.sqlite(folder.resolve("scim.db")).open()) {
            token = other.connection("entra").issueToken("t");
            assertThat(new ProviderClient(ScimEndpoint.of(other), token)
                            .get("/Users")
                            .status())
                    .isEqualTo(200);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(token);
            }
        }
    }

    @Test
    void readsNothingOfARequestWithoutAToken() {
        ScimRequest request = new ScimRequest("POST", "", "/Users", Map.of(), new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("the body was read");
            }

            @Override
            public int read(byte[] bytes, int from, int count) {
                throw new AssertionError("the body was read");
            }
        });

        assertThat(ScimEndpoint.of(store).handle(request).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Users/../Groups",
                "/Users/%2e%2e%2fGroups",
                "/Users/a%2Fb",
                "/Users/a;b=c",
                "/Users/%00",
                "/Users/%0d%0aX:%20y",
                "/Users/'%20or%20'1'='1",
                "/Users/%F0%9F%98%80",
                "//Users",
                "/Users//x"
            })
    void findsNothingAtAnAddressThatIsMeantForSomethingElse(String target) {
        for (String method : new String[] {"GET", "DELETE", "PATCH"}) {
            Answer answer =
                    provider.send(method, target, "{'Operations':[{'op':'replace','path':'active','value':false}]}");

            assertThat(answer.status()).as(method).isIn(400, 404);
            assertThat(String.join("", answer.headers().values())).doesNotContain("\n", "\r");
        }
        assertThat(provider.get("/Users/" + ana).at("active").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Users?filter=%", "/Users?filter=%C3%28", "/%zz", "/Users?%"})
    void refusesAnAddressThatIsEncodedWrongly(String target) {
        assertThat(provider.get(target).status()).isEqualTo(400);
    }

    @Test
    void refusesAnAddressWithoutAnEnd() {
        assertThat(provider.get("/Users?filter=" + "x".repeat(100_000)).status())
                .isEqualTo(414);
    }

    @Test
    void refusesNamesThatBreakLinesOrPaths() {
        for (String name : new String[] {"a\\u0000b", "a\\nb", "a\\u001bb", "\\ud800"}) {
            assertThat(provider.post("/Users", "{'userName':'" + name + "'}").status())
                    .as(name)
                    .isEqualTo(400);
            Answer group = provider.post("/Groups", "{'displayName':'G','externalId':'" + name + "'}");
            assertThat(group.status()).as(name).isEqualTo(400);
        }
    }

    @Test
    void refusesBombsOfJson() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        for (String body : new String[] {
            "{'userName':'b','x':" + deep + "}",
            "{'userName':'b','roles':'" + deep + "'}",
            "{'userName':'b','active':true,'active':false}",
            "{'userName':'b','active':true,'Active':false}",
            "{'userName':'b','x':" + "9".repeat(2_000) + "}"
        }) {
            assertThat(provider.post("/Users", body).status()).isEqualTo(400);
        }
        assertThat(provider.post("/Users", "{'userName':'b','title':1e999999999}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void refusesAnyNumberOfAttributesAndValues() {
        String attributes =
                IntStream.range(0, 2_000).mapToObj(i -> "'a" + i + "':1").collect(Collectors.joining(","));
        String values = IntStream.range(0, 2_000)
                .mapToObj(i -> "{'value':'v" + i + "'}")
                .collect(Collectors.joining(","));
        assertThat(provider.post("/Users", "{'userName':'b'," + attributes + "}")
                        .status())
                .isEqualTo(400);
        assertThat(provider.post("/Users", "{'userName':'b','emails':[" + values + "]}")
                        .status())
                .isEqualTo(400);
        assertThat(provider.patch("/Users/" + ana, "{'op':'add','path':'roles','value':[" + values + "]}")
                        .status())
                .isEqualTo(400);
        assertThat(provider.post("/Users", "{'userName':'b','x':'" + "y".repeat(2 << 20) + "'}")
                        .status())
                .isEqualTo(413);
        assertThat(provider.post("/Users/.search", "{'attributes':['" + "y,".repeat(20_000) + "']}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void takesNoCompressedBody() {
        assertThat(provider.with("Content-Encoding", "gzip")
                        .post("/Users", "{'userName':'b'}")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "OPTIONS", "PROPFIND", "get\r\nX: y"})
    void takesNoOtherMethod(String method) {
        assertThat(provider.send(method, "/Users", "").status()).isEqualTo(405);
    }

    @Test
    void findsNobodyByANameThatIsAFilter() {
        String name = "x\\\" or active eq \\\"true";

        assertThat(provider.find("/Users", "userName eq \"" + name + "\"")
                        .at("totalResults")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void namesNoClassAndNoStatementWhenItFails() {
        Answer answer = new ProviderClient(
                        ScimEndpoint.of(store, token -> {
                            throw new IllegalStateException("select hash from scim_token");
                        }),
                        "t")
                .get("/Users");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("select", "Exception", "java.");
    }
}
