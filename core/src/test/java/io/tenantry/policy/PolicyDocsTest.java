// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.ColumnMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PolicyDocsTest {
    private final String page = page("policy.md");

    private static String page(String name) {
        try {
            return Files.readString(Path.of("..", "docs", name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listsEveryCodeOnceInTheOrderOfTheirKinds() {
        List<String> inTable = found("(?m)^\\| `([a-z-]+)` \\| (?:error|warning)");
        assertThat(inTable)
                .containsExactlyElementsOf(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::key)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void saysHowBadItIsAndWhatToDo(ProblemCode code) {
        assertThat(page.lines().filter(l -> l.startsWith("| `" + code.key() + "` |")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .startsWith("| `" + code.key() + "` | "
                                + code.severity().name().toLowerCase(Locale.ROOT) + " |")
                        .endsWith("| " + code.advice() + " |"));
        assertThat(ProblemCode.named(code.key())).contains(code);
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void namesEveryKey(Keys keys) {
        String where = Keys.OF_MAPPING.contains(keys) ? page("sources.md") : page;
        assertThat(keys.names).allSatisfy(name -> assertThat(where).contains("`" + name));
    }

    @Test
    void showsAMappingThatLoadsAndNamesEachReadyOne() {
        List<String> shown = found(page("sources.md"), "(?s)```yaml\n(.*?)```");

        assertThat(shown)
                .singleElement()
                .satisfies(text -> assertThat(MappingLoader.read(text, PolicyFormat.YAML, "sources.md")
                                .problems())
                        .isEmpty());
        assertThat(found(page("sources.md"), "(?m)^\\| `([a-z]+-[a-z]+)` \\|"))
                .containsExactlyInAnyOrderElementsOf(ColumnMapping.names());
    }

    @Test
    void showsADocumentThatLoads() {
        assertThat(found("(?s)```yaml\n(.*?)```")).containsExactly(PolicyTexts.text("acme.yaml"));
    }

    private List<String> found(String regex) {
        return found(page, regex);
    }

    private static List<String> found(String page, String regex) {
        return Pattern.compile(regex)
                .matcher(page)
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }
}
