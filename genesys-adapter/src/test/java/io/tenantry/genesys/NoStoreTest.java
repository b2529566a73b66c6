// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.Provisioner;
import io.tenantry.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provisioner to which no store was given says once that it forgets; one with a store, of any kind, does not. */
class NoStoreTest {
    private final Site site = Site.of(1, 1);

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void aProvisionerWithoutAStoreSaysOnceThatItForgets() throws IOException {
        long before = said();
        Provisioner forgetful = builder().build();
        forgetful.plan();
        forgetful.plan();
        assertThat(said()).isEqualTo(before + 1);

        builder().store(new MemoryStore()).build().plan();
        assertThat(said()).isEqualTo(before + 1);
    }

    private Provisioner.Builder builder() {
        return Provisioner.builder()
                .policy(site.policy())
                .source(site.source)
                .directory(site.adapter().build())
                .clock(site.fake.clock());
    }

    private static long said() throws IOException {
        Path log = Path.of("target", "trace.log");
        return Files.notExists(log)
                ? 0
                : Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" WARN ") && line.contains("no store was given"))
                        .count();
    }
}
