// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.internal.NameForm;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds names that are easily confused, and names with unusual characters. */
final class NameLint {
    private final OrganizationPolicy policy;
    private final PolicyReading places;
    private final Problems problems;

    /** For each kind of name, each spelling with the first path that has it. */
    private final Map<String, Map<String, String>> kinds = new LinkedHashMap<>();

    NameLint(OrganizationPolicy policy, PolicyReading places, Problems problems) {
        this.policy = policy;
        this.places = places;
        this.problems = problems;
    }

    void check() {
        for (int i = 0; i < policy.tenants().size(); i++) {
            collect(policy.tenants().get(i), "tenants[" + i + "]");
        }
        policy.outside().ifPresent(outside -> rule(outside, "outside"));
        kinds.forEach(this::compare);
    }

    private void collect(TenantPolicy tenant, String path) {
        name("tenant", tenant.name(), path + ".name");
        name("division", tenant.division().name(), path + ".division.name");
        rule(tenant.match(), path + ".match");
        for (int i = 0; i < tenant.profiles().size(); i++) {
            AccessProfile profile = tenant.profiles().get(i);
            String at = path + ".profiles[" + i + "]";
            profile.when().ifPresent(w -> rule(w, at + ".when"));
            name("Genesys group", profile.genesysGroup(), at + ".genesysGroup");
            profile.roles().forEach(r -> name("role", r, at + ".roles"));
        }
    }

    private void rule(Condition rule, String path) {
        rule.each(path, (part, at) -> {
            part.group().ifPresent(group -> name("source group", group, at + ".sourceGroup"));
            part.compares().ifPresent(attribute -> name("attribute", attribute, at + ".attribute"));
        });
    }

    private void name(String kind, String name, String path) {
        if (!Hole.is(name)) {
            kinds.computeIfAbsent(kind, k -> new LinkedHashMap<>()).putIfAbsent(name, path);
        }
    }

    private void compare(String kind, Map<String, String> names) {
        Map<String, String> byNormal = new HashMap<>();
        Map<String, String> byLook = new HashMap<>();
        names.forEach((name, path) -> {
            NameForm form = NameForm.of(name);
            odd(kind, name, form, path);
            String same = byNormal.putIfAbsent(form.normal(), name);
            String alike = byLook.putIfAbsent(form.skeleton(), name);
            // For divisions and groups with equal normal forms, other checks report an error.
            if (same != null && !kind.equals("division") && !kind.equals("Genesys group")) {
                add(
                        ProblemCode.NAME_ALIKE,
                        path,
                        name,
                        kind + " " + Quote.of(name) + " and " + Quote.of(same) + " differ only in white space, case or"
                                + " compatible characters");
            } else if (same == null && alike != null) {
                add(
                        ProblemCode.NAME_LOOK_ALIKE,
                        path,
                        name,
                        kind + " " + Quote.of(name) + " looks like " + Quote.of(alike) + " and is another name");
            }
        });
    }

    private void odd(String kind, String name, NameForm form, String path) {
        if (form.mixesScripts()) {
            add(
                    ProblemCode.NAME_ODD,
                    path,
                    name,
                    kind + " " + Quote.of(name) + " has letters of several scripts in one word");
        } else if (!name.equals(name.strip())
                || name.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT)) {
            add(
                    ProblemCode.NAME_ODD,
                    path,
                    name,
                    kind + " " + Quote.of(name) + " has white space around it, or invisible characters");
        }
    }

    private void add(ProblemCode code, String path, String name, String message) {
        problems.add(code, places.spot(path, name), path, message);
    }
}
