// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Against {@code scim-sdk-server}, in process. */
class GenericScimServerTest extends GenericScimServer {
    private final ResourceEndpoint server = server();

    @Override
    String searched(String userName) {
        return userName;
    }

    @Override
    FaultyWire.Reply answered(FaultyWire.Request request) {
        String url = "https://generic.example/scim/v2/Users" + request.target().substring(OURS.length());
        ScimResponse response = server.handleRequest(
                url,
                HttpMethod.valueOf(request.method()),
                new String(request.body(), UTF_8),
                Map.of("Content-Type", "application/scim+json"),
                new Context(null));
        return new FaultyWire.Reply(
                response.getHttpStatus(), response.toString().getBytes(UTF_8));
    }

    private static ResourceEndpoint server() {
        ServiceProvider provider = ServiceProvider.builder()
                .filterConfig(
                        FilterConfig.builder().supported(true).maxResults(100).build())
                .patchConfig(PatchConfig.builder().supported(true).build())
                .build();
        ResourceEndpoint endpoint = new ResourceEndpoint(provider);
        endpoint.registerEndpoint(new UserEndpointDefinition(new Users()))
                .getFeatures()
                .setAutoFiltering(true);
        return endpoint;
    }

    @SuppressWarnings("NullAway")
    private static final class Users extends ResourceHandler<User> {
        private final Map<String, User> users = new LinkedHashMap<>();

        @Override
        public User createResource(User user, Context context) {
            String name = user.getUserName().orElseThrow();
            if (users.values().stream()
                    .anyMatch(u -> u.getUserName().orElseThrow().equalsIgnoreCase(name))) {
                throw new ConflictException("the user name is taken");
            }
            user.setId(UUID.randomUUID().toString());
            Meta meta = user.getMeta().orElseThrow();
            meta.setCreated(Instant.EPOCH);
            meta.setLastModified(Instant.EPOCH);
            users.put(user.getId().orElseThrow(), user);
            return user;
        }

        @Override
        public User getResource(
                String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excluded, Context context) {
            return users.get(id);
        }

        @Override
        public PartialListResponse<User> listResources(
                long startIndex,
                int count,
                FilterNode filter,
                SchemaAttribute sortBy,
                SortOrder sortOrder,
                List<SchemaAttribute> attributes,
                List<SchemaAttribute> excluded,
                Context context) {
            return PartialListResponse.<User>builder()
                    .resources(new ArrayList<>(users.values()))
                    .totalResults(users.size())
                    .build();
        }

        @Override
        public User updateResource(User user, Context context) {
            users.put(user.getId().orElseThrow(), user);
            return user;
        }

        @Override
        public void deleteResource(String id, Context context) {
            users.remove(id);
        }
    }
}
