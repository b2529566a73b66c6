// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A SCIM server that nobody here wrote makes the same of a PATCH. */
class PatchJudgeTest {
    private final SplittableRandom random = new SplittableRandom(20261130);
    private final Handler handler = new Handler();
    private final ResourceEndpoint judge = new ResourceEndpoint(ServiceProvider.builder()
            .patchConfig(PatchConfig.builder()
                    .supported(true)
                    .ignoreUnknownAttributes(true)
                    .doNotFailOnNoTarget(true)
                    .build())
            .build());

    PatchJudgeTest() {
        judge.registerEndpoint(new UserEndpointDefinition(handler));
    }

    /** Holds one user. */
    private static final class Handler extends ResourceHandler<User> {
        private User user = new User();

        @Override
        public User createResource(User resource, Context context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public User getResource(
                String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excluded, Context context) {
            return user;
        }

        @Override
        public PartialListResponse<User> listResources(
                long first,
                int count,
                FilterNode filter,
                SchemaAttribute sortBy,
                SortOrder order,
                List<SchemaAttribute> attributes,
                List<SchemaAttribute> excluded,
                Context context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public User updateResource(User resource, Context context) {
            user = resource;
            return resource;
        }

        @Override
        public void deleteResource(String id, Context context) {
            throw new UnsupportedOperationException();
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String text() {
        return one(List.of("\"Ana\"", "\"Ben\"", "\"Lead\""));
    }

    private String email() {
        return "{\"value\":\"" + one(List.of("a", "b", "c")) + "@x.example\",\"type\":\"" + one(List.of("work", "home"))
                + "\"}";
    }

    private String operation() {
        String add = one(List.of("add", "replace"));
        String enterprise = Schemas.ENTERPRISE + ":";
        return switch (random.nextInt(11)) {
            case 0 -> op(add, one(List.of("title", "displayName", "nickName", "userName")), text());
            case 1 -> op(add, one(List.of("name.givenName", "name.familyName")), text());
            case 2 -> op("replace", "active", String.valueOf(random.nextBoolean()));
            case 3 -> op("replace", "emails", "[" + email() + "]");
            case 4 -> op("remove", one(List.of("title", "displayName", "emails", "name", "name.givenName")), "");
            case 5 -> op(add, enterprise + one(List.of("department", "division", "costCenter")), text());
            case 6 -> op("remove", enterprise + one(List.of("department", "division")), "");
            case 7 -> op("remove", "emails[type eq \\\"" + one(List.of("work", "home")) + "\\\"]", "");
            case 8 -> op(add, "name", "{\"givenName\":" + text() + ",\"familyName\":" + text() + "}");
            case 9 ->
                "{\"op\":\"" + add + "\",\"value\":{\"title\":" + text() + ",\"name\":{\"familyName\":" + text()
                        + "}}}";
            default -> op(add, enterprise + "manager.value", text());
        };
    }

    private static String op(String op, String path, String value) {
        return "{\"op\":\"" + op + "\",\"path\":\"" + path + "\"" + (value.isEmpty() ? "" : ",\"value\":" + value)
                + "}";
    }

    @Test
    void makesTheSameOfAPatchAsAnotherServer() {
        for (int i = 0; i < 3_000; i++) {
            String before = before();
            String patch = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                    + operation() + "," + operation() + "]}";
            String theirs = byTheJudge(before, patch);
            String ours = ours(before, patch);

            assertThat(ours).as("%s on %s", patch, before).isEqualTo(theirs);
        }
    }

    private String before() {
        ObjectNode user = SentJson.newObject().put("userName", "x").put("active", true);
        for (int i = random.nextInt(3); i > 0; i--) {
            user.put(one(List.of("title", "displayName")), "Before");
        }
        if (random.nextBoolean()) {
            user.putObject("name").put("givenName", "Before").put("formatted", "B");
        }
        if (random.nextBoolean()) {
            user.putArray("emails").add(SentJson.object(email().getBytes(StandardCharsets.UTF_8)));
        }
        if (random.nextBoolean()) {
            user.putObject(Schemas.ENTERPRISE).put("department", "Before");
        }
        return user.toString();
    }

    private String byTheJudge(String before, String patch) {
        User user = JsonHelper.readJsonDocument(before, User.class);
        user.setId("u1");
        user.setMeta(Meta.builder()
                .created(Instant.EPOCH)
                .lastModified(Instant.EPOCH)
                .resourceType("User")
                .build());
        handler.user = user;
        ScimResponse answer = judge.handleRequest(
                "https://judge.example/scim/v2/Users/u1",
                HttpMethod.PATCH,
                patch,
                Map.of("Content-Type", "application/scim+json"),
                new Context(null));
        assertThat(answer.getHttpStatus())
                .as("%s on %s: %s", patch, before, answer)
                .isEqualTo(200);
        return sorted(JsonHelper.readJsonDocument(handler.user.toString()));
    }

    private static String ours(String before, String patch) {
        return sorted(PatchRequest.of(Kind.USER, SentJson.object(patch.getBytes(StandardCharsets.UTF_8)))
                .applied(Kind.USER, "u1", SentJson.object(before.getBytes(StandardCharsets.UTF_8))));
    }

    /** Returns what both say of the user, in one order of names. */
    private static String sorted(JsonNode user) {
        Map<String, String> fields = new TreeMap<>();
        user.properties().forEach(field -> {
            if (!List.of("id", "meta", "schemas").contains(field.getKey()) && !Fields.isEmpty(field.getValue())) {
                fields.put(
                        field.getKey(),
                        field.getValue().isObject()
                                ? sorted(field.getValue())
                                : field.getValue().toString());
            }
        });
        return fields.toString();
    }
}
