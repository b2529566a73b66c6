// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.scim.ProviderClient.Answer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class EndpointDatabaseTest {
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicInteger aborted = new AtomicInteger();
    private final List<String> statements = Collections.synchronizedList(new ArrayList<>());
    private final DataSource pool = Places.pool();

    /** A pool that hands out no connection while the database is gone, and counts those that are given up. */
    private DataSource watched() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                return method.invoke(pool, arguments);
            }
            if (gone.get()) {
                throw new SQLException("no route to host", "08006");
            }
            Connection connection = pool.getConnection();
            return proxy(Connection.class, (self, call, values) -> {
                if (call.getName().equals("abort")) {
                    aborted.incrementAndGet();
                }
                if (call.getName().equals("prepareStatement")) {
                    statements.add(String.valueOf(values[0]));
                }
                try {
                    return call.invoke(connection, values);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void keepsItsConnectionsToTheDatabaseWhenItRefuses() {
        ScimStore store = ScimStore.on(watched()).schema("refusals").open();
        ProviderClient entra = ProviderClient.to(store, "entra");
        String ana = entra.user("ana@acme.example");

        assertThat(entra.get("/Users/unknown").status()).isEqualTo(404);
        assertThat(entra.post("/Users", "{'userName':'ana@acme.example'}").status())
                .isEqualTo(409);
        assertThat(entra.patch("/Users/" + ana, "{'op':'replace','path':'active','value':'x'}")
                        .status())
                .isEqualTo(400);
        assertThat(aborted).hasValue(0);
    }

    @Test
    void keepsItsConnectionsWhenNobodyMayBeSaidToBeAbsent() {
        ScimStore store = ScimStore.on(watched()).schema("absence").open();
        IdentitySource people = store.connection("entra").source();

        assertThatExceptionOfType(IdentitySourceException.class)
                .isThrownBy(() -> people.find("nobody@acme.example"))
                .withMessageContaining("first cycle");

        assertThat(aborted).hasValue(0);
    }

    @Test
    void readsNoOtherMembersToAddOrRemoveOne() {
        ScimStore store = ScimStore.on(watched()).schema("edges").open();
        ProviderClient entra = ProviderClient.to(store, "entra");
        String ana = entra.user("ana@acme.example");
        String group = entra.group("Account-A", entra.user("ben@acme.example"));
        statements.clear();

        for (String operation : List.of(
                "{'op':'add','path':'members','value':[{'value':'" + ana + "'}]}",
                "{'op':'remove','path':'members[value eq \\'" + ana + "\\']'}",
                "{'op':'replace','value':{'id':'" + group + "','displayName':'Account-A'}}")) {
            assertThat(entra.patch("/Groups/" + group, operation).status()).isEqualTo(204);
        }

        assertThat(statements)
                .anyMatch(statement -> statement.startsWith("insert") && statement.contains("_member"))
                .noneMatch(statement -> statement.startsWith("select") && statement.contains("_member"));
    }

    @Test
    void asksToTryAgainInWholeSecondsWhileTheDatabaseIsGone() {
        ScimStore store = ScimStore.on(watched()).schema("unavailable").open();
        ProviderClient entra = ProviderClient.to(store, "entra");
        String ana = entra.user("ana@acme.example");
        gone.set(true);

        for (Answer answer : new Answer[] {
            entra.get("/Users/" + ana),
            entra.post("/Users", "{'userName':'ben@acme.example'}"),
            entra.patch("/Users/" + ana, "{'op':'replace','path':'active','value':false}")
        }) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers().get("Retry-After")).matches("[1-9][0-9]*");
            assertThat(answer.at("status").asText()).isEqualTo("503");
        }
        gone.set(false);
        assertThat(entra.get("/Users/" + ana).at("active").asBoolean()).isTrue();
    }
}
