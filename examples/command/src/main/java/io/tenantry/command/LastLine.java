// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static io.tenantry.command.TextReporter.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.Attention;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Problem;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the last line says, so that text and JSON say the same. Not thread-safe. */
final class LastLine {
    private Map<Attention, Integer> attention = Map.of();
    private long observed;
    private long lacking;
    private long errors;

    void problems(Collection<Problem> problems) {
        errors += problems.stream().filter(Problem::isError).count();
    }

    void attention(Map<Attention, Integer> counts) {
        attention = counts;
    }

    void plan(Plan plan) {
        attention = plan.attention();
        findings(plan.findings());
    }

    void findings(Collection<Finding> findings) {
        observed = Results.observed(findings);
        lacking = findings.stream()
                .filter(f -> f.code() == FindingCode.MISSING_PERMISSION)
                .count();
    }

    // The credential may have got since what it lacked when the plan was made; the outcome says it.
    void applied() {
        lacking = 0;
    }

    String text(Exit exit) {
        String result = exit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return result
                + (errors == 0 ? "" : ", " + count(errors, "error"))
                + (observed == 0 ? "" : "; only observed: " + count(observed, "difference"))
                + (lacking == 0 ? "" : "; the credential lacks " + count(lacking, "permission"))
                + (attention.isEmpty() ? "" : "; look at: " + words());
    }

    private String words() {
        return attention.entrySet().stream()
                .map(e -> e.getKey().counted(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    void write(Exit exit, ObjectNode json) {
        json.put("result", exit.name())
                .put("exitCode", exit.code())
                .put("errors", errors)
                .put("observed", observed)
                .put("lacking", lacking);
        ObjectNode counts = json.putObject("attention");
        attention.forEach((what, count) -> counts.put(what.name(), count));
    }
}
