// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.AcceptedAccess.Extent;
import io.tenantry.policy.AcceptedAccess.Holder;
import io.tenantry.policy.AcceptedAccess.Kind;
import io.tenantry.policy.Node.Scalar;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the lines of {@code accepted}. A broken line keeps its place in the list, because the lint finds places by
 * index.
 */
final class AcceptedBinder {
    private static final String EVERYWHERE = "everywhere";

    private final Problems problems;

    AcceptedBinder(Problems problems) {
        this.problems = problems;
    }

    Optional<AcceptedAccess> line(Node node, String path) {
        return Optional.of(Section.of(node, path, Keys.ACCEPTED, problems)
                .map(section -> line(section, path))
                .orElseGet(() -> new AcceptedAccess(
                        noHolder(path),
                        Set.of(),
                        noExtent(path),
                        OptionalInt.empty(),
                        false,
                        false,
                        Hole.in(path),
                        Hole.in(path),
                        Optional.empty())));
    }

    private AcceptedAccess line(Section section, String path) {
        section.required("roles");
        return new AcceptedAccess(
                section.required("holder")
                        .flatMap(n -> Section.of(n, section.path("holder"), Keys.HOLDER, problems))
                        .flatMap(this::holder)
                        .orElseGet(() -> noHolder(path)),
                new HashSet<>(section.texts("roles")),
                section.required("in")
                        .flatMap(n -> place(n, section.path("in")))
                        .orElseGet(() -> noExtent(path)),
                members(section),
                section.flag("privileged").orElse(false),
                section.flag("byRule").orElse(false),
                said(section, "reason"),
                said(section, "approvedBy"),
                until(section));
    }

    private static Holder noHolder(String path) {
        return new Holder(Kind.GROUP, Hole.in(path), Optional.empty());
    }

    private static Extent noExtent(String path) {
        return Extent.ofDivisions(List.of(Hole.in(path)));
    }

    private Optional<Holder> holder(Section section) {
        List<Kind> written = Arrays.stream(Kind.values())
                .filter(kind -> section.has(kind.key()))
                .toList();
        if (written.size() != 1) {
            problems.add(
                    written.isEmpty() ? ProblemCode.MISSING_FIELD : ProblemCode.BAD_VALUE,
                    section.at(),
                    section.path(Kind.GROUP.key()),
                    "a holder is exactly one of group, account and client",
                    "Write one of them, with its name");
            return Optional.empty();
        }
        Kind kind = written.get(0);
        Optional<SubjectId> id = section.text("id").map(SubjectId::new);
        return section.text(kind.key()).map(name -> new Holder(kind, name, id));
    }

    private Optional<Extent> place(Node node, String path) {
        Optional<String> word = node.scalar().map(Scalar::text);
        if (word.isPresent()) {
            return everywhere(node, path, word.get());
        }
        return Section.of(node, path, Keys.PLACE, problems).flatMap(section -> {
            if (section.has("tenants") == section.has("divisions")) {
                problems.add(
                        ProblemCode.BAD_VALUE,
                        node.at(),
                        path,
                        "a place is exactly one of everywhere, tenants and divisions",
                        "Write one of them");
                return Optional.empty();
            }
            return Optional.of(
                    section.has("tenants")
                            ? Extent.ofTenants(section.list(
                                    "tenants",
                                    (n, p) -> Section.text(n, p, problems).map(TenantId::new)))
                            : Extent.ofDivisions(divisions(section)));
        });
    }

    private Optional<Extent> everywhere(Node node, String path, String word) {
        if (word.equals(EVERYWHERE)) {
            return Optional.of(Extent.all());
        }
        problems.add(
                ProblemCode.BAD_VALUE,
                node.at(),
                path,
                Quote.of(word) + " is not a place",
                "Write everywhere, { tenants: [...] } or { divisions: [...] }");
        return Optional.empty();
    }

    private List<String> divisions(Section section) {
        List<String> names = section.texts("divisions");
        names.stream()
                .filter(DivisionNames::meansEverywhere)
                .findFirst()
                .ifPresent(name -> problems.add(
                        ProblemCode.DIVISION_EVERYWHERE,
                        section.spot("divisions"),
                        section.path("divisions"),
                        Quote.of(name) + " means all divisions",
                        "Write in: everywhere"));
        return names;
    }

    private OptionalInt members(Section line) {
        Optional<Long> max = line.section("members", Keys.MEMBERS)
                .flatMap(s -> s.required("max").flatMap(n -> s.wholeNumber("max")));
        if (max.filter(m -> m < 1 || m > Integer.MAX_VALUE).isPresent()) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    line.spot("members"),
                    line.path("members") + ".max",
                    max.get() + " is not a number of members",
                    "Write 1 or more");
            return OptionalInt.empty();
        }
        return max.map(m -> OptionalInt.of(m.intValue())).orElseGet(OptionalInt::empty);
    }

    private String said(Section line, String key) {
        if (!line.has(key)) {
            problems.add(
                    ProblemCode.ACCEPTED_INCOMPLETE,
                    line.at(),
                    line.path(key),
                    "an accepted line has no " + key,
                    "Add " + key);
        }
        return line.text(key).orElse(Hole.in(key));
    }

    private Optional<LocalDate> until(Section line) {
        return line.text("until").map(text -> line.date("until", text).orElse(Hole.DATE));
    }
}
