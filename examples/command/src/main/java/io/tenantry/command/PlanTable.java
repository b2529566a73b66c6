// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.change.Phase;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import io.tenantry.policy.TenantId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a plan does in each tenant, as a table: people by what happens to them, held operations, and findings. */
final class PlanTable {
    private static final List<String> COLUMNS = List.of("new", "moved", "gone", "changed", "held", "findings");
    private static final int MANY = 5;
    private static final int GONE = 2;
    private static final int HELD = 4;
    private static final int FINDINGS = 5;
    private static final String OUTSIDE = "(no tenant)";

    private final Map<String, int[]> rows = new TreeMap<>();
    private final int[] all = new int[COLUMNS.size()];

    private PlanTable(Plan plan) {
        Map<Object, Map<String, Set<Phase>>> people = new HashMap<>();
        plan.operations()
                .filter(o -> o.person().isPresent())
                .forEach(o -> people.computeIfAbsent(who(o), p -> new HashMap<>())
                        .computeIfAbsent(o.tenant().value(), t -> EnumSet.noneOf(Phase.class))
                        .add(o.change().phase()));
        people.values().forEach(this::person);
        plan.held().forEach(o -> row(o.tenant().value())[HELD]++);
        plan.findings().forEach(f -> row(f.tenant().map(TenantId::value).orElse(OUTSIDE))[FINDINGS]++);
    }

    /** Returns the table of a plan for many tenants; empty if the plan is short enough to be read as it is. */
    static Optional<String> of(Plan plan) {
        PlanTable table = new PlanTable(plan);
        return table.rows.size() > MANY ? Optional.of(table.text()) : Optional.empty();
    }

    /** Counts a person once in each tenant, where one who moves away is gone, and once in all. */
    private void person(Map<String, Set<Phase>> phases) {
        Set<Phase> union = EnumSet.noneOf(Phase.class);
        phases.values().forEach(union::addAll);
        boolean moves = union.contains(Phase.PLACE);
        phases.forEach((tenant, of) -> row(tenant)[moves && !of.contains(Phase.PLACE) ? GONE : column(of)]++);
        all[column(union)]++;
    }

    private int[] row(String tenant) {
        return rows.computeIfAbsent(tenant, t -> new int[COLUMNS.size()]);
    }

    private static Object who(Operation operation) {
        return operation
                .person()
                .<Object>map(p -> p.identity().isPresent() ? p.identity() : p.account())
                .orElse("");
    }

    private static int column(Set<Phase> phases) {
        if (phases.contains(Phase.CREATE) || phases.contains(Phase.RESTORE)) {
            return 0;
        }
        return phases.contains(Phase.PLACE) ? 1 : phases.contains(Phase.SHUT) ? GONE : 3;
    }

    private String text() {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        List.of(HELD, FINDINGS)
                .forEach(i ->
                        all[i] = rows.values().stream().mapToInt(row -> row[i]).sum());
        String head = line(width, "tenant", COLUMNS);
        String body = rows.entrySet().stream()
                .map(e -> line(width, e.getKey(), numbers(e.getValue())))
                .collect(Collectors.joining());
        return head + body + line(width, "all", numbers(all));
    }

    private static List<String> numbers(int[] row) {
        return Arrays.stream(row).mapToObj(Integer::toString).toList();
    }

    private static String line(int width, String name, List<String> cells) {
        String right = IntStream.range(0, cells.size())
                .mapToObj(i -> String.format(Locale.ROOT, "%" + (COLUMNS.get(i).length() + 3) + "s", cells.get(i)))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "%-" + Math.max(width, OUTSIDE.length()) + "s", name) + right + "\n";
    }
}
