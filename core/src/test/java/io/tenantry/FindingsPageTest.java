// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that a plan can show is on the page that explains them, and nothing else is. */
class FindingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "findings.md");
    private static final Pattern MADE = Pattern.compile("new (?:Finding|Verdict)\\(\\s*\"([a-z-]+)\""
            + "|\\bfinding\\(\\s*\"([a-z-]+)\"|String [A-Z_]+ = \"((?:held|source)-[a-z-]+)\"");
    private static final Pattern NAMED = Pattern.compile("`([a-z]+(?:-[a-z]+)*)`(?=[^\\n]*\\|)");

    @Test
    void explainsEveryCodeAndNoOther() throws IOException {
        Set<String> made = new TreeSet<>(Set.of(
                "unmanaged-access",
                "unmanaged-lack",
                "limit-accounts",
                "limit-memberships",
                "limit-grants",
                "unbound-division",
                "unbound-group",
                "unbound-role"));
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source :
                    sources.filter(p -> p.toString().endsWith(".java")).toList()) {
                MADE.matcher(Files.readString(source))
                        .results()
                        .flatMap(FindingsPageTest::groups)
                        .filter(code -> !code.endsWith("-"))
                        .forEach(made::add);
            }
        }

        assertThat(named()).isEqualTo(made);
    }

    @Test
    void namesEveryReasonOfARefusal() throws IOException {
        String page = Files.readString(PAGE);
        for (PlanRefusedException.Cause cause : PlanRefusedException.Cause.values()) {
            assertThat(page).contains("`" + cause.name() + "`");
        }
    }

    private static Stream<String> groups(MatchResult match) {
        return Stream.of(1, 2, 3).map(match::group).filter(code -> code != null);
    }

    /** The codes in the first column of the tables. */
    private static Set<String> named() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(column -> NAMED.matcher(column + "|").results().map(m -> m.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
