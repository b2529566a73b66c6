// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
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
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
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
        // This server knows its resources by one casing alone.
        String target = request.target().substring(OURS.length());
        String url = "https://generic.example/scim/v2/" + Character.toUpperCase(target.charAt(0)) + target.substring(1);
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
        endpoint.registerEndpoint(new GroupEndpointDefinition(new Groups()));
        return endpoint;
    }

    /** The server asks the class which type it is of. */
    private static final class Users extends Kept<User> {
        @Override
        String name(User user) {
            return user.getUserName().orElseThrow();
        }
    }

    private static final class Groups extends Kept<Group> {
        @Override
        String name(Group group) {
            return group.getDisplayName().orElseThrow();
        }
    }

    /** Keeps resources of one kind, no two by the same name. */
    @SuppressWarnings("NullAway")
    private abstract static class Kept<R extends ResourceNode> extends ResourceHandler<R> {
        private final Map<String, R> all = new LinkedHashMap<>();

        abstract String name(R resource);

        @Override
        public R createResource(R resource, Context context) {
            if (all.values().stream().anyMatch(r -> name(r).equalsIgnoreCase(name(resource)))) {
                throw new ConflictException("the name is taken");
            }
            resource.setId(UUID.randomUUID().toString());
            Meta meta = resource.getMeta().orElseThrow();
            meta.setCreated(Instant.EPOCH);
            meta.setLastModified(Instant.EPOCH);
            all.put(resource.getId().orElseThrow(), resource);
            return resource;
        }

        @Override
        public R getResource(
                String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excluded, Context context) {
            return all.get(id);
        }

        @Override
        public PartialListResponse<R> listResources(
                long startIndex,
                int count,
                FilterNode filter,
                SchemaAttribute sortBy,
                SortOrder sortOrder,
                List<SchemaAttribute> attributes,
                List<SchemaAttribute> excluded,
                Context context) {
            return PartialListResponse.<R>builder()
                    .resources(new ArrayList<>(all.values()))
                    .totalResults(all.size())
                    .build();
        }

        @Override
        public R updateResource(R resource, Context context) {
            all.put(resource.getId().orElseThrow(), resource);
            return resource;
        }

        @Override
        public void deleteResource(String id, Context context) {
            all.remove(id);
        }
    }
}
