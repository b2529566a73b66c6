// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.internal.NameForm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks divisions, groups and roles: two tenants must not share any, and no role may count outside its tenant. */
final class TenantLint {
    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;
    private final Map<String, String> divisionNames = new HashMap<>();
    private final Map<DivisionId, String> divisionIds = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private final Set<String> tenantIds = new HashSet<>();

    TenantLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
    }

    void check() {
        if (policy.tenants().isEmpty()) {
            problems.add(ProblemCode.NO_TENANTS, places.spot("tenants"), "tenants", "the policy has no tenants");
        }
        for (int i = 0; i < policy.tenants().size(); i++) {
            check(policy.tenants().get(i), "tenants[" + i + "]");
        }
    }

    private void check(TenantPolicy tenant, String path) {
        unique(tenantIds, tenant.id().value(), "tenant", path + ".id");
        division(tenant, path + ".division");
        Set<String> profileIds = new HashSet<>();
        for (int i = 0; i < tenant.profiles().size(); i++) {
            AccessProfile profile = tenant.profiles().get(i);
            String at = path + ".profiles[" + i + "]";
            unique(profileIds, profile.id(), "profile", at + ".id");
            group(tenant, profile, at + ".genesysGroup");
            roles(profile, at + ".roles");
        }
    }

    private void unique(Set<String> ids, String id, String kind, String path) {
        if (!Hole.is(id) && !ids.add(NameForm.of(id).normal())) {
            problems.add(
                    ProblemCode.DUPLICATE_ID,
                    places.spot(path),
                    path,
                    "a second " + kind + " with the id " + Quote.of(id));
        }
    }

    private void division(TenantPolicy tenant, String path) {
        DivisionRef division = tenant.division();
        String name = division.name();
        if (DivisionNames.meansEverywhere(name)) {
            add(ProblemCode.DIVISION_EVERYWHERE, path + ".name", Quote.of(name) + " means all divisions");
        }
        if (division.id()
                .filter(id -> DivisionNames.meansEverywhere(id.value()))
                .isPresent()) {
            add(ProblemCode.DIVISION_EVERYWHERE, path + ".id", "the division id means all divisions");
        }
        if (NameForm.of(name).skeleton().equals("home")) {
            add(ProblemCode.DIVISION_HOME, path + ".name", Quote.of(name) + " is the Home division");
        }
        if (division.create() && division.id().isPresent()) {
            add(ProblemCode.DIVISION_PINNED_AND_CREATED, path + ".create", "a pinned division cannot be created");
        }
        if (!Hole.is(name)) {
            shared(tenant, division, path);
        }
    }

    private void shared(TenantPolicy tenant, DivisionRef division, String path) {
        Optional<String> byId = division.id().map(id -> divisionIds.putIfAbsent(id, path));
        String byName = divisionNames.putIfAbsent(NameForm.of(division.name()).normal(), path);
        if (byId.isPresent()) {
            reportShared(
                    tenant,
                    byId.get(),
                    path + ".id",
                    "the division " + division.id().orElseThrow());
        } else if (byName != null) {
            reportShared(tenant, byName, path + ".name", "the division " + Quote.of(division.name()));
        }
    }

    private void reportShared(TenantPolicy tenant, String first, String path, String what) {
        add(
                ProblemCode.DIVISION_SHARED,
                path,
                what + " of tenant " + Quote.of(tenant.id().value()) + " is also that of tenant " + owner(first));
    }

    private void group(TenantPolicy tenant, AccessProfile profile, String path) {
        String group = profile.genesysGroup();
        String first =
                Hole.is(group) ? null : groups.putIfAbsent(NameForm.of(group).normal(), path);
        if (first != null) {
            add(
                    ProblemCode.GROUP_SHARED,
                    path,
                    "the Genesys group " + Quote.of(group) + " of tenant "
                            + Quote.of(tenant.id().value()) + " is also used by tenant " + owner(first));
        }
    }

    private void roles(AccessProfile profile, String path) {
        if (profile.roles().isEmpty()) {
            problems.add(
                    ProblemCode.PROFILE_WITHOUT_ROLES,
                    places.spot(path),
                    path,
                    "the profile " + Quote.of(profile.id()) + " gives no roles");
        }
        for (String role : profile.roles()) {
            if (!Hole.is(role) && meansEverywhere(role)) {
                problems.add(
                        ProblemCode.ROLE_EVERYWHERE,
                        places.spot(path, role),
                        path,
                        "the role " + Quote.of(role) + " would count in all divisions");
            }
        }
    }

    /**
     * A wildcard as a role, and the forms in which other tools write a role in all divisions: {@code Agent:*}, {@code
     * Agent@*}.
     */
    private static boolean meansEverywhere(String role) {
        int end = Math.max(Math.max(role.lastIndexOf(':'), role.lastIndexOf('@')), role.lastIndexOf('/'));
        return DivisionNames.meansEverywhere(role)
                || DivisionNames.meansEverywhere(role.substring(end + 1))
                || NameForm.of(role).skeleton().endsWith("*)");
    }

    private String owner(String path) {
        int index = Integer.parseInt(path.substring("tenants[".length(), path.indexOf(']')));
        TenantPolicy tenant = policy.tenants().get(index);
        int line = places.spot(path).line();
        return Quote.of(tenant.id().value()) + (line > 0 ? " (line " + line + ")" : "");
    }

    private void add(ProblemCode code, String path, String message) {
        problems.add(code, places.spot(path), path, message);
    }
}
