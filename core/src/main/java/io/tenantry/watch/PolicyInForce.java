// SPDX-License-Identifier: Apache-2.0
package io.tenantry.watch;

import io.tenantry.Provisioner;
import io.tenantry.policy.OrganizationPolicy;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the provisioner again when the policy is another one. Not safe for threads. */
final class PolicyInForce implements Supplier<Provisioner> {
    private final Supplier<OrganizationPolicy> policy;
    private final Function<OrganizationPolicy, Provisioner> build;
    private @Nullable Provisioner built;
    private String hash = "";

    PolicyInForce(Supplier<OrganizationPolicy> policy, Function<OrganizationPolicy, Provisioner> build) {
        this.policy = policy;
        this.build = build;
    }

    @Override
    public Provisioner get() {
        OrganizationPolicy now = policy.get();
        Provisioner current = built;
        if (current == null || !now.hash().equals(hash)) {
            current = build.apply(now);
            built = current;
            hash = now.hash();
        }
        return current;
    }
}
