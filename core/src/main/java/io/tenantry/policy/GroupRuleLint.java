// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the groups that lead to a tenant and take accounts by a rule. Such a rule goes by what an account says of a
 * person, so a write of an attribute can let a person in.
 */
final class GroupRuleLint {
    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;
    private final Map<GroupId, GroupRule> rules = new HashMap<>();
    private final Map<GroupId, Group> groups = new HashMap<>();
    private final List<Grant> grants;
    private final KnownIds known;
    private final String written;

    GroupRuleLint(OrganizationPolicy policy, PolicyReading places, Problems problems, OrganizationFacts facts) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
        this.known = facts.known();
        this.grants = facts.grants().entries();
        facts.rules().entries().forEach(r -> rules.put(r.group(), r));
        facts.groups().entries().stream().filter(g -> rules.containsKey(g.id())).forEach(g -> groups.put(g.id(), g));
        written = policy.writtenAttributes();
    }

    /** Reports each group once: as the policy names it, or at the first tenant in whose division it holds a role. */
    void check(DivisionNames divisions, Named<Group> named) {
        for (int i = 0; i < policy.tenants().size(); i++) {
            List<AccessProfile> profiles = policy.tenants().get(i).profiles();
            for (int p = 0; p < profiles.size(); p++) {
                String path = "tenants[" + i + "].profiles[" + p + "].genesysGroup";
                String name = profiles.get(p).genesysGroup();
                named.meant(
                                name,
                                known.group(policy.tenants().get(i).id(), name).map(GroupId::value))
                        .forEach(g -> report(ProblemCode.GROUP_BY_RULE, g, path));
            }
        }
        for (int i = 0; i < policy.accepted().size(); i++) {
            accepted(policy.accepted().get(i), "accepted[" + i + "].holder", named);
        }
        for (int i = 0; i < policy.tenants().size(); i++) {
            holders(policy.tenants().get(i).division(), "tenants[" + i + "].division", divisions);
        }
    }

    private void accepted(AcceptedAccess line, String path, Named<Group> named) {
        List<Group> found = line.holder()
                .id()
                .map(id -> Optional.ofNullable(groups.get(new GroupId(id.value()))).stream()
                        .toList())
                .orElseGet(() -> line.holder().kind() == AcceptedAccess.Kind.GROUP
                        ? named.meant(line.holder().name(), Optional.empty())
                        : List.of());
        if (line.byRule() || written.isEmpty()) {
            found.forEach(g -> groups.remove(g.id()));
        } else {
            found.forEach(g -> report(ProblemCode.ACCEPTED_BY_RULE, g, path));
        }
    }

    private void holders(DivisionRef ref, String path, DivisionNames divisions) {
        divisions
                .resolve(ref.name(), ref.id())
                .division()
                .map(Division::id)
                .ifPresent(division -> grants.stream()
                        .filter(g -> g.division().equals(division))
                        .flatMap(g -> Optional.ofNullable(
                                groups.get(new GroupId(g.subject().value())))
                                .stream())
                        .toList()
                        .forEach(g -> report(ProblemCode.GROUP_BY_RULE, g, path)));
    }

    private void report(ProblemCode code, Group group, String path) {
        GroupRule rule = rules.get(group.id());
        if (rule == null || groups.remove(group.id()) == null) {
            return;
        }
        problems.add(
                code,
                places.spot(path),
                path,
                "the Genesys group " + Quote.of(group.name()) + " " + rule.inWords(written));
    }
}
