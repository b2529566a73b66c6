// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that is sent is taken or refused; nothing makes the endpoint fail, and a provider slow down for everybody. */
class EndpointFuzzTest {
    /** More of them, or one alone: -Dtenantry.fuzz.first=4711 -Dtenantry.fuzz.seeds=1. */
    private static final long FIRST = Long.getLong("tenantry.fuzz.first", 0);

    private static final long SEEDS = Long.getLong("tenantry.fuzz.seeds", 5_000);

    @Test
    void readsOrRefusesAnyDocumentAndAnyPatch() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            RandomRequests random = new RandomRequests(seed);
            for (Kind kind : Kind.values()) {
                try {
                    ObjectNode document = Draft.whole(kind, "", random.resource(kind));
                    PatchRequest.of(kind, random.patch()).applied(kind, "u1", document);
                } catch (RefusedRequest e) {
                    assertThat(e.status()).as("seed %d", seed).isBetween(400, 499);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    @Test
    void changesNothingWhenADocumentIsReadAgain() {
        int taken = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            ObjectNode once;
            try {
                once = Draft.whole(Kind.USER, "", new RandomRequests(seed).resource(Kind.USER));
            } catch (RefusedRequest e) {
                continue;
            }
            taken++;
            assertThat(Draft.whole(Kind.USER, "", once)).as("seed %d", seed).isEqualTo(once);
        }
        assertThat(taken).isGreaterThan((int) (SEEDS / 10));
    }

    @Test
    void readsOrRefusesAnyFilter() {
        ObjectNode ana = SentJson.newObject().put("userName", "ana").put("active", true);
        int read = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                FilterParser.read(Kind.USER, new RandomRequests(seed).filter()).holds(ana);
                read++;
            } catch (RefusedRequest e) {
                assertThat(e.scimType()).as("seed %d", seed).isEqualTo("invalidFilter");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).isGreaterThan((int) (SEEDS / 300));
    }

    @OnBothDatabases
    void answersAnyRequestWithoutFailing(ScimStore.Builder place) {
        try (ScimStore store = place.open()) {
            ProviderClient provider = ProviderClient.to(store, "entra");
            List<String> ids = new ArrayList<>(List.of(provider.user("ana"), "x"));
            String group = provider.group("Account-A", ids.get(0));
            for (long seed = FIRST; seed < FIRST + Math.min(SEEDS, 400); seed++) {
                RandomRequests random = new RandomRequests(seed);
                String user = "/Users/" + ids.get(random.nextInt(ids.size()));
                ProviderClient.Answer answer = switch (random.nextInt(8)) {
                    case 0 -> provider.send("POST", "/Users", bytes(random, random.resource(Kind.USER)));
                    case 1 -> provider.send("POST", "/Groups", bytes(random, random.resource(Kind.GROUP)));
                    case 2 -> provider.send("PUT", user, bytes(random, random.resource(Kind.USER)));
                    case 3 -> provider.send("PATCH", user, bytes(random, random.patch()));
                    case 4 -> provider.send("PATCH", "/Groups/" + group, bytes(random, random.patch()));
                    case 5 -> provider.find(random.nextInt(2) == 0 ? "/Users" : "/Groups", random.filter());
                    case 6 -> provider.get("/" + random.filter());
                    default -> provider.get(user + "?attributes=" + ProviderClient.encoded(random.path()));
                };
                assertThat(answer.status())
                        .as("seed %d", seed)
                        .satisfiesAnyOf(
                                status -> assertThat(status).isBetween(200, 299),
                                status -> assertThat(status).isBetween(400, 499));
                if (answer.status() == 201) {
                    ids.add(answer.id());
                }
            }
        }
    }

    private static byte[] bytes(RandomRequests random, ObjectNode body) {
        byte[] bytes = SentJson.write(body);
        return random.nextInt(5) == 0 ? random.broken(bytes) : bytes;
    }
}
