// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.exceptions.PreconditionFailedException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.exceptions.ScimException;
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
import io.tenantry.scim.ListeningEndpoint.Genesys;
import io.tenantry.scim.ListeningEndpoint.Ours;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.glassfish.jersey.apache.connector.ApacheConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SCIM clients that nobody here wrote push over HTTP: into our endpoint with either database, and into that of the fake of
 * Genesys Cloud, which has to be one to a client that knows nothing of Genesys.
 */
class ForeignClientsIT {
    private static Stream<Supplier<ListeningEndpoint>> endpoints() {
        return Stream.concat(
                Places.both().<Supplier<ListeningEndpoint>>map(place -> () -> new Ours(place)),
                Stream.of(Genesys::new));
    }

    /** Does something with UnboundID's client. */
    private interface UnboundId {
        void push(ScimService scim) throws ScimException;
    }

    private static void unboundId(ListeningEndpoint endpoint, UnboundId work) throws ScimException {
        Client rest = ClientBuilder.newClient(new ClientConfig().connectorProvider(new ApacheConnectorProvider()));
        rest.register((ClientRequestFilter)
                request -> request.getHeaders().putSingle("Authorization", "Bearer " + endpoint.token()));
        try {
            work.push(new ScimService(rest.target(endpoint.address())));
        } finally {
            rest.close();
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void unboundIdPushesUsersAndMembers(Supplier<ListeningEndpoint> place) throws Exception {
        try (ListeningEndpoint endpoint = place.get()) {
            unboundId(endpoint, scim -> unboundIdPushes(endpoint, scim));
        }
    }

    private static void unboundIdPushes(ListeningEndpoint endpoint, ScimService scim) throws ScimException {
        assertThat(scim.getServiceProviderConfig().getPatch().isSupported()).isTrue();
        assertThat(scim.getSchemas().getTotalResults()).isEqualTo(4);
        assertThat(scim.getResourceTypes().getTotalResults()).isEqualTo(2);

        UserResource wanted = new UserResource()
                .setUserName("ana@acme.example")
                .setDisplayName("Ana")
                .setActive(true);
        UserResource made = scim.create("Users", wanted);
        assertThat(scim.search("Users", "userName eq \"ANA@acme.example\"", UserResource.class)
                        .getTotalResults())
                .isEqualTo(1);
        assertThatThrownBy(() -> scim.create("Users", wanted)).isInstanceOf(ResourceConflictException.class);
        scim.modifyRequest("Users", made.getId()).replaceValue("active", false).invoke(UserResource.class);
        assertThat(endpoint.user(made.getId())).isEqualTo("Ana, inactive");
        UserResource read = scim.retrieve("Users", made.getId(), UserResource.class);
        scim.replaceRequest(read.setDisplayName("Ana L.").setActive(true))
                .ifMatch()
                .invoke();
        assertThat(endpoint.user(made.getId())).isEqualTo("Ana L.");

        String group = endpoint.group("Account-A");
        scim.modifyRequest("Groups", group)
                .addValues("members", JsonNodeFactory.instance.objectNode().put("value", made.getId()))
                .invoke(Void.class);
        assertThat(endpoint.members(group)).containsExactly(made.getId());
        scim.modifyRequest("Groups", group)
                .removeValues("members[value eq \"" + made.getId() + "\"]")
                .invoke(Void.class);
        assertThat(endpoint.members(group)).isEmpty();
        scim.delete("Users", made.getId());
        assertThatThrownBy(() -> scim.retrieve("Users", made.getId(), UserResource.class))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    /** What Genesys Cloud does not have: parts of a name, searches by POST, filters on lists, groups that are made. */
    @OnBothDatabases
    void unboundIdFindsWhatTheStandardHasBeyondGenesys(ScimStore.Builder place) throws Exception {
        try (ListeningEndpoint endpoint = new Ours(place)) {
            unboundId(endpoint, ForeignClientsIT::beyondGenesys);
        }
    }

    private static void beyondGenesys(ScimService scim) throws ScimException {
        UserResource made = scim.create(
                "Users",
                new UserResource()
                        .setUserName("ana@acme.example")
                        .setName(new Name().setGivenName("Ana").setFamilyName("López"))
                        .setEmails(new Email()
                                .setValue("ana@acme.example")
                                .setType("work")
                                .setPrimary(true)));
        assertThat(made.getName().getFamilyName()).isEqualTo("López");
        assertThat(scim.searchRequest("Users")
                        .filter("emails[type eq \"work\"].value eq \"ana@acme.example\"")
                        .invokePost(UserResource.class)
                        .getTotalResults())
                .isEqualTo(1);
        scim.modifyRequest("Users", made.getId()).replaceValue("active", false).invoke(UserResource.class);
        assertThatThrownBy(() ->
                        scim.replaceRequest(made.setActive(true)).ifMatch().invoke())
                .isInstanceOf(PreconditionFailedException.class);
        GroupResource group = scim.create("Groups", new GroupResource().setDisplayName("Account-A"));
        assertThat(scim.search("Groups", "displayName eq \"account-a\"", GroupResource.class)
                        .getResources())
                .extracting(GroupResource::getId)
                .containsExactly(group.getId());
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void scimSdkPushesUsersAndMembers(Supplier<ListeningEndpoint> place) {
        try (ListeningEndpoint endpoint = place.get();
                ScimRequestBuilder scim = new ScimRequestBuilder(
                        endpoint.address(),
                        ScimClientConfig.builder()
                                .httpHeaders(Map.of("Authorization", "Bearer " + endpoint.token()))
                                .build())) {
            scimSdkPushes(endpoint, scim);
        }
    }

    private static void scimSdkPushes(ListeningEndpoint endpoint, ScimRequestBuilder scim) {
        assertThat(scim.get(ServiceProvider.class, EndpointPaths.SERVICE_PROVIDER_CONFIG, null)
                        .sendRequest()
                        .isSuccess())
                .isTrue();
        User wanted = User.builder()
                .userName("ben@acme.example")
                .displayName("Ben")
                .active(true)
                .build();
        ServerResponse<User> made =
                scim.create(User.class, EndpointPaths.USERS).setResource(wanted).sendRequest();
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
        assertThat(endpoint.user(id)).isEqualTo("Ben, inactive");
        scimSdkChangesMembers(endpoint, scim, id);
        assertThat(scim.delete(User.class, EndpointPaths.USERS, id)
                        .sendRequest()
                        .getHttpStatus())
                .isEqualTo(204);
    }

    private static void scimSdkChangesMembers(ListeningEndpoint endpoint, ScimRequestBuilder scim, String user) {
        String group = endpoint.group("Account-B");
        scim.patch(Group.class, EndpointPaths.GROUPS, group)
                .addOperation()
                .op(PatchOp.ADD)
                .path("members")
                .valueNode(JsonNodeFactory.instance.objectNode().put("value", user))
                .build()
                .sendRequest();
        assertThat(endpoint.members(group)).containsExactly(user);
        scim.patch(Group.class, EndpointPaths.GROUPS, group)
                .addOperation()
                .op(PatchOp.REMOVE)
                .path("members[value eq \"" + user + "\"]")
                .build()
                .sendRequest();
        assertThat(endpoint.members(group)).isEmpty();
    }
}
