// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import io.tenantry.change.Reach;
import io.tenantry.change.Subject;
import io.tenantry.directory.AccountState;
import io.tenantry.internal.Words;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The isolation proof as one page for an auditor. It needs nothing but itself: no network, no script, no font; it
 * prints, and everything that came from elsewhere is escaped.
 */
public final class IsolationHtml {
    private static final int MOST = 2_000;
    private static final Map<Verdict, String> MARKS = Map.of(
            Verdict.PROVEN, "<path d=\"M14 25l7 7 14-16\"/>",
            Verdict.VIOLATED, "<path d=\"M16 16l16 16M32 16L16 32\"/>",
            Verdict.NOT_PROVEN, "<path d=\"M18 19a6 6 0 1 1 8 6c-2 1-2 2-2 4M24 34v.5\"/>");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final IsolationProof proof;
    private final IsolationMatrix matrix;
    private final Html html = new Html();

    private IsolationHtml(IsolationProof proof) {
        this.proof = proof;
        this.matrix = proof.matrix();
    }

    /** Returns the page. Very long lists show their first 2,000 entries; CSV and JSON hold all. */
    public static String of(IsolationProof proof) {
        return new IsolationHtml(proof).render();
    }

    private String render() {
        head();
        verdict();
        figures();
        doubts();
        picture();
        violations();
        exceptions();
        accepted();
        undivided();
        rules();
        tenants();
        holders(
                "Groups outside the policy that hold access",
                "No profile of the policy names these groups, yet their members reach a tenant.",
                proof.foreignGroups());
        holders(
                "Holders that are neither account nor group",
                "OAuth clients, and holders that the read did not show, each of which is a doubt. Check each of them, and"
                        + " accept it or take its roles away.",
                proof.others());
        holders(
                "The credential of this run",
                "The OAuth clients that Tenantry works with, with no more than they need for that.",
                proof.credentials());
        people();
        method();
        return html.raw("</main></body></html>\n").page();
    }

    private void head() {
        html.raw("<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
                        + "<meta name=viewport content=\"width=device-width, initial-scale=1\">"
                        + "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'\"><meta name=referrer content=no-referrer><title>")
                .text("Isolation proof, " + proof.organization().name() + ": " + title())
                .raw("</title><style>")
                .raw(Stylesheet.TEXT)
                .raw("</style></head><body><main>");
    }

    private String title() {
        String name = proof.verdict().name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void verdict() {
        String mark = Objects.requireNonNull(MARKS.get(proof.verdict()));
        html.raw("<header class=" + proof.verdict().name().toLowerCase(Locale.ROOT) + "><svg viewBox=\"0 0 48 48\""
                        + " aria-hidden=true><circle cx=24 cy=24 r=21 />" + mark + "</svg><div><p class=eyebrow>"
                        + "Tenant isolation of ")
                .text(proof.organization().name())
                .raw("</p><h1>" + title() + "</h1><p class=lead>")
                .text(Statement.of(proof))
                .raw("</p></div></header><dl class=facts>");
        fact(
                "Organization",
                proof.organization().shortName() + " (" + proof.organization().id() + ")");
        fact(
                "Read",
                time(proof.coverage().from()) + " to " + time(proof.coverage().to()));
        fact("Policy", proof.policyHash());
        fact("Fingerprint of this proof", proof.fingerprint());
        html.raw("</dl>");
    }

    private void fact(String name, String value) {
        html.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
    }

    private void figures() {
        html.raw("<ul class=figures>");
        figure(proof.coverage().accounts(), "accounts read", "");
        figure(proof.tenants().size(), "tenants", "");
        figure(proof.accounts().size(), "accounts reach a tenant", "");
        figure(proof.violations(), "violations", "bad");
        long inUse = proof.exceptions().stream()
                .filter(e -> e.status() == DeclaredException.Status.IN_USE)
                .count();
        figure(inUse, "declared exceptions in use", inUse > 0 ? "warn" : "");
        figure(proof.doubts(), "doubts about the read", "warn");
        List<String> all = everywhere();
        figure(all, "technical holders reach every tenant " + Words.some(all), "warn");
        html.raw("</ul>");
    }

    /** Returns the names of the holders that reach every tenant, those that the policy accepts included. */
    private List<String> everywhere() {
        Set<String> names = new TreeSet<>();
        for (List<Reach> holders : List.of(proof.accounts(), proof.groups(), proof.others(), proof.credentials())) {
            for (Reach r : holders) {
                if (r.isEverywhere()) {
                    names.add(r.subject().label());
                }
            }
        }
        for (AcceptedUse use : proof.accepted()) {
            if (use.counts() && use.line().in().everywhere()) {
                names.add(use.line().holder().name());
            }
        }
        return List.copyOf(names);
    }

    private void figure(Collection<?> what, String name, String look) {
        figure(what.size(), name, what.isEmpty() ? "" : look);
    }

    private void figure(long value, String what, String look) {
        html.raw("<li class=\"" + look + "\"><b>" + Words.number(value) + "</b> ")
                .text(what)
                .raw("</li>");
    }

    private void doubts() {
        if (!proof.doubts().isEmpty()) {
            html.raw("<section class=doubts><h2>What could not be read for sure</h2><p>As long as a doubt remains, the"
                    + " absence of a violation proves nothing.</p>");
            html.list(proof.doubts().stream().limit(MOST).toList());
            rest(proof.doubts().size());
            html.raw("</section>");
        }
    }

    private void picture() {
        html.raw("<section><h2>Tenant by tenant</h2><p>Each square counts the accounts that reach both the tenant of"
                + " its row and that of its column. Isolation means that only the diagonal is filled.</p>"
                + "<p class=legend><span class=own></span> reach this tenant <span class=joint></span> reach both, by a"
                + " declared exception in force <span class=leak></span> reach both, in violation</p>");
        if (matrix.everywhere() > 0) {
            html.raw("<p class=note>")
                    .text(Words.count(matrix.everywhere(), "account reaches", "accounts reach")
                            + " every tenant through a role in all divisions. They would fill every square, so they"
                            + " are not counted here; they stand first among the violations.")
                    .raw("</p>");
        }
        html.raw("<figure>").raw(MatrixPicture.of(matrix)).raw("</figure>");
        pairs();
        html.raw("</section>");
    }

    private void pairs() {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < matrix.tenants().size(); i++) {
            for (int j = i + 1; j < matrix.tenants().size(); j++) {
                if (matrix.violating(i, j) + matrix.excepted(i, j) > 0) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        if (pairs.isEmpty()) {
            html.raw("<p>No two tenants have an account in common.</p>");
            return;
        }
        html.table("Tenants with accounts in common", "Tenant", "Tenant", "#In violation", "#By exception");
        pairs.stream().limit(MOST).forEach(p -> {
            html.raw("<tr>");
            html.element("td", fullName(p[0])).element("td", fullName(p[1]));
            html.element("td class=n", Words.number(matrix.violating(p[0], p[1])));
            html.element("td class=n", Words.number(matrix.excepted(p[0], p[1])))
                    .raw("</tr>");
        });
        html.endTable();
        rest(pairs.size());
    }

    private String name(int tenant) {
        Tenant t = matrix.tenants().get(tenant);
        return (matrix.tenants().size() > 40 ? (tenant + 1) + ". " : "") + t.id();
    }

    private String fullName(int tenant) {
        Tenant t = matrix.tenants().get(tenant);
        return name(tenant) + (t.name().equals(t.id().value()) ? "" : ", " + t.name());
    }

    private void violations() {
        html.raw("<section><h2>Violations</h2>");
        if (proof.violations().isEmpty()) {
            html.raw("<p>None was found.</p></section>");
            return;
        }
        html.table("Who reaches further than isolation allows", "Who", "What", "How", "What to do");
        proof.violations().stream().limit(MOST).forEach(v -> {
            html.raw("<tr><td>");
            subject(v.reach());
            html.raw("</td><td>").element("b class=bad", v.code().title());
            html.raw("<br>").text(v.message()).raw("</td><td>");
            outward(v.reach());
            html.raw("</td>").element("td", v.advice()).raw("</tr>");
        });
        html.endTable();
        rest(proof.violations().size());
        html.raw("</section>");
    }

    private void subject(Reach reach) {
        Subject s = reach.subject();
        html.raw("<bdi>").text(s.label()).raw("</bdi>");
        List<String> more = new ArrayList<>();
        more.add(kind(s, reach.members()));
        s.division().ifPresent(d -> more.add("lives in " + d.name()));
        if (s.isProtected()) {
            more.add("protected by the policy");
        }
        html.raw("<small>").text(String.join("; ", more)).raw("<br><code>");
        html.text(s.id().value()).raw("</code></small>");
    }

    private static String kind(Subject s, int members) {
        if (s.kind() == Subject.Kind.ACCOUNT) {
            return s.state().isEmpty()
                    ? "account not shown by the read"
                    : s.state().get() == AccountState.ACTIVE
                            ? "account"
                            : "account, " + state(s.state().get());
        }
        return s.kind() == Subject.Kind.GROUP
                ? "group, " + Words.count(members, "member", "members")
                : s.kind() == Subject.Kind.CLIENT ? "OAuth client" : "neither account nor group";
    }

    private static String state(AccountState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Shows the paths that lead out of the home tenant first, since they have to be taken away. */
    private void outward(Reach reach) {
        Optional<TenantId> home =
                reach.paths().stream().filter(Path::isResidence).findFirst().flatMap(Path::tenant);
        html.raw("<ul class=paths>");
        reach.paths().stream()
                .filter(p -> !p.tenant().equals(home))
                .forEach(p -> path(p, home.isPresent() ? "tag out" : "tag"));
        reach.paths().stream().filter(p -> p.tenant().equals(home)).forEach(p -> path(p, "tag"));
        html.raw("</ul>");
    }

    private void paths(Reach reach) {
        html.raw("<ul class=paths>");
        reach.paths().forEach(p -> path(p, "tag"));
        html.raw("</ul>");
    }

    private void path(Path path, String look) {
        html.raw("<li><b class=\"" + look + "\">")
                .text(path.tenant().map(Object::toString).orElse("every tenant"))
                .raw("</b> ")
                .text(path.why())
                .raw("</li>");
    }

    private void exceptions() {
        html.raw("<section><h2>Declared exceptions</h2>");
        if (proof.exceptions().isEmpty()) {
            html.raw("<p>The policy declares none.</p></section>");
            return;
        }
        html.table(
                "People whom the policy allows several tenants, as of " + proof.day(),
                "Who",
                "Tenants allowed",
                "Tenants reached",
                "Reason",
                "Approved by",
                "Last day",
                "State");
        proof.exceptions().stream().limit(MOST).forEach(e -> {
            boolean bad =
                    e.status() == DeclaredException.Status.OVERDUE || e.status() == DeclaredException.Status.EXCEEDED;
            html.raw("<tr>").element("td", e.agent().identity());
            html.element("td", Words.list(e.agent().tenants()));
            html.element("td", e.reach().map(IsolationHtml::reached).orElse("none"));
            html.element("td", e.agent().reason()).element("td", e.agent().approvedBy());
            html.element("td", e.agent().until().toString());
            html.raw("<td>")
                    .element("b class=" + (bad ? "bad" : "ok"), e.status().title())
                    .raw("</td></tr>");
        });
        html.endTable();
        rest(proof.exceptions().size());
        html.raw("</section>");
    }

    private void accepted() {
        if (proof.accepted().isEmpty()) {
            return;
        }
        html.raw("<section><h2>Accepted access outside the policy</h2><p>What these lines of the policy accept does not"
                + " count as reach. Each line accepts exactly these roles of this holder in this place.</p>");
        html.table(
                "Accepted lines, as of " + proof.day(),
                "What",
                "#People",
                "New since the last proof",
                "Reason",
                "Approved by",
                "Last day",
                "State");
        proof.accepted().stream().limit(MOST).forEach(use -> {
            boolean bad = use.status() == AcceptedUse.Status.TOO_MANY || use.status() == AcceptedUse.Status.EXPIRED;
            html.raw("<tr>")
                    .element(
                            "td",
                            use.lapsed().isEmpty() ? use.what() : use.what() + "; " + String.join("; ", use.lapsed()))
                    .element("td class=n", Words.number(use.people()));
            html.element("td", newcomers(use));
            html.element("td", use.line().reason()).element("td", use.line().approvedBy());
            html.element("td", use.line().until().map(Object::toString).orElse(""));
            html.raw("<td>")
                    .element("b class=" + (bad ? "bad" : "ok"), use.status().title())
                    .raw("</td></tr>");
        });
        html.endTable();
        rest(proof.accepted().size());
        html.raw("</section>");
    }

    private void undivided() {
        if (proof.undivided().isEmpty()) {
            return;
        }
        html.raw(
                "<section><h2>Roles that act everywhere</h2><p>No division limits these permissions: a holder has them in"
                        + " the whole organization, wherever the role is granted. They do not decide the verdict.</p>");
        html.table("Roles of the policy, and roles in tenants' divisions", "Role", "Permissions");
        proof.undivided()
                .forEach(r -> html.raw("<tr>")
                        .element("td", r.role().name())
                        .element("td", Words.list(r.permissions()))
                        .raw("</tr>"));
        html.endTable();
        html.raw("</section>");
    }

    private void rules() {
        if (proof.rules().isEmpty()) {
            return;
        }
        html.raw(
                "<section><h2>Groups that take accounts by a rule</h2><p>A change of what a rule is about may let a person"
                        + " into such a group. They do not decide the verdict.</p>");
        html.table("Groups that lead to a tenant", "Group", "Rule");
        proof.rules()
                .forEach(r -> html.raw("<tr>")
                        .element("td", r.group().name())
                        .element("td", r.rule())
                        .raw("</tr>"));
        html.endTable();
        html.raw("</section>");
    }

    private static String newcomers(AcceptedUse use) {
        List<String> names = use.newcomers().stream().map(Subject::label).toList();
        return names.isEmpty() ? "" : Words.some(names);
    }

    private static String reached(Reach reach) {
        return reach.isEverywhere() ? "every tenant" : Words.list(reach.tenants());
    }

    private void tenants() {
        Map<Object, int[]> counts = new HashMap<>();
        proof.tenants().forEach(t -> counts.put(t.id(), new int[3]));
        proof.accounts()
                .forEach(r -> r.paths().stream().filter(Path::isResidence).forEach(p -> count(counts, p, 0)));
        proof.groups().forEach(r -> once(counts, r, 1));
        proof.others().forEach(r -> once(counts, r, 2));
        html.raw("<section><h2>Tenants</h2>");
        html.table(
                "The division and the groups of each tenant, and how many reach it",
                "Tenant",
                "Division",
                "Groups",
                "#Accounts living there",
                "#Accounts that reach it",
                "#Groups that reach it",
                "#Others");
        for (int i = 0; i < proof.tenants().size(); i++) {
            Tenant t = proof.tenants().get(i);
            int[] of = counts.getOrDefault(t.id(), new int[3]);
            html.raw("<tr><td>")
                    .element("b", name(i))
                    .element("small", t.name())
                    .raw("</td><td>");
            html.text(t.division())
                    .element("small", t.divisionId().map(Object::toString).orElse("does not exist"));
            html.raw("</td>").element("td", String.join(", ", t.groups()));
            html.element("td class=n", Words.number(of[0]));
            html.element("td class=n", Words.number(matrix.reaching(i)));
            html.element("td class=n", Words.number(of[1]));
            html.element("td class=n", Words.number(of[2])).raw("</tr>");
        }
        html.endTable().raw("</section>");
    }

    private static void once(Map<Object, int[]> counts, Reach reach, int index) {
        reach.tenants().forEach(t -> counts.getOrDefault(t, new int[3])[index]++);
    }

    private static void count(Map<Object, int[]> counts, Path path, int index) {
        path.tenant().ifPresent(t -> counts.getOrDefault(t, new int[3])[index]++);
    }

    private void holders(String title, String what, List<Reach> holders) {
        if (holders.isEmpty()) {
            return;
        }
        html.raw("<section>").element("h2", title).element("p", what);
        html.table(title, "Who", "How");
        holders.stream().limit(MOST).forEach(this::row);
        html.endTable();
        rest(holders.size());
        html.raw("</section>");
    }

    private void row(Reach reach) {
        html.raw("<tr><td>");
        subject(reach);
        html.raw("</td><td>");
        paths(reach);
        html.raw("</td></tr>");
    }

    private void people() {
        html.raw("<section class=people><h2>All people, and why</h2>");
        if (proof.accounts().size() > MOST) {
            html.raw("<p>")
                    .text(Words.count(proof.accounts().size(), "account reaches", "accounts reach")
                            + " a tenant, too many for a page. The CSV and JSON forms of this proof list"
                            + " each of them with every path; the JSON carries the fingerprint above.")
                    .raw("</p></section>");
            return;
        }
        for (Tenant tenant : proof.tenants()) {
            List<Reach> reaches = proof.accounts().stream()
                    .filter(r -> r.isEverywhere() || r.tenants().contains(tenant.id()))
                    .sorted(Comparator.comparing(r -> r.subject().label()))
                    .toList();
            html.raw("<details><summary>")
                    .element("b", tenant.id().value())
                    .text(" " + Words.count(reaches.size(), "account", "accounts"))
                    .raw("</summary>");
            html.table("Who reaches tenant " + tenant.id(), "Who", "How");
            reaches.forEach(r -> row(new Reach(r.subject(), r.pathsTo(tenant.id()), r.members())));
            html.endTable().raw("</details>");
        }
        html.raw("</section>");
    }

    private void method() {
        Coverage c = proof.coverage();
        html.raw("<section><h2>What was read, and how it is judged</h2><p>")
                .text("Read from the organization itself, through its interface: " + Statement.read(c) + ".")
                .raw(
                        "</p><p>An account reaches a tenant by living in its division, by a role of its own there, by being in"
                                + " a group that holds a role there, by being in one of the tenant&#39;s own groups, or by a role"
                                + " in all divisions. Members of a group are all who are in it, owners and those a rule brings in"
                                + " included. Inactive accounts count, because their groups are theirs again with the log-in."
                                + " An account that reaches two tenants is in violation, unless the policy declares it with a reason and an"
                                + " end date that has not passed; a role in all divisions always is. If anything could not be read"
                                + " for sure, the verdict is never &ldquo;proven&rdquo;.</p>");
        if (!c.outside().isEmpty()) {
            html.raw("<p>")
                    .text("Divisions that belong to no tenant of the policy; this proof says nothing about them: "
                            + String.join(
                                    ", ",
                                    c.outside().stream()
                                            .limit(MOST)
                                            .map(d -> d.name())
                                            .toList())
                            + ".")
                    .raw("</p>");
        }
        html.raw("<p>Made by Tenantry. Times are UTC.</p></section>");
    }

    private void rest(int size) {
        if (size > MOST) {
            html.raw("<p class=note>")
                    .text("The first " + Words.number(MOST) + " of " + Words.number(size)
                            + " are shown; the JSON form holds all.")
                    .raw("</p>");
        }
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
