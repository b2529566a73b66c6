// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants an import from every package to every other one, and shows which of them the rule of the flow finds. */
class PlantedArrowTest {
    private static final Pattern ARROW = Pattern.compile("(io\\.tenantry[a-z.]*)\\.To_(\\w+)");

    @TempDir
    private Path directory;

    @Test
    void ruleFindsEveryImportAgainstTheFlowAndNoneAlongIt() throws IOException {
        Set<String> against = new TreeSet<>();
        for (String to : Rooms.all()) {
            plant(to, "Target", "public class Target {}");
            for (String from : Rooms.all()) {
                if (!from.equals(to)) {
                    String name = "To_" + to.replace('.', '_');
                    plant(from, name, "class " + name + " { " + to + ".Target target; }");
                    if (!Rooms.mayKnow(from, to)) {
                        against.add(from + " -> " + to.replace('.', '_'));
                    }
                }
            }
        }

        Set<String> found = new TreeSet<>();
        for (String line : Rooms.flow().evaluate(compiled()).getFailureReport().getDetails()) {
            Matcher arrow = ARROW.matcher(line);
            assertThat(arrow.find()).as(line).isTrue();
            found.add(arrow.group(1) + " -> " + arrow.group(2));
        }
        assertThat(found).isEqualTo(against);
        assertThat(against).hasSizeGreaterThan(Rooms.all().size());
    }

    private void plant(String room, String name, String body) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("source").resolve(room));
        Files.writeString(folder.resolve(name + ".java"), "package " + room + "; " + body);
    }

    private JavaClasses compiled() throws IOException {
        Path classes = directory.resolve("classes");
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", directory.resolve("none").toString(), "-d", classes.toString()));
        try (var files = Files.walk(directory.resolve("source"))) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        StringWriter errors = new StringWriter();
        PrintWriter to = new PrintWriter(errors);
        int result = ToolProvider.findFirst("javac").orElseThrow().run(to, to, arguments.toArray(new String[0]));
        assertThat(result).as(errors.toString()).isZero();
        return new ClassFileImporter().importPath(classes);
    }
}
