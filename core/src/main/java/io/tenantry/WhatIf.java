// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Person;
import io.tenantry.change.Wording;
import io.tenantry.internal.Words;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a proposed policy would change: the plan under the policy in force and the plan under the proposed one, from the
 * same snapshots. Immutable. Held operations are compared too, because they show the effect of the policy.
 *
 * @param current the plan under the policy in force
 * @param proposed the plan under the proposed policy; it cannot be applied until that policy is in force
 */
public record WhatIf(Plan current, Plan proposed) {
    /** Returns the operations that only the proposed policy leads to, in the order of its plan. */
    public List<Operation> added() {
        return missing(proposed, current);
    }

    /** Returns the operations that only the policy in force leads to, in the order of its plan. */
    public List<Operation> dropped() {
        return missing(current, proposed);
    }

    /** Returns the people whom only the proposed policy would change. */
    public Set<Person> newlyAffected() {
        return people(proposed, current);
    }

    /** Returns the people whom only the policy in force would change. */
    public Set<Person> noLongerAffected() {
        return people(current, proposed);
    }

    /**
     * Returns the people whom only the proposed policy would park, and those who are outside today and would wait, each as
     * findings name them.
     */
    public Set<String> newlyParked() {
        return parked(proposed)
                .filter(f -> parked(current)
                        .noneMatch(today -> today.subject().equals(f.subject())
                                && today.severity().compareTo(f.severity()) >= 0))
                .map(Finding::subject)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Finding> parked(Plan plan) {
        return plan.findings().stream().filter(f -> f.code() == FindingCode.PARKED);
    }

    /** Returns the holds that only the proposed plan has, by code and tenant. */
    public List<Hold> newHolds() {
        Set<String> before =
                current.holds().stream().map(h -> h.code().key() + h.tenant()).collect(Collectors.toSet());
        return proposed.holds().stream()
                .filter(h -> !before.contains(h.code().key() + h.tenant()))
                .toList();
    }

    /** Returns the findings that only the proposed plan has. */
    public List<Finding> newFindings() {
        return proposed.findings().stream()
                .filter(f -> !current.findings().contains(f))
                .toList();
    }

    /** Returns whether both policies lead to the same operations. */
    public boolean isEmpty() {
        return added().isEmpty() && dropped().isEmpty();
    }

    /** Returns the difference as text. It contains user names, so it belongs on a screen and not in a log. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("What if policy " + proposed.policyHash() + " replaced " + current.policyHash());
        lines.add("  " + Words.count(size(current), "operation", "operations") + " today, " + size(proposed) + " then; "
                + added().size() + " new, " + dropped().size() + " no more");
        lines.add("  " + Words.count(newlyAffected().size(), "person", "people") + " newly affected, "
                + noLongerAffected().size() + " no longer affected, "
                + newlyParked().size() + " newly parked");
        lines.add("  " + Words.count(current.cost().writes(), "write call", "write calls") + " today, "
                + proposed.cost().writes() + " then");
        section(lines, "Would happen under the proposed policy only", added(), '+');
        section(lines, "Would no longer happen", dropped(), '-');
        newHolds()
                .forEach(h -> lines.add("  ! held then: " + h.code() + ", "
                        + h.tenant().map(t -> "tenant " + t).orElse("whole organization") + ": " + h.message()));
        newFindings().forEach(f -> lines.add("  ? found then: " + f.code() + ", " + f.who() + ": " + f.message()));
        return String.join("\n", lines) + "\n";
    }

    /** Returns the counts alone, because plans hold personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "WhatIf[" + added().size() + " added, " + dropped().size() + " dropped]";
    }

    private static void section(List<String> lines, String title, List<Operation> operations, char sign) {
        if (operations.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title);
        Map<TenantId, List<Operation>> byTenant = operations.stream()
                .collect(Collectors.groupingBy(Operation::tenant, TreeMap::new, Collectors.toList()));
        byTenant.forEach((tenant, of) -> {
            lines.add("  tenant " + tenant);
            of.forEach(o -> {
                lines.add("    " + sign + " " + who(o) + ": " + Wording.of(o.change()) + ", because "
                        + o.reason().rule());
                Wording.values(o.change()).forEach(v -> lines.add("        " + v));
            });
        });
    }

    private static String who(Operation operation) {
        return operation
                .person()
                .map(p -> p.userName().isEmpty() ? p.toString() : p.userName())
                .orElse("structure");
    }

    private static Stream<Operation> all(Plan plan) {
        return Stream.concat(plan.operations(), plan.held());
    }

    private static long size(Plan plan) {
        return all(plan).count();
    }

    private static List<Operation> missing(Plan from, Plan in) {
        Function<Operation, List<Object>> key =
                o -> List.of(o.tenant(), o.person().map(Person::key), o.change());
        Set<List<Object>> there = all(in).map(key).collect(Collectors.toSet());
        return all(from).filter(o -> !there.contains(key.apply(o))).toList();
    }

    private static Set<Person> people(Plan from, Plan in) {
        Set<String> there = new HashSet<>();
        all(in).forEach(o -> o.person().map(Person::key).ifPresent(there::add));
        Set<Person> people = new TreeSet<>();
        all(from).forEach(o -> o.person().filter(p -> !there.contains(p.key())).ifPresent(people::add));
        return people;
    }
}
