// SPDX-License-Identifier: Apache-2.0
package io.tenantry.examples;

import io.tenantry.genesys.GenesysCloud;
import io.tenantry.identity.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the command is to do, understood and checked.
 *
 * @param identity whom {@code one} is about
 * @param savedPlan what {@code apply} is to apply; absent if it plans anew
 * @param overrides the limits of the saved plan to override, each as {@code CODE} or {@code CODE:TENANT}
 * @param reason why they are overridden
 * @param writes whether {@code one} may write
 * @param most how many people and findings to show of a tenant
 */
record Request(
        Verb verb,
        Optional<String> identity,
        Optional<Path> savedPlan,
        Path policy,
        Optional<IdentitySource> source,
        Optional<GenesysCloud.Builder> organization,
        Optional<Path> out,
        Duration valid,
        int most,
        String approvedBy,
        List<String> overrides,
        String reason,
        boolean writes,
        boolean json) {}
