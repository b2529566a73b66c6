// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that leads through an addition names files that lie in this repository. */
class HowToAddTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+(?:[A-Z]+[a-z]*)*)(?:\\.[A-Za-z]+)?`");

    @Test
    void everyTypeThatThePageNamesHasAFile() throws IOException {
        List<String> named = TYPE.matcher(Files.readString(ROOT.resolve("docs/how-to-add.md")))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(70);
        assertThat(sources()).containsAll(named);
    }

    private static Set<String> sources() {
        try (Stream<Path> files = Stream.of("core", "genesys-adapter", "src-test-fixtures")
                .flatMap(module -> walk(ROOT.resolve(module).resolve("src")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> walk(Path tree) {
        try {
            return Files.walk(tree);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
