// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.internal.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The text form of an isolation proof: the verdict, the reads behind it, the violations with every path, the
 * exceptions, and who reaches which tenant. It shows user names, so it belongs on a screen and not in a log.
 */
public final class IsolationText {
    private final IsolationProof proof;
    private final int most;
    private final StringBuilder text = new StringBuilder();

    private IsolationText(IsolationProof proof, int most) {
        this.proof = proof;
        this.most = most;
    }

    /** Returns the proof as text, with every violation. */
    public static String of(IsolationProof proof) {
        return of(proof, Integer.MAX_VALUE);
    }

    /**
     * Returns the proof as shortened text.
     *
     * @param most how many entries of each list to show; the rest is only counted
     */
    public static String of(IsolationProof proof, int most) {
        return new IsolationText(proof, most).render();
    }

    private String render() {
        Coverage c = proof.coverage();
        line("Isolation of " + proof.organization().name() + ": "
                + proof.verdict().name().replace('_', ' '));
        line("  " + Statement.of(proof));
        line("  read " + Words.second(c.from()) + " to " + Words.second(c.to()) + ", policy " + proof.policyHash());
        line("  " + Statement.read(c));
        section("Violations", proof.violations(), this::violation);
        section("Doubts: what could not be read for sure", proof.doubts(), d -> line("  ? " + d));
        section("Declared exceptions", proof.exceptions(), this::exception);
        section("Accepted access outside the policy", proof.accepted(), this::accepted);
        section(
                "Roles that act everywhere, because no division limits some permissions",
                proof.undivided(),
                r -> line("  " + r.role().name() + " (" + r.role().id() + "): " + Words.list(r.permissions())));
        section(
                "Groups that take accounts by a rule",
                proof.rules(),
                r -> line("  \"" + r.group().name() + "\" (" + r.group().id() + ") " + r.rule()));
        section("Groups outside the policy that hold access", proof.foreignGroups(), this::holder);
        section("Holders that are neither account nor group", proof.others(), this::holder);
        section("The credential of this run, with no more than it needs", proof.credentials(), this::holder);
        section("Accounts that reach a tenant", byName(proof.accounts()), this::holder);
        section("Groups that reach a tenant", proof.groups(), this::holder);
        section("Divisions of no tenant, not checked", c.outside(), d -> line("  " + d.name() + " (" + d.id() + ")"));
        return text.toString();
    }

    private static List<Reach> byName(List<Reach> reaches) {
        return reaches.stream()
                .sorted(Comparator.comparing(r -> r.subject().label()))
                .toList();
    }

    private void violation(Violation violation) {
        Reach reach = violation.reach();
        line("  ! " + violation.code().name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + subject(reach) + " "
                + violation.message());
        reach.paths().forEach(p -> line("      " + target(p) + ": " + p.why()));
        line("      " + violation.advice());
    }

    private void exception(DeclaredException e) {
        line("  " + e.agent().identity() + ", tenants "
                + Words.list(e.agent().tenants()) + ", until " + e.agent().until() + ": "
                + e.status().title());
        line("      because " + e.agent().reason() + ", approved by "
                + e.agent().approvedBy());
    }

    private void accepted(AcceptedUse use) {
        line("  " + use.what() + ", " + Words.count(use.people(), "person", "people") + ": "
                + use.status().title());
        line("      because " + use.line().reason() + ", approved by "
                + use.line().approvedBy());
        use.lapsed().forEach(why -> line("      " + why));
        if (!use.newcomers().isEmpty()) {
            line("      new since the last proof: "
                    + use.newcomers().stream().map(Subject::label).collect(Collectors.joining(", ")));
        }
    }

    private void holder(Reach reach) {
        line("  " + subject(reach)
                + (reach.subject().kind() == Subject.Kind.GROUP
                        ? ", " + Words.count(reach.members(), "member", "members")
                        : ""));
        reach.paths().forEach(p -> line("      " + target(p) + ": " + p.why()));
    }

    private static String target(Path path) {
        return path.tenant().map(t -> "tenant " + t).orElse("every tenant");
    }

    private static String subject(Reach reach) {
        Subject s = reach.subject();
        String kind = s.kind().name().toLowerCase(Locale.ROOT);
        return s.name().isEmpty() ? kind + " " + s.id() : kind + " " + s.name() + " (" + s.id() + ")";
    }

    private <T> void section(String title, List<T> entries, Consumer<T> show) {
        if (entries.isEmpty()) {
            return;
        }
        line("");
        line(title + ", " + Words.number(entries.size()));
        entries.stream().limit(most).forEach(show);
        if (entries.size() > most) {
            line("  ... and " + Words.number(entries.size() - most) + " more");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
