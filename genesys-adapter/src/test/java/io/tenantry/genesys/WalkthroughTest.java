// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds {@code docs/walkthrough.md} to the road: a joiner is planned and applied in a process of its own, and every
 * class that the page names has to be one that the process initializes, because a method of it was called or an object
 * of it made, or a type of such a class. What the page names up to GUARD has to be there before anything is applied.
 */
class WalkthroughTest {
    private static final Path PAGE = Path.of("../docs/walkthrough.md");
    private static final Pattern NAME =
            Pattern.compile("`([A-Z][A-Za-z]*(?:\\.[A-Z][A-Za-z]*)?)(?:\\.([a-z][A-Za-z]*))?(?:\\(\\))?`");
    private static final Pattern INITIALIZED = Pattern.compile("Initializing '(io/tenantry/[^']+)'");

    private static List<String> initialized;

    @BeforeAll
    static void joinerIsPlannedAndApplied(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes.log");
        Path output = directory.resolve("output.txt");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+init=info:file=" + log + "::filecount=0",
                        "-cp",
                        classPath(),
                        "io.tenantry.genesys.WalkthroughRun",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).as(Files.readString(output)).isZero();
        initialized = INITIALIZED
                .matcher(Files.readString(log))
                .results()
                .map(r -> r.group(1).replace('/', '.'))
                .filter(name -> !name.startsWith("io.tenantry.fixtures.") && !name.contains("$$")) // hidden classes
                .toList();
    }

    private static String classPath() {
        return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void everyClassNamedTakesPart() throws Exception {
        assertThat(typesOf(initialized).keySet()).containsAll(names(Files.readString(PAGE)));
    }

    @Test
    void everyClassNamedBeforeTheApplicationTakesPartInThePlan() throws Exception {
        List<String> planned = initialized.subList(0, initialized.indexOf(WalkthroughRun.Planned.class.getName()));
        String page = Files.readString(PAGE);

        assertThat(typesOf(planned).keySet()).containsAll(names(page.substring(0, page.indexOf("**APPLY.**"))));
    }

    @Test
    void everyMethodNamedExists() throws Exception {
        Map<String, Class<?>> types = typesOf(initialized);
        Matcher matcher = NAME.matcher(Files.readString(PAGE));
        int methods = 0;
        while (matcher.find()) {
            if (matcher.group(2) != null) {
                methods++;
                assertThat(Stream.of(Objects.requireNonNull(types.get(matcher.group(1)))
                                        .getDeclaredMethods())
                                .map(Method::getName))
                        .contains(matcher.group(2));
            }
        }
        assertThat(methods).isPositive();
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns these classes and all types they have, by the names that a page calls them by. */
    private static Map<String, Class<?>> typesOf(List<String> names) throws ClassNotFoundException {
        Map<String, Class<?>> types = new TreeMap<>();
        for (String name : names) {
            add(Class.forName(name, false, WalkthroughTest.class.getClassLoader()), types);
        }
        return types;
    }

    private static void add(Class<?> type, Map<String, Class<?>> types) {
        if (type == null || !type.getName().startsWith("io.tenantry.")) {
            return;
        }
        types.put(type.getName().substring(type.getPackageName().length() + 1).replace('$', '.'), type);
        add(type.getSuperclass(), types);
        Stream.of(type.getInterfaces()).forEach(i -> add(i, types));
    }
}
