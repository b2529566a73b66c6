// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path ROOT = Files.exists(Path.of("README.md")) ? Path.of("") : Path.of("..", "..");
    private static final Path MODULE = ROOT.resolve("examples/quickstart");
    private static final Path SOURCE = MODULE.resolve("src/main/java/io/tenantry/quickstart/SmallestEmbedding.java");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern PROGRAM = Pattern.compile("-pl (\\S+) -am -P (\\S+) process-classes");

    @Test
    void showsTheCodeOfTheSmallestEmbedding() throws IOException {
        String body = between(Files.readString(SOURCE), "PrintStream out) {\n", "\n    }\n");

        assertThat(block("java")).isEqualTo(body.stripIndent().stripTrailing());
        assertThat(body.lines()).hasSizeLessThanOrEqualTo(22);
    }

    @Test
    void showsTheContractTestOfASource() throws IOException {
        String test =
                Files.readString(ROOT.resolve("core/src/test/java/io/tenantry/identity/MemorySourceContractTest.java"));

        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```java\n" + test.substring(test.indexOf("class ")) + "```\n");
    }

    @Test
    void showsThePlanThatTheSmallestEmbeddingPrints() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        SmallestEmbedding.run(MODULE.resolve("policy.yaml"), new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8)).contains(block("text")).endsWith("{APPLIED=4}\n");
    }

    @Test
    void comesToThePointBeforeLineForty() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));

        assertThat(lines.indexOf("```text")).isBetween(10, 38);
    }

    /** The other program, the command, is a jar: a test of its module starts it. */
    @Test
    void startsProgramsOfModulesThatHaveThem() throws IOException {
        List<MatchResult> programs = PROGRAM.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .toList();

        assertThat(programs)
                .hasSize(1)
                .allSatisfy(p -> assertThat(ROOT.resolve(p.group(1)).resolve("pom.xml"))
                        .content()
                        .contains("<id>" + p.group(2) + "</id>"));
    }

    @Test
    void linksToWhatExists() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages = Stream.concat(
                            docs.filter(p -> p.toString().endsWith(".md")),
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")))
                    .toList();
            for (Path page : pages) {
                assertThat(links(page))
                        .allSatisfy(l -> assertThat(page.resolveSibling(l))
                                .as(page.toString())
                                .exists());
            }
        }
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    private static String block(String language) throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        return between(readme, "```" + language + "\n", "\n```");
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
