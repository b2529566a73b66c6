// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.isolation.AcceptedUse;
import io.tenantry.isolation.DeclaredException;
import io.tenantry.isolation.IsolationMatrix;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.Tenant;
import io.tenantry.isolation.Violation;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An isolation proof as one page for the auditor of one client: who reaches this client and how. Other clients are
 * numbers; {@link ClientNames} withholds their names wherever they stand.
 */
final class TenantPage {
    private final IsolationProof proof;
    private final Tenant tenant;
    private final int index;
    private final ClientNames names;
    private final List<Violation> violations;
    private final Markup html = new Markup();

    private TenantPage(IsolationProof proof, Tenant tenant) {
        this.proof = proof;
        this.tenant = tenant;
        this.index = proof.tenants().indexOf(tenant);
        this.names = ClientNames.otherThan(tenant, proof.tenants());
        this.violations =
                proof.violations().stream().filter(v -> reaches(v.reach())).toList();
    }

    /** Returns the page of a tenant that the proof knows. */
    static String of(IsolationProof proof, Tenant tenant) {
        return new TenantPage(proof, tenant).render();
    }

    private boolean reaches(Reach reach) {
        return reach.isEverywhere() || reach.tenants().contains(tenant.id());
    }

    private String render() {
        html.begin("Isolation of " + tenant.name()).element("h1", "Isolation of " + tenant.name());
        html.element("p class=lead", verdict());
        facts();
        figures();
        people();
        holders(
                "Groups, clients and other holders that reach " + tenant.name(),
                Stream.concat(proof.groups().stream(), proof.others().stream())
                        .filter(r -> !r.isEverywhere() && reaches(r))
                        .toList());
        technical();
        others();
        method();
        return html.end();
    }

    private String verdict() {
        if (!violations.isEmpty()) {
            return "Violated: " + TextReporter.count(violations.size(), "holder reaches", "holders reach")
                    + " this client and another one, or every client, without being allowed to.";
        }
        return proof.doubts().isEmpty()
                ? "Proven: nobody reaches this client and another one, except as listed below."
                : "Not proven: no violation was found, but "
                        + TextReporter.count(proof.doubts().size(), "listing", "listings")
                        + " could not be read for sure.";
    }

    private void facts() {
        html.raw("<dl>");
        fact(
                "Organization",
                names.without(proof.organization().name()) + " ("
                        + proof.organization().id() + ")");
        fact("Client", tenant.id() + ", division " + tenant.division());
        fact("Read", proof.coverage().from() + " to " + proof.coverage().to());
        fact("Policy", proof.policyHash());
        fact("Fingerprint of the whole proof", proof.fingerprint());
        html.raw("</dl>");
    }

    private void fact(String name, String value) {
        html.element("dt", name).element("dd", value);
    }

    private void figures() {
        List<String> technical = new ArrayList<>(everywhere().map(this::name).toList());
        proof.accepted().stream()
                .filter(use -> use.counts() && use.line().in().everywhere())
                .map(use -> names.without(use.line().holder().name()) + " (accepted)")
                .distinct()
                .forEach(technical::add);
        html.raw("<ul>");
        html.element("li", TextReporter.count(accounts().size(), "account reaches", "accounts reach") + " this client");
        html.element("li", TextReporter.count(violations.size(), "violation", "violations"));
        html.element(
                "li",
                TextReporter.count(shared(), "account reaches", "accounts reach")
                        + " another client too by a declared exception");
        html.element(
                "li",
                TextReporter.count(technical.size(), "technical holder reaches", "technical holders reach")
                        + " every client" + (technical.isEmpty() ? "" : ": " + String.join(", ", technical)));
        html.element("li", TextReporter.count(proof.tenants().size() - 1, "other client", "other clients"));
        html.raw("</ul>");
    }

    /** Returns the accounts that reach this client and not all of them, by name. */
    private List<Reach> accounts() {
        return proof.accounts().stream()
                .filter(r -> !r.isEverywhere() && reaches(r))
                .sorted(Comparator.comparing((Reach r) -> r.subject().label(), String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(r -> r.subject().id().value()))
                .toList();
    }

    private Stream<Reach> everywhere() {
        return Stream.of(proof.accounts(), proof.groups(), proof.others(), proof.credentials())
                .flatMap(List::stream)
                .filter(Reach::isEverywhere)
                .sorted(Comparator.comparing((Reach r) -> r.subject().label()));
    }

    private void people() {
        html.raw("<section>").element("h2", "Accounts that reach " + tenant.name());
        html.table("Account", "State", "How", "Other clients");
        accounts()
                .forEach(r -> html.row(
                        name(r),
                        r.subject()
                                .state()
                                .map(s -> s.name().toLowerCase(Locale.ROOT))
                                .orElse("not shown"),
                        how(r),
                        beside(r)));
        html.endTable().raw("</section>");
    }

    private String beside(Reach reach) {
        int others = reach.tenants().size() - 1;
        if (others == 0) {
            return "none";
        }
        String until = proof.exceptions().stream()
                .filter(e -> e.status() == DeclaredException.Status.IN_USE
                        && e.reach()
                                .filter(r -> r.subject().equals(reach.subject()))
                                .isPresent())
                .map(e -> ", by an exception until " + e.agent().until())
                .findFirst()
                .orElse("");
        return others + (violates(reach) ? ", in violation" : until);
    }

    private boolean violates(Reach reach) {
        return violations.stream().anyMatch(v -> v.reach().subject().equals(reach.subject()));
    }

    private void holders(String title, List<Reach> holders) {
        html.raw("<section>").element("h2", title);
        html.table("Holder", "Kind", "How", "Other clients");
        holders.forEach(r -> html.row(name(r), kind(r), how(r), beside(r)));
        html.endTable().raw("</section>");
    }

    private void technical() {
        html.raw("<section>")
                .element("h2", "Technical holders that reach every client, and accepted access to this one");
        html.table("Holder", "Kind", "How", "Why it is accepted");
        everywhere().forEach(r -> html.row(name(r), kind(r), how(r), ""));
        proof.accepted().stream()
                .filter(AcceptedUse::counts)
                .filter(this::concerns)
                .forEach(use -> html.row(
                        names.without(use.line().holder().name()),
                        use.line().holder().kind().key(),
                        "roles "
                                + names.without(String.join(
                                        ", ",
                                        use.line().roles().stream().sorted().toList()))
                                + (use.line().in().everywhere() ? " in all divisions" : " in this client's division"),
                        names.without(use.line().reason()) + "; approved by "
                                + use.line().approvedBy()));
        html.endTable().raw("</section>");
    }

    private boolean concerns(AcceptedUse use) {
        return use.line().in().everywhere()
                || use.line().in().tenants().contains(tenant.id())
                || use.line().in().divisions().contains(tenant.division());
    }

    private void others() {
        IsolationMatrix matrix = proof.matrix();
        html.raw("<section>").element("h2", "Other clients");
        html.element(
                "p", "Accounts that reach this client and another one. Clients without such an account have no row.");
        html.table("Client", "In violation", "By exception");
        IntStream.range(0, proof.tenants().size())
                .filter(i -> i != index && matrix.violating(index, i) + matrix.excepted(index, i) > 0)
                .forEach(i -> html.row(
                        "other client " + (i < index ? i + 1 : i),
                        Integer.toString(matrix.violating(index, i)),
                        Integer.toString(matrix.excepted(index, i))));
        html.endTable().raw("</section>");
    }

    private long shared() {
        return accounts().stream()
                .filter(r -> r.tenants().size() > 1)
                .filter(r -> !violates(r))
                .count();
    }

    private void method() {
        html.raw("<section>").element("h2", "How it was read, and how to check this page");
        html.element(
                "p",
                "Read from the organization itself: "
                        + TextReporter.count(proof.coverage().accounts(), "account", "accounts") + ", "
                        + TextReporter.count(proof.coverage().grants(), "grant", "grants") + " and "
                        + TextReporter.count(proof.coverage().memberships(), "membership", "memberships") + ", in "
                        + TextReporter.count(proof.coverage().calls(), "call", "calls")
                        + ". An account reaches a client by living in its"
                        + " division, by a role there or in all divisions, its own or through a group, or by being in one of"
                        + " the client's groups. Inactive accounts count.");
        html.element(
                "p",
                "This page is drawn from a proof of all clients. Its keeper can show that it was not altered: provision verify"
                        + " PROOF --html THIS-PAGE compares the fingerprint above.");
        html.raw("</section>");
    }

    private String name(Reach reach) {
        String label = names.without(reach.subject().label());
        return label.equals(reach.subject().id().value())
                ? label
                : label + " (" + reach.subject().id().value() + ")";
    }

    private static String kind(Reach reach) {
        return switch (reach.subject().kind()) {
            case ACCOUNT -> "account";
            case GROUP -> "group, " + TextReporter.count(reach.members(), "member", "members");
            case CLIENT -> "OAuth client";
            case OTHER -> "unknown";
        };
    }

    private String how(Reach reach) {
        List<String> paths = new ArrayList<>();
        for (Path path : reach.pathsTo(tenant.id())) {
            paths.add(names.without(path.why()));
        }
        return String.join("; ", paths);
    }

    /** Returns the tenant of the proof with this id. */
    static Optional<Tenant> in(IsolationProof proof, TenantId id) {
        return proof.tenants().stream().filter(t -> t.id().equals(id)).findFirst();
    }
}
