// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.LimitKind;
import io.tenantry.policy.TenantId;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose tables the first version made goes on with what it holds. */
class FirstVersionTest {
    @TempDir
    private Path folder;

    @Test
    void removalsAndCountsWithoutADivisionAreKept() throws Exception {
        Path file = folder.resolve("first.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : first().split(";\\s*(\\R|$)", 0)) {
                statement.execute(sql);
            }
            statement.execute("insert into tenantry_removal (run, num, tenant, kind, count, at)"
                    + " values ('r', 1, 'a', 'ACCOUNTS', 2, 7)");
            statement.execute("insert into tenantry_note (kind, name, value)"
                    + " values ('counts', '', '{\"tenants\":{\"a\":{\"ACCOUNTS\":3}}}')");
        }

        try (JdbcStore store = JdbcStore.file(file)) {
            assertThat(store.summary(1).version()).isEqualTo(2);
            assertThat(store.removals(Instant.EPOCH))
                    .containsExactly(new Removal(
                            "r",
                            new TenantId("a"),
                            Optional.empty(),
                            LimitKind.ACCOUNTS,
                            2,
                            Instant.EPOCH.plusNanos(7_000)));
            assertThat(store.notes().counts())
                    .isEqualTo(Map.of(new TenantId("a"), Map.of(EntitlementKind.ACCOUNTS, 3L)));
            assertThat(store.notes().counted()).isEmpty();
        }
    }

    private static String first() throws Exception {
        try (InputStream sql = JdbcStore.class.getResourceAsStream("/io/tenantry/store/1.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\\R?", "");
        }
    }
}
