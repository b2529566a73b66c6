// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private String readme;

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(Path.of("..", "..", "README.md"));
    }

    @Test
    void listsEveryExitCode() {
        assertThat(Exit.values()).allSatisfy(e -> assertThat(readme).contains("| " + e.code() + " |"));
    }

    @Test
    void showsEveryVerbWithOptionsThatTheCommandKnows() {
        List<ParsedLine> lines = readme.lines()
                .filter(l -> l.startsWith("provision "))
                .map(l ->
                        ParsedLine.of(List.of(l.substring("provision ".length()).split(" +"))))
                .toList();

        assertThat(lines).allSatisfy(l -> assertThat(l.problems()).isEmpty());
        assertThat(lines).extracting(l -> l.verb().orElseThrow()).contains(Verb.values());
    }

    @Test
    void buildsTheProgramThatTheScriptStarts() throws IOException {
        String script = Files.readString(Path.of("provision"));
        String pom = Files.readString(Path.of("pom.xml"));
        String build = "mvn -q -DskipTests -pl examples/command -am package";

        assertThat(readme)
                .contains(build, "PATH=\"$PWD/examples/command:$PATH\"", "examples/command/target/provision.jar");
        assertThat(script).contains(build, "$here/target/provision.jar");
        assertThat(pom).contains("<outputFile>${project.build.directory}/provision.jar</outputFile>");
        assertThat(Files.isExecutable(Path.of("provision"))).isTrue();
    }
}
