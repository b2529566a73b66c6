// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.DivisionResolver;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.plan.Plan;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.proof.Completeness;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Plans under two policies from the same reads; writes neither to the organization nor to the store. Used once. */
final class WhatIfRoad {
    private final Settings settings;

    WhatIfRoad(Settings settings) {
        Clock now = Clock.fixed(settings.clock().instant(), ZoneOffset.UTC);
        this.settings = new Settings(
                settings.policy(),
                new ReadOnceSource(settings.source()),
                new ReadOnceDirectory(settings.directory()),
                new UnwrittenStore(settings.store()),
                now,
                settings.progress(),
                settings.planLifetime(),
                settings.readAlone(),
                settings.emptyGroups());
    }

    WhatIf compare(OrganizationPolicy proposed) {
        Plan current = plan(settings.policy());
        return new WhatIf(current, proposed.equals(settings.policy()) ? current : plan(proposed));
    }

    private Plan plan(OrganizationPolicy policy) {
        Settings under = settings.under(policy);
        DivisionResolver resolver = DivisionResolver.over(under.directory(), under.clock(), Duration.ZERO);
        return new EverybodyRoad(under, under.organizations(resolver), plan -> List.of()).plan();
    }

    /** Reads a source once, and repeats the result. */
    private static final class ReadOnceSource implements IdentitySource {
        private final IdentitySource source;
        private final List<IdentityPage> pages = new ArrayList<>();
        private Optional<Completeness> proof = Optional.empty();

        ReadOnceSource(IdentitySource source) {
            this.source = source;
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Completeness read(Consumer<IdentityPage> to) {
            if (proof.isEmpty()) {
                proof = Optional.of(source.read(pages::add));
            }
            pages.forEach(to);
            return proof.get();
        }

        @Override
        public Optional<Identity> find(String idOrUserName) {
            return source.find(idOrUserName);
        }
    }
}
