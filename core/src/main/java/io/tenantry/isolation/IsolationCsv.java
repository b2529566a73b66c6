// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CSV form of an isolation proof: one row for each path of each subject, by RFC 4180, with a heading. What a
 * spreadsheet would take for a formula has an apostrophe before it.
 */
public final class IsolationCsv {
    private IsolationCsv() {}

    /** Returns the proof as CSV. */
    public static String of(IsolationProof proof) {
        Map<String, String> codes = codes(proof);
        Map<String, String> exceptions = exceptions(proof);
        Csv csv = new Csv(
                "subject",
                "kind",
                "name",
                "state",
                "lives_in",
                "tenant",
                "path",
                "role",
                "division",
                "group",
                "why",
                "violation",
                "exception");
        Stream.of(proof.accounts(), proof.groups(), proof.others())
                .flatMap(List::stream)
                .forEach(reach -> reach.paths()
                        .forEach(path -> csv.row(row(
                                reach.subject(),
                                path,
                                codes.getOrDefault(reach.subject().id().value(), ""),
                                exceptions.getOrDefault(reach.subject().id().value(), "")))));
        return csv.text();
    }

    private static Map<String, String> codes(IsolationProof proof) {
        return proof.violations().stream()
                .collect(Collectors.groupingBy(
                        v -> v.reach().subject().id().value(),
                        Collectors.mapping(v -> v.code().name(), Collectors.joining(" "))));
    }

    private static Map<String, String> exceptions(IsolationProof proof) {
        Map<String, String> exceptions = new HashMap<>();
        for (DeclaredException e : proof.exceptions()) {
            e.reach()
                    .ifPresent(r -> exceptions.putIfAbsent(
                            r.subject().id().value(),
                            e.status() + " until " + e.agent().until() + ": "
                                    + e.agent().reason()));
        }
        return exceptions;
    }

    private static List<String> row(Subject subject, Path path, String violation, String exception) {
        List<String> row = new ArrayList<>(List.of(
                subject.id().value(),
                subject.kind().name(),
                subject.name(),
                subject.state().map(Enum::name).orElse(""),
                subject.division().map(d -> d.name()).orElse(""),
                path.tenant().map(Object::toString).orElse("*")));
        PathFields fields = PathFields.of(path);
        row.addAll(List.of(
                fields.kind(),
                fields.role().map(r -> r.name()).orElse(""),
                fields.division()
                        .map(d -> d.id().isEverywhere() ? "*" : d.name())
                        .orElse(""),
                fields.group().map(g -> g.name()).orElse(""),
                path.why(),
                violation,
                exception));
        return row;
    }
}
