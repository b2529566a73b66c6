// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Our SCIM requests against an independent SCIM server; the fake answers all other requests. Such servers do not
 * unescape quotes in filters, so these values have none; {@code ScimTest} covers quotes.
 */
abstract class GenericScimServer {
    static final String OURS = "/api/v2/scim/v2/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme \"1\"").id()), "Acme \"1\"", false);
    private final FaultyWire wire = new FaultyWire(fake);
    private final GenesysCloud genesys = GenesysCloud.builder()
            .hosts(wire.uri(), wire.uri())
            .credentials(ClientCredentials.of(
                    fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
            .membershipWrites(MembershipWrites.SCIM_PATCH)
            .build();

    GenericScimServer() {
        wire.delegate(OURS, this::answered);
    }

    /** Lets the server answer. */
    abstract FaultyWire.Reply answered(FaultyWire.Request request);

    /** Returns a form of a user name under which the server finds it. */
    abstract String searched(String userName);

    @AfterEach
    void stop() throws IOException {
        wire.close();
        fake.close();
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
        assertThat(genesys.accounts().findByUserName(searched("O'NEIL+x@generic.example")))
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

    @Test
    void addsMembersAndTakesOutTheNamedOnesAlone() throws IOException {
        AccountId ana = genesys.accounts().create(ana()).id();
        AccountId bob = genesys.accounts().create(named("bob")).id();
        AccountId eve = genesys.accounts().create(named("eve")).id();
        GroupId group = group();

        genesys.groups().add(group, List.of(ana, bob));
        assertThat(members(group)).containsExactlyInAnyOrder(ana, bob);

        genesys.groups().add(group, List.of(eve));
        assertThat(members(group)).containsExactlyInAnyOrder(ana, bob, eve);

        genesys.groups().remove(group, List.of(ana, eve));
        assertThat(members(group)).containsExactly(bob);

        genesys.groups().remove(group, List.of(ana, bob));
        assertThat(members(group)).isEmpty();
    }

    /** Asks the server for a group, which no SCIM of ours does. */
    private GroupId group() throws IOException {
        FaultyWire.Reply made = asked(
                "POST",
                "groups",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Agents\"}");
        assertThat(made.status()).isEqualTo(201);
        return new GroupId(JSON.readTree(made.body()).get("id").asText());
    }

    private List<AccountId> members(GroupId group) throws IOException {
        FaultyWire.Reply read = asked("GET", "groups/" + group.value(), "");
        List<AccountId> members = new ArrayList<>();
        JSON.readTree(read.body())
                .path("members")
                .forEach(m -> members.add(new AccountId(m.get("value").asText())));
        return members;
    }

    private FaultyWire.Reply asked(String method, String path, String body) {
        return answered(new FaultyWire.Request(
                method,
                OURS + path,
                Map.of("Authorization", "Bearer test", "Accept", "application/json"),
                body.getBytes(UTF_8)));
    }

    private NewAccount named(String name) {
        return new NewAccount("hr-" + name, name + "@generic.example", name, acme, Map.of());
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
}
