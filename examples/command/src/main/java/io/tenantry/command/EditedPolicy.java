// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A policy that may be edited while a watch runs; read again when its file is another one. Not safe for threads. */
final class EditedPolicy implements Supplier<OrganizationPolicy> {
    private final Path file;
    private OrganizationPolicy policy;
    private byte[] content = {};

    EditedPolicy(Path file, OrganizationPolicy policy) {
        this.file = file;
        this.policy = policy;
    }

    @Override
    public OrganizationPolicy get() {
        byte[] now = content();
        if (!Arrays.equals(now, content)) {
            policy = read();
            content = now;
        }
        return policy;
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refused("the policy cannot be read: " + e);
        }
    }

    private OrganizationPolicy read() {
        PolicyReading reading = PolicyLoader.read(file);
        return reading.policy()
                .orElseThrow(() -> new Refused(reading.problems().stream()
                        .filter(Problem::isError)
                        .map(Problem::toString)
                        .collect(Collectors.joining("; "))));
    }
}
