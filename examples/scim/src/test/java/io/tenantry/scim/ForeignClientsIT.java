// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.exceptions.PreconditionFailedException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.messages.ListResponse;
import com.unboundid.scim2.common.types.Email;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.Name;
import com.unboundid.scim2.common.types.UserResource;
import de.captaingoldfish.scim.sdk.client.ScimClientConfig;
import de.captaingoldfish.scim.sdk.client.ScimRequestBuilder;
import de.captaingoldfish.scim.sdk.client.response.ServerResponse;
import de.captaingoldfish.scim.sdk.common.constants.EndpointPaths;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.PatchOp;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.apache.connector.ApacheConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SCIM clients that nobody here wrote push over HTTP, into both databases. */
class ForeignClientsIT {
    /** An endpoint that listens, with one connection. */
    private static final class Host implements AutoCloseable {
        final ScimStore store;
        final ScimConnection connection;
        final String token;
        final ScimServer server;

        Host(ScimStore.Builder place) {
            store = place.open();
            connection = store.connection("entra");
            token = connection.issueToken("t");
            server = ScimServer.of(ScimEndpoint.of(store)).start();
        }

        List<String> people() {
            return connection.read(resources -> resources.page(Kind.USER, 0, 100).stream()
                    .map(user -> user.label() + (user.active() ? "" : " inactive"))
                    .toList());
        }

        List<String> members(String group) {
            return connection.read(resources ->
                    resources.members(group).stream().map(Rows.Reference::label).toList());
        }

        @Override
        public void close() {
            server.close();
            store.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.scim.Places#both")
    void unboundIdPushesUsersAndGroups(ScimStore.Builder place) throws Exception {
        try (Host host = new Host(place)) {
            unboundId(host);
        }
    }

    private static void unboundId(Host host) throws Exception {
        Client rest = ClientBuilder.newClient(new ClientConfig().connectorProvider(new ApacheConnectorProvider()));
        rest.register((ClientRequestFilter)
                request -> request.getHeaders().putSingle("Authorization", "Bearer " + host.token));
        ScimService scim = new ScimService(rest.target(host.server.uri()));
        assertThat(scim.getServiceProviderConfig().getPatch().isSupported()).isTrue();
        assertThat(scim.getSchemas().getTotalResults()).isEqualTo(4);
        assertThat(scim.getResourceTypes().getTotalResults()).isEqualTo(2);

        UserResource wanted = new UserResource()
                .setUserName("ana@acme.example")
                .setName(new Name().setGivenName("Ana").setFamilyName("López"))
                .setEmails(
                        new Email().setValue("ana@acme.example").setType("work").setPrimary(true))
                .setActive(true);
        UserResource made = scim.create("Users", wanted);
        assertThat(made.getName().getFamilyName()).isEqualTo("López");
        assertThatThrownBy(() -> scim.create("Users", wanted)).isInstanceOf(ResourceConflictException.class);
        assertThat(scim.search("Users", "userName eq \"ANA@acme.example\"", UserResource.class)
                        .getTotalResults())
                .isEqualTo(1);
        assertThat(scim.searchRequest("Users")
                        .filter("emails[type eq \"work\"].value eq \"ana@acme.example\"")
                        .invokePost(UserResource.class)
                        .getTotalResults())
                .isEqualTo(1);

        scim.modifyRequest("Users", made.getId()).replaceValue("active", false).invoke(UserResource.class);
        assertThat(host.people()).containsExactly("ana@acme.example inactive");
        assertThatThrownBy(() ->
                        scim.replaceRequest(made.setActive(true)).ifMatch().invoke())
                .isInstanceOf(PreconditionFailedException.class);
        UserResource read = scim.retrieve("Users", made.getId(), UserResource.class);
        scim.replaceRequest(read.setDisplayName("Ana L.").setActive(true))
                .ifMatch()
                .invoke();
        assertThat(host.people()).containsExactly("ana@acme.example");

        GroupResource group = scim.create("Groups", new GroupResource().setDisplayName("Account-A"));
        scim.modifyRequest("Groups", group.getId())
                .addValues("members", JsonNodeFactory.instance.objectNode().put("value", made.getId()))
                .invoke(Void.class);
        assertThat(host.members(group.getId())).containsExactly("ana@acme.example");
        scim.modifyRequest("Groups", group.getId())
                .removeValues("members[value eq \"" + made.getId() + "\"]")
                .invoke(Void.class);
        assertThat(host.members(group.getId())).isEmpty();
        ListResponse<GroupResource> groups = scim.search("Groups", "displayName eq \"account-a\"", GroupResource.class);
        assertThat(groups.getResources()).extracting(GroupResource::getId).containsExactly(group.getId());

        scim.delete("Users", made.getId());
        assertThatThrownBy(() -> scim.retrieve("Users", made.getId(), UserResource.class))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(host.people()).isEmpty();
        rest.close();
    }

    @ParameterizedTest
    @MethodSource("io.tenantry.scim.Places#both")
    void scimSdkPushesUsersAndGroups(ScimStore.Builder place) {
        try (Host host = new Host(place)) {
            scimSdk(host);
        }
    }

    private static void scimSdk(Host host) {
        ScimClientConfig config = ScimClientConfig.builder()
                .httpHeaders(Map.of("Authorization", "Bearer " + host.token))
                .build();
        try (ScimRequestBuilder scim = new ScimRequestBuilder(host.server.uri().toString(), config)) {
            assertThat(scim.get(ServiceProvider.class, EndpointPaths.SERVICE_PROVIDER_CONFIG, null)
                            .sendRequest()
                            .isSuccess())
                    .isTrue();
            User wanted = User.builder()
                    .userName("ben@acme.example")
                    .displayName("Ben")
                    .active(true)
                    .build();
            ServerResponse<User> made = scim.create(User.class, EndpointPaths.USERS)
                    .setResource(wanted)
                    .sendRequest();
            assertThat(made.isSuccess()).as(made.getResponseBody()).isTrue();
            String id = made.getResource().getId().orElseThrow();
            assertThat(scim.list(User.class, EndpointPaths.USERS)
                            .filter("username", Comparator.EQ, "BEN@acme.example")
                            .build()
                            .get()
                            .sendRequest()
                            .getResource()
                            .getTotalResults())
                    .isEqualTo(1);
            assertThat(scim.create(User.class, EndpointPaths.USERS)
                            .setResource(wanted)
                            .sendRequest()
                            .getErrorResponse()
                            .getStatus())
                    .isEqualTo(409);
            ServerResponse<User> patched = scim.patch(User.class, EndpointPaths.USERS, id)
                    .addOperation()
                    .op(PatchOp.REPLACE)
                    .path("active")
                    .value("false")
                    .build()
                    .sendRequest();
            assertThat(patched.isSuccess()).as(patched.getResponseBody()).isTrue();
            assertThat(host.people()).containsExactly("ben@acme.example inactive");
            group(host, scim, id);
            assertThat(scim.delete(User.class, EndpointPaths.USERS, id)
                            .sendRequest()
                            .getHttpStatus())
                    .isEqualTo(204);
        }
    }

    private static void group(Host host, ScimRequestBuilder scim, String user) {
        String group = scim.create(Group.class, EndpointPaths.GROUPS)
                .setResource(Group.builder().displayName("Account-B").build())
                .sendRequest()
                .getResource()
                .getId()
                .orElseThrow();
        scim.patch(Group.class, EndpointPaths.GROUPS, group)
                .addOperation()
                .op(PatchOp.ADD)
                .path("members")
                .valueNode(JsonNodeFactory.instance.objectNode().put("value", user))
                .build()
                .sendRequest();
        assertThat(host.members(group)).containsExactly("ben@acme.example");
        scim.patch(Group.class, EndpointPaths.GROUPS, group)
                .addOperation()
                .op(PatchOp.REMOVE)
                .path("members[value eq \"" + user + "\"]")
                .build()
                .sendRequest();
        assertThat(host.members(group)).isEmpty();
    }
}
