// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hash of the meaning of a policy: SHA-256 over a canonical text of the model. Lists whose order means nothing are
 * sorted, and defaults count as written.
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
                p.sharedDivisions(),
                p.accepted(),
                p.outside(),
                of(p));
    }

    static String of(OrganizationPolicy policy) {
        return Sha256.hex(text(policy));
    }

    // A key that is not written leaves no trace, so that the policies of before keep their hash.
    private static String text(OrganizationPolicy p) {
        List<String> parts = new ArrayList<>(parts(p));
        p.outside().ifPresent(rule -> parts.add(node("outside", condition(rule))));
        return node(parts);
    }

    private static List<String> parts(OrganizationPolicy p) {
        return List.of(
                "tenantry/v1",
                p.organization(),
                governance(p.defaults()),
                set(p.attributes().stream()
                        .map(a -> node(a.to().key(), a.from(), a.strength().key()))),
                set(p.tenants().stream().map(PolicyHash::tenant)),
                list(p.precedence().stream().map(TenantId::value)),
                set(p.jointAgents().stream().map(PolicyHash::jointAgent)),
                set(p.protectedPeople().stream()),
                set(p.sharedDivisions().stream().map(PolicyHash::division)),
                set(p.accepted().stream().map(PolicyHash::accepted)));
    }

    private static String governance(Governance g) {
        return node(
                g.leaver().key(),
                map(g.authority(), EntitlementKind::key),
                map(g.limits(), LimitKind::key),
                g.window().toString());
    }

    private static String tenant(TenantPolicy t) {
        return node(
                t.id().value(),
                t.name(),
                division(t.division()),
                condition(t.match()),
                set(t.profiles().stream().map(PolicyHash::profile)),
                t.state().key(),
                governance(t.governance()));
    }

    private static String division(DivisionRef d) {
        return node(d.name(), d.id().map(Object::toString).orElse(""), String.valueOf(d.create()));
    }

    private static String accepted(AcceptedAccess a) {
        return node(
                a.holder().kind().key(),
                a.holder().name(),
                a.holder().id().map(Object::toString).orElse(""),
                set(a.roles().stream()),
                String.valueOf(a.in().everywhere()),
                set(a.in().tenants().stream().map(TenantId::value)),
                set(a.in().divisions().stream()),
                a.members().toString(),
                String.valueOf(a.privileged()),
                String.valueOf(a.byRule()),
                a.reason(),
                a.approvedBy(),
                a.until().toString());
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
        return condition.match(RULES);
    }

    private static final Condition.Cases<String> RULES = new Condition.Cases<>() {
        @Override
        public String sourceGroup(Condition.SourceGroup group) {
            return node("group", group.name());
        }

        @Override
        public String comparison(Condition.Comparison c) {
            return node(c.key(), c.attribute(), set(c.operands().stream()));
        }

        @Override
        public String any(Condition.Any any) {
            return node("any", set(any.of().stream().map(PolicyHash::condition)));
        }

        @Override
        public String all(Condition.All all) {
            return node("all", set(all.of().stream().map(PolicyHash::condition)));
        }

        @Override
        public String not(Condition.Not not) {
            return node("not", condition(not.of()));
        }
    };

    private static <K> String map(Map<K, ?> map, Function<K, String> key) {
        return set(map.entrySet().stream()
                .map(e -> node(key.apply(e.getKey()), e.getValue().toString())));
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

    /** Each part follows its length, so that two different lists never have the same text. */
    private static String node(Collection<String> parts) {
        return parts.stream().map(p -> p.length() + ":" + p).collect(Collectors.joining("", "(", ")"));
    }
}
