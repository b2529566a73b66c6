// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of the pages that call Maven, held against what this repository has, without a build for each. */
final class MavenLines {
    private static final Set<String> PHASES = Set.of(
            "compile",
            "test",
            "test-compile",
            "process-classes",
            "process-test-classes",
            "package",
            "integration-test",
            "verify",
            "install");
    private static final Pattern LINE =
            Pattern.compile("(?:^|`|: )(?:[A-Z_]+=\\S+ )?(mvn [^`\\n]+)", Pattern.MULTILINE);
    private static final Pattern GOAL = Pattern.compile("([\\w.-]+)(?::[\\w.-]+)*");
    private static final Pattern PROPERTY = Pattern.compile("-D([\\w.-]+)(?:=(.*))?", Pattern.DOTALL);

    private final Path root;
    private final String poms;
    private final String code;

    MavenLines(Path root) throws IOException {
        this.root = root;
        this.poms = text(root, "pom.xml");
        this.code = text(root, ".java");
    }

    private static String text(Path root, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(root, end)) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }

    private static List<Path> files(Path root, String end) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(end) && !f.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the words of each line of a page, without {@code mvn}. */
    static List<List<String>> in(Path page) throws IOException {
        String text = Files.readString(page).replaceAll("\\\\\\R\\s*", "");
        return LINE.matcher(text)
                .results()
                .map(m -> ShellLines.words(m.group(1)))
                .map(words -> words.subList(1, words.size()))
                .toList();
    }

    /** Returns what a line names that is not there. */
    List<String> mistakes(List<String> words) throws IOException {
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                Stream.of(words.get(++i).split(",")).filter(m -> !isModule(m)).forEach(mistakes::add);
            } else if (word.startsWith("-P")) {
                String profile = word.length() > 2 ? word.substring(2) : words.get(++i);
                add(mistakes, poms.contains("<id>" + profile + "</id>"), profile);
            } else if (word.startsWith("-D")) {
                property(word, mistakes);
            } else if (!Set.of("-q", "-B", "-ntp", "-am", "-o").contains(word)) {
                add(mistakes, PHASES.contains(word) || isGoal(word), word);
            }
        }
        return mistakes;
    }

    private static void add(List<String> mistakes, boolean there, String what) {
        if (!there) {
            mistakes.add(what);
        }
    }

    private boolean isModule(String module) {
        return Files.exists(root.resolve(module).resolve("pom.xml"));
    }

    /** Returns whether a pom names the plugin of a goal, such as {@code exec:java} or {@code org.pitest:pitest-maven:…}. */
    private boolean isGoal(String word) {
        Matcher goal = GOAL.matcher(word);
        return word.contains(":")
                && goal.matches()
                && Stream.of(word.split(":"))
                        .limit(2)
                        .anyMatch(part -> poms.contains("<artifactId>" + part + "-maven-plugin</artifactId>")
                                || poms.contains("<artifactId>" + part + "</artifactId>"));
    }

    private void property(String word, List<String> mistakes) throws IOException {
        Matcher property = PROPERTY.matcher(word);
        add(mistakes, property.matches(), word);
        String name = property.group(1);
        String value = property.group(2) == null ? "" : property.group(2);
        switch (name) {
            case "skipTests", "surefire.failIfNoSpecifiedTests", "exec.args", "exec.classpathScope" -> {}
            case "test" -> test(value, mistakes);
            case "exec.mainClass", "bench.main" -> add(mistakes, isSource(value.replaceFirst(".*\\.", ""), ""), value);
            default -> add(mistakes, poms.contains("${" + name + "}") || isRead(name), "-D" + name);
        }
    }

    // A test that takes one seed, "x.seed", takes a number of them too, "x.seeds".
    private boolean isRead(String property) {
        return code.contains("\"" + property + "\"") || code.contains("\"" + property.replaceFirst("s$", "") + "\"");
    }

    private void test(String value, List<String> mistakes) throws IOException {
        String[] parts = value.split("#", 2);
        add(mistakes, isSource(parts[0], parts.length > 1 ? " " + parts[1] + "(" : ""), value);
    }

    private boolean isSource(String type, String part) throws IOException {
        List<Path> found = files(root, "/" + type + ".java");
        return !found.isEmpty() && Files.readString(found.get(0)).contains(part);
    }

    /** Returns the words that a line gives to the program that it starts. */
    static List<String> arguments(List<String> words) {
        return words.stream()
                .filter(w -> w.startsWith("-Dexec.args="))
                .flatMap(w -> Stream.of(w.substring("-Dexec.args=".length()).split(" ")))
                .collect(Collectors.toList());
    }
}
