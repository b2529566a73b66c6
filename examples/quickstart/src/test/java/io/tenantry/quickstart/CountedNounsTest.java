// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No message puts a number that may be one before a plural: such a number is written with {@code count}. */
class CountedNounsTest {
    private static final String NUMBER =
            "(size\\(\\)|count\\(\\)|writes\\(\\)|reads\\(\\)|strikes\\(\\)|calls\\(\\)|length"
                    + "|toHours\\(\\)|toMinutes\\(\\)|toSeconds\\(\\)|planned|links\\(\\)|\\.tried|\\.failed|[a-z]Count)";
    private static final String WORD = "(?!is |was |has |does )[a-z-]+";
    private static final String PLURAL = "(people|(?!is\\b|was\\b|has\\b|less\\b|does\\b|as\\b)[a-z-]+s)\\b";
    private static final Pattern JOINED =
            Pattern.compile(NUMBER + "\\)?\\s*\\+ \" (?!of )(" + WORD + " )?" + PLURAL, Pattern.MULTILINE);
    private static final Pattern FILLED_IN = Pattern.compile("(?<!run|call|scope|lease|of|after) \\{}\\s(?!is |was )("
            + WORD + " )?(outcomes|calls|people|rows|operations"
            + "|accounts|groups|grants|changes|reads|runs|times)\\b");
    private static final Pattern BOTH_AT_ONCE = Pattern.compile("\" ?[a-z]+\\(s\\)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core/src/main/java",
                "genesys-adapter/src/main/java",
                "src-test-fixtures/src/main/java",
                "examples/command/src/main/java",
                "examples/quickstart/src/main/java"
            })
    void noMessageCountsOneInThePlural(String root) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "..").resolve(root))) {
            assertThat(files.filter(f -> f.toString().endsWith(".java"))
                            .flatMap(f -> found(read(f)).stream().map(text -> f.getFileName() + ": " + text))
                            // The vendor's own words.
                            .filter(f -> !f.equals("Api.java: toSeconds() + \" seconds")))
                    .isEmpty();
        }
    }

    @Test
    void findsPlurals() {
        assertThat(found("all.size() + \" rows were left\"")).hasSize(1);
        assertThat(found("report.writes()\n        + \" write calls\"")).hasSize(1);
        assertThat(found("LOG.warn(\"could not store {} outcomes; again\", n)")).hasSize(1);
        assertThat(found("\"the policy has \" + errors + \" error(s):\"")).hasSize(1);
        assertThat(found("all.size() + \" remaining, \" + Words.count(n, \"row\", \"rows\")"))
                .isEmpty();
        assertThat(found("LOG.warn(\"run {} stops\", run)")).isEmpty();
    }

    private static List<String> found(String source) {
        return Stream.of(JOINED, FILLED_IN, BOTH_AT_ONCE)
                .flatMap(p -> p.matcher(source).results())
                .map(r -> r.group().replaceAll("\\s+", " "))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
