// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.DivisionResolver;
import io.tenantry.directory.Role;
import io.tenantry.internal.binding.GrownRole;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.store.Baseline.RolePrint;
import io.tenantry.store.Notes;
import java.util.List;
import java.util.stream.Stream;

/** Accepts what a role of the policy has gained, in every use of it. Used once. */
final class RoleAcceptance {
    private final OrganizationPolicy policy;
    private final EarlierRuns earlier;
    private final OrganizationReader organizations;
    private final DivisionResolver structure;

    RoleAcceptance(Settings settings, OrganizationReader organizations, DivisionResolver structure) {
        this.policy = settings.policy();
        this.earlier = settings.earlierRuns();
        this.organizations = organizations;
        this.structure = structure;
    }

    List<String> accept(String name, String accepted) {
        organizations.organization();
        List<String> uses = uses(name);
        if (uses.isEmpty()) {
            throw new IllegalArgumentException("the policy names no role \"" + name + "\": check the name");
        }
        Role role = structure.reread().roles().entries().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the organization has no role \"" + name + "\": check the name"));
        Notes known = earlier.known();
        List<String> gained = uses.stream()
                .flatMap(use -> known.rolePrint(use, role.id()).stream())
                .flatMap(before -> GrownRole.added(role, before).stream())
                .distinct()
                .sorted()
                .toList();
        earlier.keep(uses.stream()
                .map(use -> new RolePrint(use, role.id(), role.permissions(), accepted))
                .toList());
        organizations.forget();
        return gained;
    }

    private List<String> uses(String name) {
        Stream<String> profiles = policy.tenants().stream()
                .flatMap(t -> t.profiles().stream())
                .filter(p -> p.roles().contains(name))
                .map(p -> RolePrint.PROFILES);
        Stream<String> lines = policy.accepted().stream()
                .filter(line -> line.roles().contains(name))
                .map(AcceptedAccess::key);
        return Stream.concat(profiles, lines).distinct().toList();
    }
}
