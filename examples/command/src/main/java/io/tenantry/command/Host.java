// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.Provisioner;
import io.tenantry.directory.Directory;
import io.tenantry.identity.IdentitySource;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.ProvisioningStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What the command gives to the library: what was asked for, the process that it runs in, and where it reports. */
record Host(Request request, CommandContext context, Reporter reporter) {
    Provisioner provisioner(
            OrganizationPolicy policy, IdentitySource source, Directory directory, ProvisioningStore store) {
        return builder(policy, source, directory, store).build();
    }

    Provisioner.Builder builder(
            OrganizationPolicy policy, IdentitySource source, Directory directory, ProvisioningStore store) {
        return Provisioner.builder()
                .policy(policy)
                .source(source)
                .directory(directory)
                .clock(context.clock())
                .sleeper(context.sleeper())
                .progress(reporter)
                .planLifetime(request.valid())
                .store(store)
                .emptyGroups(request.declaredEmpty());
    }

    Closings closings() {
        return context.interruption().closings();
    }

    /** Writes a file that was asked for, and says so. */
    void save(Optional<Path> file, Supplier<String> text) throws IOException {
        if (file.isPresent()) {
            AtomicFile.write(file.get(), text.get());
            reporter.saved(file.get());
        }
    }
}
