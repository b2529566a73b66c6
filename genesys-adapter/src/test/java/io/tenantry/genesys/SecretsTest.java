// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.OAuthClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Runs last, and looks for secrets and people in all that was logged, thrown and recorded. */
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecretsTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme").id()), "Acme", false);

    @Test
    void theLogOfAllTestsHoldsNoSecretAndNoPerson() throws IOException {
        everyCall(fake.rootClient(), new ArrayList<>());

        String log = Files.readString(Path.of("target", "trace.log"), StandardCharsets.UTF_8);

        assertThat(log).contains("POST /oauth/token -> 200", "POST /api/v2/scim/v2/users -> 201");
        assertThat(ExceptionWatch.SECRET.matcher(log).results().count()).isZero();
        assertThat(ExceptionWatch.PERSON.matcher(log).results().count()).isZero();
        assertThat(log).doesNotContain("Bearer ", "Basic ");
    }

    @Test
    void exceptionsHoldNoSecretAndNoPerson() throws IOException {
        List<Throwable> thrown = new ArrayList<>();
        everyCall(fake.createClient("powerless", List.of(), List.of()), thrown);
        try (FaultyWire wire = new FaultyWire(fake)) {
            wire.damage("POST", "/api/v2/scim/v2/users", 9, (socket, good) -> {
                String quoting = "{\"message\":\"ana@acme.example cannot be made\",\"detail\":\"ana@acme.example\"}";
                FaultyWire.write(
                        socket.getOutputStream(),
                        new FaultyWire.Reply(400, quoting.getBytes(StandardCharsets.UTF_8)),
                        Map.of());
            });
            GenesysCloud genesys = GenesysCloud.builder()
                    .hosts(wire.uri(), wire.uri())
                    .credentials(credentials(fake.rootClient()))
                    .build();
            thrown.add(catchThrowable(() -> genesys.accounts().create(ana())));
        }

        assertThat(thrown).hasSizeGreaterThan(5).doesNotContainNull();
        for (Throwable one : thrown) {
            StringWriter trace = new StringWriter();
            one.printStackTrace(new PrintWriter(trace));
            assertThat(ExceptionWatch.SECRET.matcher(trace.toString()).find()).isFalse();
            assertThat(ExceptionWatch.PERSON.matcher(trace.toString()).find()).isFalse();
        }
    }

    @Test
    void textFormsAndTheRecorderHoldNoSecret() {
        ClientCredentials credentials = credentials(fake.rootClient());
        GenesysCloud genesys = Reach.MEMORY.to(fake).build();
        genesys.organization();

        String texts = String.join(
                "\n",
                credentials.toString(),
                genesys.toString(),
                fake.recorder().exchanges().toString(),
                fake.toString());

        assertThat(ExceptionWatch.SECRET.matcher(texts).find()).isFalse();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void noExceptionOfAnyTestHoldsASecretOrAPerson() {
        everyCall(fake.createClient("powerless", List.of(), List.of()), new ArrayList<>());

        assertThat(ExceptionWatch.seen()).isGreaterThan(5);
        assertThat(ExceptionWatch.telling()).isEmpty();
    }

    @Test
    void noThreadIsNamedAfterASecretOrAPerson() {
        everyCall(fake.rootClient(), new ArrayList<>());

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> ExceptionWatch.SECRET.matcher(name).find()
                        || ExceptionWatch.PERSON.matcher(name).find());
    }

    private void everyCall(OAuthClient client, List<Throwable> thrown) {
        GenesysCloud genesys = GenesysCloud.builder()
                .hosts(fake.baseUri(), fake.loginUri())
                .credentials(credentials(client))
                .httpClient(fake.httpClient())
                .sleeper(fake::advance)
                .revokeTokensOnClose()
                .build();
        AccountId person = new AccountId(
                fake.createUser("marker-name", "p" + fake.org().users().size() + "@acme.example")
                        .id());
        List<Runnable> calls = List.of(
                () -> genesys.accounts().create(ana()),
                () -> genesys.accounts().findByUserName("ana@acme.example"),
                () -> genesys.accounts().findByExternalId("hr-marker"),
                () -> genesys.accounts()
                        .update(
                                person,
                                new AccountChange(
                                        Optional.of(true),
                                        Optional.of("marker-name@acme.example"),
                                        Optional.of("marker-name"),
                                        Optional.of("hr-marker"),
                                        Map.of(AccountAttribute.TITLE, "marker-name"))),
                () -> genesys.accounts().restore(new AccountId("00000000-0000-4000-8000-000000000000")),
                () -> genesys.groups().create("g"),
                () -> genesys.groups().members(new GroupId("00000000-0000-4000-8000-000000000000")),
                () -> genesys.divisions().create("d"),
                () -> genesys.divisions().move(acme, List.of(person)),
                genesys::close);
        for (Runnable call : calls) {
            Throwable failed = catchThrowable(call::run);
            if (failed != null) {
                thrown.add(failed);
            }
        }
    }

    private NewAccount ana() {
        return new NewAccount("hr-marker", "ana@acme.example", "marker-name", acme, Map.of());
    }

    private static ClientCredentials credentials(OAuthClient client) {
        return ClientCredentials.of(client.id(), client.secret().toCharArray());
    }
}
