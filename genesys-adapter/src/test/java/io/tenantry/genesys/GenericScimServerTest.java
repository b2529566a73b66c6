// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The SCIM that we speak, understood by a server that nobody here wrote. It does not undo the escaping of quotes in a filter, so the
 * values that are searched for here hold none; {@code ScimTest} has those.
 */
class GenericScimServerTest {
    private static final String OURS = "/api/v2/scim/v2/users";

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme \"1\"").id()), "Acme \"1\"", false);
    private final FaultyWire wire = new FaultyWire(fake);
    private final ResourceEndpoint server = server();
    private final GenesysCloud genesys = GenesysCloud.builder()
            .hosts(wire.uri(), wire.uri())
            .credentials(ClientCredentials.of(
                    fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
            .build();

    GenericScimServerTest() {
        wire.delegate(OURS, this::answered);
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
    }

    @Test
    void createsAndFindsByNameAndExternalId() {
        Account created = genesys.accounts().create(ana());

        assertThat(created)
                .isEqualTo(new Account(
                        created.id(),
                        AccountState.ACTIVE,
                        "o'neil+x@generic.example",
                        "Ána 山田",
                        Optional.of("hr (17) é"),
                        acme.id(),
                        Map.of(
                                AccountAttribute.TITLE, "Agent",
                                AccountAttribute.DEPARTMENT, "Voice",
                                AccountAttribute.EMPLOYEE_NUMBER, "17",
                                AccountAttribute.DATE_HIRE, "",
                                AccountAttribute.WORK_PHONE, "+3211111111")));
        assertThat(genesys.accounts().findByExternalId("hr (17) é")).containsExactly(created);
        assertThat(genesys.accounts().findByUserName("O'NEIL+x@generic.example"))
                .containsExactly(created);
        assertThat(genesys.accounts().findByExternalId("nobody")).isEmpty();
    }

    @Test
    void meetsAUserNameThatIsTaken() {
        genesys.accounts().create(ana());

        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.accounts().create(ana()));

        assertThat(failed.failure()).isEqualTo(Failure.ALREADY_EXISTS);
    }

    @Test
    void changesClearsAndDeactivatesWithOnePatch() {
        Account created = genesys.accounts().create(ana());

        Account changed = genesys.accounts()
                .update(
                        created.id(),
                        new AccountChange(
                                Optional.of(false),
                                Optional.of("ana@generic.example"),
                                Optional.of("Ana"),
                                Optional.of("hr-18"),
                                Map.of(
                                        AccountAttribute.TITLE, "",
                                        AccountAttribute.DEPARTMENT, "Chat",
                                        AccountAttribute.EMPLOYEE_NUMBER, "",
                                        AccountAttribute.WORK_PHONE, "+3222222222")));

        assertThat(changed)
                .isEqualTo(new Account(
                        created.id(),
                        AccountState.INACTIVE,
                        "ana@generic.example",
                        "Ana",
                        Optional.of("hr-18"),
                        acme.id(),
                        Map.of(
                                AccountAttribute.TITLE, "",
                                AccountAttribute.DEPARTMENT, "Chat",
                                AccountAttribute.EMPLOYEE_NUMBER, "",
                                AccountAttribute.DATE_HIRE, "",
                                AccountAttribute.WORK_PHONE, "+3222222222")));
    }

    @Test
    void removesAPhoneByItsType() {
        Account created = genesys.accounts().create(ana());

        Account changed = genesys.accounts()
                .update(
                        created.id(),
                        new AccountChange(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(AccountAttribute.WORK_PHONE, "")));

        assertThat(changed.attributes()).containsEntry(AccountAttribute.WORK_PHONE, "");
    }

    private NewAccount ana() {
        return new NewAccount(
                "hr (17) é",
                "o'neil+x@generic.example",
                "Ána 山田",
                acme,
                Map.of(
                        AccountAttribute.TITLE, "Agent",
                        AccountAttribute.DEPARTMENT, "Voice",
                        AccountAttribute.EMPLOYEE_NUMBER, "17",
                        AccountAttribute.WORK_PHONE, "+3211111111"));
    }

    private FaultyWire.Reply answered(FaultyWire.Request request) {
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
