// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with letters beyond ASCII survive where no locale says what charset they have, as under cron. */
@NullUnmarked
class LocaleTest {
    private static final String WITH_PEOPLE =
            " --policy Über.yaml --users users.csv --members-dir members --base-url %1$s --login-url %1$s";
    private static final String APPLY =
            "one ana@acme.example --apply --approved-by \"Jürgen Groß\" --json" + WITH_PEOPLE;

    @TempDir
    Path directory;

    private CommandHarness command;
    private Path script;
    private Path java;

    /** The script, which starts the classes of this test as if they were the jar. */
    @BeforeEach
    void install() throws IOException {
        command = new CommandHarness(directory);
        command.fake.start();
        script = Files.copy(Path.of("provision"), command.file("provision"), StandardCopyOption.COPY_ATTRIBUTES);
        command.write("provision.jar", "");
        Files.createDirectories(command.file("jdk/bin"));
        java = command.write(
                "jdk/bin/java", """
                #!/bin/sh
                while [ "$1" != -jar ]; do shift; done
                shift 2
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' io.tenantry.command.Provision "$@"
                """.formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        command.write("users.csv", """
                id,userPrincipalName,displayName,accountEnabled
                1,ana@acme.example,Änne Öne,True
                2,eva@acme.example,Eva,True
                """);
        Files.createDirectory(command.file("members"));
        command.write("members/Account-B.csv", "id,userPrincipalName\n2,eva@acme.example\n");
    }

    @AfterEach
    void end() {
        command.fake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LC_ALL=C", "LC_ALL=xx_XX.UTF-8", "LANG=POSIX"})
    void theScriptKeepsNamesWhole(String locale) throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/locale"))).isTrue();
        String out = run(0, locale, script + " " + APPLY);
        String evidence = run(0, locale, script + " evidence retail --policy Über.yaml");

        assertThat(out).contains("Über.state.db", "Müller GmbH");
        assertThat(evidence).contains("Jürgen Groß");
    }

    @Test
    void withoutTheScriptWhatCannotBeReadIsRefused() throws Exception {
        String out = run(64, "LC_ALL=C", java + " -jar x " + APPLY);

        assertThat(out.lines().filter(line -> line.contains("cannot be read in the charset of this locale")))
                .hasSize(2)
                .anyMatch(line -> line.contains("--policy has letters"))
                .anyMatch(line -> line.contains("--approved-by has letters"));
        assertThat(command.fake.recorder().writes()).isEmpty();
    }

    @Test
    void aFileOfMembersWhoseNameCannotBeReadIsNotLeftOut() throws Exception {
        String out = run(
                64,
                "LC_ALL=C",
                java + " -jar x plan --policy policy.yaml --users users.csv --members-dir members --base-url %1$s");

        assertThat(out)
                .contains(
                        "--members-dir: the name M", "ller GmbH.csv has letters that cannot be read in the charset of");
    }

    @Test
    void jsonIsInUtf8WhereverItRuns() throws Exception {
        run(0, "LC_ALL=C.UTF-8", "cp Über.yaml Uber.yaml");
        String out = run(
                2,
                "LC_ALL=C",
                "rm members/M*; " + java
                        + " -jar x plan --json --policy Uber.yaml --users users.csv --members-dir members"
                        + " --base-url %1$s --login-url %1$s");

        assertThat(out).contains("Müller GmbH");
    }

    /** Runs a line of a shell, which is written in UTF-8, because the process of this test may have another charset. */
    private String run(int exit, String locale, String line) throws Exception {
        Path shell = command.write("line.sh", """
                cd '%s'
                [ -f Über.yaml ] || sed 's/Account-A/Müller GmbH/' policy.yaml > Über.yaml
                printf 'id,userPrincipalName\\n1,ana@acme.example\\n' > 'members/Müller GmbH.csv'
                %s
                """.formatted(directory, line.formatted(command.fake.baseUri())));
        Path out = command.file("out");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", shell.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment);
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("JAVA_HOME", command.file("jdk").toString());
        if (!locale.isEmpty()) {
            environment.put(locale.replaceFirst("=.*", ""), locale.replaceFirst(".*=", ""));
        }
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(out);
        assertThat(process.exitValue()).as(text).isEqualTo(exit);
        return text;
    }
}
