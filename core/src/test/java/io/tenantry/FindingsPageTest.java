// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.PlanRefusedException;
import io.tenantry.change.FindingCode;
import io.tenantry.plan.HoldCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that a plan can show is on the page that explains them, and nothing else is. */
class FindingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "findings.md");
    private static final Pattern NAMED = Pattern.compile("`([a-z]+(?:-[a-z]+)*)`(?=[^\\n]*\\|)");

    @Test
    void explainsEveryHoldAndNoOther() throws IOException {
        assertThat(named("## Holds"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(HoldCode.values()).map(HoldCode::key).toList());
    }

    @Test
    void explainsEveryFindingAndNoOther() throws IOException {
        assertThat(named("## Findings"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(FindingCode.values()).map(FindingCode::key).toList());
    }

    @Test
    void aKeyLeadsBackToItsCode() {
        assertThat(HoldCode.values())
                .allSatisfy(c -> assertThat(HoldCode.named(c.key())).contains(c));
        assertThat(FindingCode.values())
                .allSatisfy(c -> assertThat(FindingCode.named(c.key())).contains(c));
        assertThat(HoldCode.named("limit-name")).isEmpty();
        assertThat(FindingCode.named("Parked")).isEmpty();
    }

    @Test
    void onlyHoldsOfManyRemovalsOrNamesCanBeOverridden() {
        assertThat(Stream.of(HoldCode.values()).filter(HoldCode::canBeOverridden))
                .containsExactlyInAnyOrder(
                        HoldCode.SOURCE_SHRUNKEN,
                        HoldCode.LIMIT_ACCOUNTS,
                        HoldCode.LIMIT_MEMBERSHIPS,
                        HoldCode.LIMIT_GRANTS,
                        HoldCode.LIMIT_NAMES);
    }

    @Test
    void namesEveryReasonOfARefusal() throws IOException {
        String page = Files.readString(PAGE);
        for (PlanRefusedException.Cause cause : PlanRefusedException.Cause.values()) {
            assertThat(page).contains("`" + cause.name() + "`");
        }
    }

    /** The codes in the first column of the table under a heading. */
    private static List<String> named(String heading) throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf(heading) + heading.length());
        int next = section.indexOf("\n## ");
        return section.substring(0, next < 0 ? section.length() : next)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(column -> NAMED.matcher(column + "|").results().map(m -> m.group(1)))
                .toList();
    }
}
