// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lines of the pages that call Maven name modules, profiles, goals, tests and properties that are there, and the
 * fake starts with the words that the pages give it. The continuous integration runs the build lines themselves.
 */
class MavenLinesTest {
    private static final Path ROOT = Path.of("..", "..");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("examples/bpo/README.md"),
                Path.of("provision")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            pages.addAll(docs.filter(p -> p.toString().endsWith(".md")).toList());
        }
        return pages.stream();
    }

    @Test
    void eachLineNamesWhatIsThere() throws IOException {
        MavenLines lines = new MavenLines(ROOT);
        int found = 0;
        for (Path page : pages().toList()) {
            for (List<String> words : MavenLines.in(page)) {
                assertThat(lines.mistakes(words)).as(page + " " + words).isEmpty();
                found++;
            }
        }
        assertThat(found).isGreaterThan(25);
    }

    @Test
    void findsWhatIsNotThere() throws IOException {
        List<String> words = ShellLines.words("-pl core,nowhere -P none -Pbench packge exec:java sync:now"
                + " -Dtest=ShellLinesTest#linesOfTheMoon -Dtest=NoTest -Dmoon=1 -Dbench='a b' -Dexec.mainClass=io.No");

        assertThat(new MavenLines(ROOT).mistakes(words))
                .containsExactly(
                        "nowhere",
                        "none",
                        "packge",
                        "sync:now",
                        "ShellLinesTest#linesOfTheMoon",
                        "NoTest",
                        "-Dmoon",
                        "io.No");
    }

    /** A value in the configuration of the plugin wins over the command line, and another program would start. */
    @Test
    void noPomSettlesTheProgramThatALineNames() throws IOException {
        assertThat(Files.readString(ROOT.resolve("src-test-fixtures/pom.xml")))
                .contains("<exec.mainClass>io.tenantry.fixtures.Main</exec.mainClass>")
                .doesNotContain("<mainClass>");
    }

    static Stream<List<String>> fakes() throws IOException {
        List<List<String>> fakes = new ArrayList<>();
        for (Path page : pages().toList()) {
            MavenLines.in(page).stream()
                    .map(MavenLines::arguments)
                    .filter(words -> words.contains("--port"))
                    .forEach(fakes::add);
        }
        return fakes.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("fakes")
    void theFakeOfThePagesPrintsItsAddressATokenAndAClient(List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tenantry.fixtures.Main"));
        command.addAll(words);
        command.set(command.indexOf("--port") + 1, "0");
        Process fake = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = fake.inputReader(UTF_8)) {
            assertThat(out.readLine()).startsWith("http://127.0.0.1:");
            assertThat(out.readLine()).isNotBlank();
            assertThat(out.readLine()).startsWith("client id: ");
            assertThat(out.readLine()).startsWith("client secret: ");
        } finally {
            fake.destroyForcibly();
        }
    }

    @Test
    void thePagesShowHowToStartTheFake() throws IOException {
        assertThat(fakes()).hasSizeGreaterThanOrEqualTo(3);
    }
}
