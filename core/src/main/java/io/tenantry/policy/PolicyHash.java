// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.Sha256;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The identity of what a policy says: SHA-256 over a canonical text of the model. Lists whose order means nothing are sorted,
 * and what holds by default counts as written.
 */
final class PolicyHash {
    private PolicyHash() {}

    /** Returns the policy with its hash. */
    static OrganizationPolicy sealed(OrganizationPolicy p) {
        return new OrganizationPolicy(
                p.organization(),
                p.defaults(),
                p.attributes(),
                p.tenants(),
                p.precedence(),
                p.jointAgents(),
                p.protectedPeople(),
                of(p));
    }

    static String of(OrganizationPolicy policy) {
        return Sha256.hex(text(policy));
    }

    private static String text(OrganizationPolicy p) {
        return node(
                "tenantry/v1",
                p.organization(),
                governance(p.defaults()),
                set(p.attributes().stream()
                        .map(a -> node(a.to().key(), a.from(), a.strength().key()))),
                set(p.tenants().stream().map(PolicyHash::tenant)),
                list(p.precedence().stream().map(TenantId::value)),
                set(p.jointAgents().stream().map(PolicyHash::jointAgent)),
                set(p.protectedPeople().stream()));
    }

    private static String governance(Governance g) {
        return node(
                g.leaver().key(),
                map(g.authority()),
                map(g.limits()),
                g.window().toString());
    }

    private static String tenant(TenantPolicy t) {
        return node(
                t.id().value(),
                t.name(),
                node(
                        t.division().name(),
                        t.division().id().map(Object::toString).orElse(""),
                        String.valueOf(t.division().create())),
                condition(t.match()),
                set(t.profiles().stream().map(PolicyHash::profile)),
                governance(t.governance()));
    }

    private static String profile(AccessProfile p) {
        return node(
                p.id(),
                p.when().map(PolicyHash::condition).orElse(""),
                p.genesysGroup(),
                set(p.roles().stream()),
                String.valueOf(p.privileged()));
    }

    private static String jointAgent(JointAgent j) {
        return node(
                j.identity(),
                set(j.tenants().stream().map(TenantId::value)),
                j.home().value(),
                j.reason(),
                j.approvedBy(),
                j.until().toString());
    }

    private static String condition(Condition condition) {
        if (condition instanceof Condition.SourceGroup c) {
            return node("group", c.name());
        } else if (condition instanceof Condition.In c) {
            return node("in", c.attribute(), set(c.values().stream()));
        } else if (condition instanceof Condition.StartsWith c) {
            return node("startsWith", c.attribute(), c.prefix());
        } else if (condition instanceof Condition.Matches c) {
            return node("matches", c.attribute(), c.regex());
        } else if (condition instanceof Condition.Present c) {
            return node("present", c.attribute());
        } else if (condition instanceof Condition.Any c) {
            return node("any", set(c.of().stream().map(PolicyHash::condition)));
        } else if (condition instanceof Condition.All c) {
            return node("all", set(c.of().stream().map(PolicyHash::condition)));
        }
        return node("not", condition(((Condition.Not) condition).of()));
    }

    private static String map(Map<EntitlementKind, ?> map) {
        return set(map.entrySet().stream()
                .map(e -> node(e.getKey().key(), e.getValue().toString())));
    }

    private static String set(Stream<String> parts) {
        return list(parts.distinct().sorted());
    }

    private static String list(Stream<String> parts) {
        return node(parts.toList());
    }

    private static String node(String... parts) {
        return node(List.of(parts));
    }

    /** Lengths before the parts, so that no two different lists have one text. */
    private static String node(Collection<String> parts) {
        return parts.stream().map(p -> p.length() + ":" + p).collect(Collectors.joining("", "(", ")"));
    }
}
