// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenantry.World;
import io.tenantry.change.Path;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IsolationFormsTest {
    private static final String EVIL = "</td><script>alert(1)</script>\"'&\u202Egnp.exe";

    private final World world = new World();

    @Test
    void textTellsVerdictPathsAdviceAndWhatWasRead() {
        leak("Floor support");

        assertThat(IsolationText.of(prove()))
                .contains("Isolation of Acme BPO: VIOLATED")
                .contains("! lives-elsewhere: account ana@acme.example (acc-1) lives in the division of tenant a and"
                        + " reaches b")
                .contains("tenant b: member of group \"Floor support\", which holds role \"Agent\" in division"
                        + " \"Tenant_B\"")
                .contains("2 accounts, 5 grants in 2 tenant divisions and in all divisions at once")
                .contains("policy policy-hash");
    }

    @Test
    void textListsAccountsByName() {
        world.person("zoe", "Account-a").run();
        world.person("bob", "Account-b").person("ana", "Account-a").run();

        assertThat(IsolationText.of(prove())
                        .lines()
                        .filter(l -> l.matches("  account .*@acme.example .*"))
                        .map(l -> l.replaceAll(" *account ([a-z]*)@.*", "$1")))
                .containsExactly("ana", "bob", "zoe");
    }

    @Test
    void textListsEverySubjectWithEveryPathAsTheOtherFormsDo() {
        world.person("ana", "Account-a").person("bob", "Account-b").run();

        IsolationProof proof = prove();

        assertThat(proof.violations()).isEmpty();
        assertThat(IsolationText.of(proof))
                .contains("ana@acme.example", "bob@acme.example", "Accounts that reach a tenant, 2")
                .contains(proof.accounts().stream()
                        .flatMap(r -> r.paths().stream())
                        .map(Path::why)
                        .toList())
                .contains(proof.groups().stream().map(r -> r.subject().name()).toList());
    }

    @Test
    void shortenedTextCountsTheRest() {
        leak("Floor support");
        world.directory.grants.add(new Grant(new SubjectId("acc-1"), new RoleId("role-Agent"), DivisionId.EVERYWHERE));

        assertThat(IsolationText.of(prove(), 1)).contains("Violations, 2").contains("... and 1 more");
    }

    @Test
    void jsonHoldsEverythingAndTheFingerprintOfTheRest() throws Exception {
        leak("Floor support");
        IsolationProof proof = prove();

        JsonNode json = new ObjectMapper().readTree(IsolationJson.of(proof));

        assertThat(json.path("verdict").asText()).isEqualTo("VIOLATED");
        assertThat(json.path("accounts")).hasSize(2);
        assertThat(json.path("violations").path(0).path("paths")).hasSize(4);
        assertThat(json.path("fingerprint").asText())
                .isEqualTo(proof.fingerprint())
                .hasSize(64);
        assertThat(prove().fingerprint()).isEqualTo(proof.fingerprint());
        world.directory.grants.clear();
        assertThat(prove().fingerprint()).isNotEqualTo(proof.fingerprint());
    }

    @Test
    void csvHasOneRowForEachPathAndReadsBackWhatWasWritten() {
        leak("Floor \"one\", second\r\nline");

        List<List<String>> rows = Rfc4180.read(IsolationCsv.of(prove()));

        assertThat(rows).allMatch(r -> r.size() == rows.get(0).size());
        assertThat(rows)
                .anySatisfy(r -> assertThat(r)
                        .contains("acc-1", "inherited grant", "Floor \"one\", second\r\nline", "LIVES_ELSEWHERE"));
    }

    @Test
    void csvHoldsNothingThatASpreadsheetWouldRun() {
        for (String name : List.of("=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\uFF1D1", "|cmd")) {
            assertThat(Rfc4180.read(new Csv("a").row(List.of(name)).text()).get(1))
                    .containsExactly("'" + name);
        }
        assertThat(Rfc4180.read(new Csv("a").row(List.of("Agent 1-2", "")).text())
                        .get(1))
                .containsExactly("Agent 1-2", "");
    }

    @Test
    void pageRunsAndLoadsNothing() {
        leak(EVIL);

        String page = IsolationHtml.of(prove());

        assertThat(page)
                .contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;[U+202E]gnp.exe")
                .doesNotContain("<script", "\u202E", "<link", "<img", "@import", "url(http")
                .doesNotContainPattern("<[^>]*\\son\\w+\\s*=")
                .contains("default-src 'none'");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://");
    }

    @Test
    void pageNamesWhatLeadsOutOfATenantBeforeWhatIsAtHome() {
        leak("Floor support");

        String page = IsolationHtml.of(prove());

        String violations =
                page.substring(page.indexOf("<h2>Violations</h2>"), page.indexOf("<h2>Declared exceptions</h2>"));
        assertThat(violations.indexOf("<b class=\"tag out\">"))
                .isPositive()
                .isLessThan(violations.indexOf("lives in division"));
    }

    @Test
    void pageClosesWhatItOpens() {
        leak(EVIL);
        for (IsolationProof proof :
                List.of(prove(), LargeOrganization.of(300, 60).provisioner().proveIsolation())) {
            assertThat(unbalanced(IsolationHtml.of(proof))).isEmpty();
        }
    }

    @Test
    void pageTellsVerdictMatrixViolationsAndWhatWasRead() {
        leak("Floor support");
        world.jointAgents = List.of(new JointAgent(
                "bob",
                List.of(new TenantId("a"), new TenantId("b")),
                new TenantId("b"),
                "Spanish queue",
                "cto",
                LocalDate.parse("2027-01-31")));

        String page = IsolationHtml.of(prove());

        assertThat(page)
                .contains("<h1>Violated</h1>", "policy-hash", prove().fingerprint())
                .contains("2 tenants; 1 pair with people who must not reach both, 0 pairs with declared joint agents")
                .contains("a and b: 1 in violation")
                .contains("lives in one tenant, reaches another")
                .contains("Spanish queue", "in force, not in use")
                .contains("24 November 2026, 08:00:00 UTC");
    }

    @Test
    void pageNamesWhoReachesEveryTenantAmongItsFigures() {
        leak("Floor support");
        assertThat(IsolationHtml.of(prove())).contains("<b>0</b> technical holders reach every tenant ");
        world.directory.grants.add(new Grant(new SubjectId("acc-1"), new RoleId("role-Agent"), DivisionId.EVERYWHERE));

        assertThat(IsolationHtml.of(prove()))
                .contains(
                        "<li class=\"warn\"><b>1</b> technical holders reach every tenant &quot;ana@acme.example&quot;</li>");
    }

    @Test
    void pageListsAccountsByName() {
        world.person("zoe", "Account-a")
                .person("ana", "Account-a")
                .person("bob", "Account-a")
                .run();

        String page = IsolationHtml.of(prove());

        assertThat(page.substring(page.indexOf("All people")))
                .containsSubsequence("ana@acme.example", "bob@acme.example", "zoe@acme.example");
    }

    @Test
    void formsAreTheSameInEveryLocale() {
        leak("Floor support");
        IsolationProof proof = prove();
        String page = IsolationHtml.of(proof);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(IsolationHtml.of(proof)).isEqualTo(page);
            Locale.setDefault(Locale.GERMANY);
            assertThat(IsolationHtml.of(proof)).isEqualTo(page);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void largePageStaysReadable() {
        String page =
                IsolationHtml.of(LargeOrganization.of(5_000, 200).provisioner().proveIsolation());

        assertThat(page)
                .contains("5,000 accounts reach a tenant, too many for a page")
                .hasSizeLessThan(400_000);
    }

    private IsolationProof prove() {
        return world.provisioner().proveIsolation();
    }

    /** Two people in two tenants, one of them in a group outside the policy that reaches the other tenant. */
    private void leak(String groupName) {
        world.person("ana", "Account-a").person("bob", "Account-b").run();
        Group group = new Group(new GroupId("grp-x"), groupName);
        world.directory.groups.put(group.id(), group);
        world.directory.members.put(
                group.id(),
                new LinkedHashSet<>(
                        Set.of(world.directory.byName("ana@acme.example").id())));
        world.directory.grants.add(new Grant(
                SubjectId.of(group.id()),
                new RoleId("role-Agent"),
                world.division("Tenant_B").id()));
    }

    private static List<String> unbalanced(String page) {
        List<String> open = new ArrayList<>();
        Set<String> alone = Set.of("meta", "br", "path", "rect", "circle");
        Matcher tags = Pattern.compile("<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>").matcher(page);
        while (tags.find()) {
            if (tags.group(1).isEmpty()) {
                if (tags.group(3).isEmpty() && !alone.contains(tags.group(2))) {
                    open.add(tags.group(2));
                }
            } else if (open.isEmpty() || !open.remove(open.size() - 1).equals(tags.group(2))) {
                return List.of("</" + tags.group(2) + "> at " + tags.start());
            }
        }
        return open;
    }

    /** Reads what RFC 4180 says, so that the writer is held to it and not to itself. */
    private static final class Rfc4180 {
        static List<List<String>> read(String text) {
            List<List<String>> rows = new ArrayList<>();
            List<String> row = new ArrayList<>();
            StringBuilder field = new StringBuilder();
            boolean quoted = false;
            StringReader in = new StringReader(text);
            try {
                for (int c = in.read(); c >= 0; c = in.read()) {
                    if (quoted && c == '"') {
                        in.mark(1);
                        if (in.read() == '"') {
                            field.append('"');
                        } else {
                            in.reset();
                            quoted = false;
                        }
                    } else if (quoted) {
                        field.append((char) c);
                    } else if (c == '"') {
                        quoted = true;
                    } else if (c == ',' || c == '\r') {
                        row.add(field.toString());
                        field.setLength(0);
                        if (c == '\r') {
                            assertThat(in.read()).isEqualTo('\n');
                            rows.add(row);
                            row = new ArrayList<>();
                        }
                    } else {
                        assertThat((char) c).isNotEqualTo('\n');
                        field.append((char) c);
                    }
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            assertThat(row).isEmpty();
            return rows;
        }
    }
}
