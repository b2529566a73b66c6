// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.internal.Fold;
import io.tenantry.internal.NameForm;
import io.tenantry.policy.Condition;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tenants that a person without a match almost matches, so that an administrator sees a typing error at once.
 */
final class NearMisses implements Condition.Cases<Optional<String>> {
    private static final int MOST = 3;

    private final Identity identity;

    private NearMisses(Identity identity) {
        this.identity = identity;
    }

    static List<String> of(OrganizationPolicy policy, Identity identity) {
        NearMisses person = new NearMisses(identity);
        List<String> misses = new ArrayList<>();
        for (TenantPolicy tenant : policy.tenants()) {
            if (tenant.isLeaving()) {
                continue;
            }
            tenant.match().match(person).ifPresent(why -> misses.add("tenant " + tenant.id() + ": " + why));
            if (misses.size() == MOST) {
                return misses;
            }
        }
        if (policy.outside().isPresent() && !policy.outside().get().holds(identity)) {
            policy.outside().get().match(person).ifPresent(why -> misses.add("outside: " + why));
        }
        return misses;
    }

    @Override
    public Optional<String> sourceGroup(Condition.SourceGroup group) {
        return identity.sourceGroups().stream()
                .filter(g -> nearly(g, group.name()))
                .findFirst()
                .map(g -> "source group \"" + g + "\" differs from \"" + group.name() + "\" " + only(g, group.name()));
    }

    @Override
    public Optional<String> comparison(Condition.Comparison comparison) {
        return comparison
                .listed()
                .flatMap(values -> identity.attribute(comparison.attribute())
                        .flatMap(value -> values.stream()
                                .filter(v -> nearly(v, value))
                                .findFirst()
                                .map(v -> "the value of " + comparison.attribute() + " differs from one of "
                                        + comparison.operands() + " " + only(v, value))));
    }

    @Override
    public Optional<String> any(Condition.Any any) {
        return any.of().stream()
                .map(c -> c.match(this))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<String> all(Condition.All all) {
        List<Condition> failing =
                all.of().stream().filter(c -> !c.holds(identity)).toList();
        boolean onlyOne = failing.size() == 1 && all.of().size() > 1;
        return onlyOne ? Optional.of("all conditions hold except: " + failing.get(0)) : Optional.empty();
    }

    @Override
    public Optional<String> not(Condition.Not not) {
        return Optional.empty();
    }

    private static boolean nearly(String a, String b) {
        return isFolded(a, b) || looksLike(a, b);
    }

    private static String only(String a, String b) {
        return isFolded(a, b) ? "only in case or space" : "only in characters that do not show or look alike";
    }

    private static boolean isFolded(String a, String b) {
        return Fold.same(a.strip(), b.strip());
    }

    // Nearly all names are plain, and many people match nothing.
    private static boolean looksLike(String a, String b) {
        return (!isPlain(a) || !isPlain(b))
                && NameForm.of(a).skeleton().equals(NameForm.of(b).skeleton());
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
