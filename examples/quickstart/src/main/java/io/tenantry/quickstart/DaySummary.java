// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import io.tenantry.change.Change;
import io.tenantry.change.Finding;
import io.tenantry.directory.AccountChange;
import io.tenantry.plan.Hold;
import io.tenantry.plan.Operation;
import io.tenantry.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums up a day's plan in a few lines: what it does, what it holds, and an example of each kind of finding. */
final class DaySummary {
    private DaySummary() {}

    static List<String> of(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("  read      " + plan.situations() + ", "
                + count(plan.rejected().size(), "row") + " rejected");
        lines.add("  to do     " + counted(plan) + "; " + count(plan.cost().writes(), "write call"));
        for (Hold hold : plan.holds()) {
            String where = hold.tenant().map(t -> ", tenant " + t).orElse("");
            lines.add("  held      " + count(hold.operations().size(), "operation") + ", " + hold.code() + where + ": "
                    + hold.message());
        }
        Map<String, List<Finding>> alike = new TreeMap<>();
        plan.findings()
                .forEach(f -> alike.computeIfAbsent(f.code() + " " + f.message(), k -> new ArrayList<>())
                        .add(f));
        alike.values().forEach(of -> {
            Finding first = of.get(0);
            lines.add("  reported  " + first.severity() + " " + first.code() + ", " + of.size() + ": " + first.who()
                    + " " + first.message());
        });
        return lines;
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String counted(Plan plan) {
        Map<String, Long> kinds = plan.operations()
                .collect(Collectors.groupingBy(DaySummary::kind, LinkedHashMap::new, Collectors.counting()));
        String text = kinds.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "nothing" : text;
    }

    private static String kind(Operation operation) {
        Change change = operation.change();
        return switch (change.phase()) {
            case SHUT -> "leavers";
            case RESTORE -> "restored";
            case REVOKE, CLEAR -> taken(change);
            case DIVIDE, GROUP, EQUIP -> "grants and groups";
            case CREATE -> "joiners";
            case PLACE -> "movers";
            case FREE -> "user names freed";
            case UPDATE -> written(change.writes().orElseThrow());
            case JOIN -> "memberships added";
        };
    }

    private static String taken(Change change) {
        if (!change.survivingGroups().isEmpty()) {
            return "looked at once they are back";
        }
        return change.leaves().isPresent() ? "memberships removed" : "grants and groups";
    }

    private static String written(AccountChange change) {
        return change.active().map(active -> active ? "rehired" : "shut out").orElse("updates");
    }
}
