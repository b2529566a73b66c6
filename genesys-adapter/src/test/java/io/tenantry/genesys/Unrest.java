// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.identity.Identity;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What shakes a walk besides: clients come and go, days pass, and an administrator changes things while a run goes on.
 */
final class Unrest {
    private static final int FEWEST = 2;

    private final Site site;
    private final Random random;
    private final Hands hands;
    private final List<TenantPolicy> ever;
    private boolean meddling;

    /** Begins with all tenants of a site but the last in the policy. */
    Unrest(Site site, Random random) {
        this.site = site;
        this.random = random;
        hands = new Hands(site, random);
        ever = List.copyOf(site.tenants);
        site.tenants = ever.subList(0, ever.size() - 1);
    }

    /** Lets something happen between two runs. */
    void happen(List<Identity> people) {
        switch (random.nextInt(8)) {
            case 0 -> come();
            case 1 -> anyToGo().ifPresent(this::takeOut);
            case 2, 3 -> joint(people);
            case 4 -> site.fake.advance(Duration.ofDays(1 + random.nextInt(2)));
            case 5 -> hands.move();
            case 6 -> hands.deleteGroup();
            default -> into(any(people), random.nextInt(ever.size()));
        }
    }

    /** Lets an administrator change things between the calls of a run; or not. */
    void meddling(boolean on) {
        meddling = on;
    }

    /** A call of a run begins. */
    void meddle() {
        if (meddling && random.nextInt(20) == 0) {
            hands.anything();
        }
    }

    /** Returns a client that is to be off-boarded now; mostly there is none. */
    Optional<TenantId> leaving() {
        return random.nextInt(6) == 0
                ? anyToGo().filter(t -> !site.inDivision(Site.number(t)).deleted())
                : Optional.empty();
    }

    private Optional<TenantId> anyToGo() {
        return site.tenants.size() > FEWEST ? Optional.of(any(site.tenants).id()) : Optional.empty();
    }

    void takeOut(TenantId tenant) {
        site.tenants = site.tenants.stream().filter(t -> !t.id().equals(tenant)).toList();
    }

    private void come() {
        List<TenantPolicy> tenants = new ArrayList<>(site.tenants);
        ever.stream().filter(t -> !tenants.contains(t)).findFirst().ifPresent(tenants::add);
        site.tenants = tenants;
    }

    private void into(Identity person, int tenant) {
        site.put(WireWalk.regrouped(person, Site.account(tenant), Site.skill(tenant, 0)));
    }

    private void joint(List<Identity> people) {
        List<TenantId> tenants = new ArrayList<>();
        site.tenants.forEach(t -> tenants.add(t.id()));
        Collections.shuffle(tenants, random);
        if (tenants.size() < 2) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(site.fake.clock().instant(), ZoneOffset.UTC);
        site.jointAgents = List.of(new JointAgent(
                any(people).id().value(),
                tenants.subList(0, 2),
                tenants.get(0),
                "shared queue",
                "cto",
                today.plusDays(random.nextInt(4) - 1)));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
