// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The command in an organization that has the tenants of the policy and nobody in them. */
@NullUnmarked
abstract class EmptyOrganization {
    @TempDir
    Path directory;

    CommandHarness command;

    @BeforeEach
    void startWithAnEmptyOrganization() {
        command = new CommandHarness(directory);
    }

    /** Fails unless the command refused for this reason and wrote nothing. */
    void refused(Result result, String why) {
        assertThat(result.exit()).isEqualTo(Exit.REFUSED);
        assertThat(result.err()).contains(why);
        assertThat(command.fake.recorder().writes()).isEmpty();
    }
}
