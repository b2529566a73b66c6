// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupRule;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.binding.BoundProfile;
import io.tenantry.internal.binding.BoundTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the groups of the policy that exist but do not serve as the policy needs them, and the groups with a rule. */
final class GroupFindings {
    /** The vendor recommends no more individuals in one group. */
    private static final int RECOMMENDED = 1_000;

    private GroupFindings() {}

    static List<Finding> of(BoundPolicy bound, DirectorySnapshot snapshot) {
        List<Finding> findings = new ArrayList<>();
        for (BoundTenant tenant : bound.tenants()) {
            for (BoundProfile profile : tenant.profiles()) {
                profile.group().id().map(bound::group).ifPresent(group -> {
                    withoutRoles(tenant, profile, group).ifPresent(findings::add);
                    large(tenant, group, snapshot.memberCount(group.id())).ifPresent(findings::add);
                });
            }
        }
        snapshot.rules().forEach(rule -> findings.add(byRule(bound, rule)));
        return findings;
    }

    private static Finding byRule(BoundPolicy bound, GroupRule rule) {
        Optional<BoundPolicy.OwnedGroup> owned = bound.ownerOf(rule.group());
        return new Finding(
                FindingCode.GROUP_BY_RULE,
                Finding.Severity.WARNING,
                owned.map(o -> o.tenant().id()),
                "group \"" + bound.group(rule.group()).name() + "\" (" + rule.group() + ")",
                rule.inWords(bound.policy().writtenAttributes()),
                owned.isPresent()
                        ? "remove the rule: the policy alone decides who is in this group"
                        : "remove the rule, or the group's roles, or accept the group with byRule: true");
    }

    private static Optional<Finding> withoutRoles(BoundTenant tenant, BoundProfile profile, Group group) {
        return group.rolesEnabled() || profile.roles().isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.GROUP_WITHOUT_ROLES,
                        Finding.Severity.WARNING,
                        Optional.of(tenant.id()),
                        "group \"" + group.name() + "\" (" + group.id() + ")",
                        "roles are switched off for it, so its members do not get the roles that it holds",
                        "switch roles on for the group in Genesys"));
    }

    private static Optional<Finding> large(BoundTenant tenant, Group group, int members) {
        return members <= RECOMMENDED
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.LARGE_GROUP,
                        Finding.Severity.INFO,
                        Optional.of(tenant.id()),
                        "group \"" + group.name() + "\" (" + group.id() + ")",
                        "has " + members + " members; the vendor recommends " + RECOMMENDED + " at most",
                        "use several profiles with a group each"));
    }
}
