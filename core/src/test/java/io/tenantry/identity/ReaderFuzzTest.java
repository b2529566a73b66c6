// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes become rows or refusals, never another exception, and no row is lost without being counted: the kept corpus
 * as it is, and thousands of seeded changes of it. A file that broke a reader once goes into the corpus.
 */
class ReaderFuzzTest {
    private static final Path CORPUS = Path.of("src/test/resources/io/tenantry/identity/corpus");
    private static final int CHANGES = Integer.getInteger("tenantry.fuzz", 400);
    private static final Pattern PREAMBLE = Pattern.compile("(?is)(?:sep=.|(?:version:|#type ).*)");
    private static final Pattern REPEATS = Pattern.compile("([0-9,]+) rows? of \\S+ came a second time");
    private static final String[] SCRAPS = {
        "\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\uFEFF",
        "\u00A0",
        "{",
        "}",
        "[",
        "]",
        ":",
        "null",
        "1e9",
        "\\u0000",
        "@",
        "id",
        "True",
        "\u00E9",
        "\uD83D\uDE00",
        "1.15E+20",
        "sep=,\n"
    };

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> anyBytesBecomeRowsOrRefusals() throws IOException {
        List<Path> corpus;
        try (Stream<Path> files = Files.list(CORPUS)) {
            corpus = files.sorted().toList();
        }
        assertThat(corpus).hasSizeGreaterThan(40);
        return corpus.stream()
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
                    byte[] whole = Files.readAllBytes(file);
                    check(file, whole, "as it is");
                    for (long seed = 0; seed < CHANGES; seed++) {
                        Random random =
                                new Random(seed * 31 + file.getFileName().hashCode());
                        check(file, changed(whole, random), "seed " + seed);
                    }
                }));
    }

    private void check(Path kept, byte[] bytes, String what) throws IOException {
        boolean json = kept.toString().endsWith(".jsonl");
        Path file = Files.write(directory.resolve(json ? "people.jsonl" : "users.csv"), bytes);
        IdentitySource source = json
                ? JsonLinesSource.of(file)
                : CsvSource.of(file).mapping(ColumnMapping.entra()).build();
        Snapshots read;
        try {
            read = Snapshots.of(source);
        } catch (IdentitySourceException refused) {
            assertThat(refused.getMessage()).as(what).isNotBlank();
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(what + ": " + Arrays.toString(bytes), e);
        }
        byte[] sound = withoutMarks(bytes);
        long counted = read.identities().size() + read.rejected().size() + repeats(read);
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int head = json ? 0 : head(text);
        long rows = Math.max(0, lines(text).filter(l -> !l.isEmpty()).count() - head);
        assertThat(counted).as("%s of %s: %s", what, kept.getFileName(), text).isLessThanOrEqualTo(rows);
        if (text.indexOf('"') < 0 || json) {
            long sure = lines(text).filter(l -> !l.matches("[\\s,;]*")).count() - head;
            assertThat(counted)
                    .as("%s of %s: %s", what, kept.getFileName(), text)
                    .isGreaterThanOrEqualTo(sure);
        }
        assertThat(read.rejected())
                .as(what)
                .allMatch(r -> !r.problem().isBlank() && r.origin().contains(":"));
        mapped(file, json, what);
    }

    /** The same bytes through a mapping of JSON Lines. */
    private static void mapped(Path file, boolean json, String what) {
        if (json) {
            ColumnMapping mapping = ColumnMapping.builder()
                    .id("id")
                    .userName("userName")
                    .groups("groups", ";")
                    .build();
            Snapshots read = Snapshots.of(JsonLinesSource.of(file, mapping));
            assertThat(read.rejected()).as(what).allMatch(r -> !r.problem().isBlank());
        }
    }

    private static byte[] withoutMarks(byte[] bytes) {
        int from = 0;
        while (bytes.length - from > 2
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            from += 3;
        }
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static Stream<String> lines(String text) {
        return Arrays.stream(text.split("\r\n|\n|\r", -1));
    }

    private static int head(String text) {
        String first = lines(text)
                .findFirst()
                .orElse("")
                .replaceAll("(?s)[^ -\u00FF\t].*", "")
                .replaceAll("(?s)^(.{10}).*", "$1")
                .replace("\"", "");
        return PREAMBLE.matcher(first).matches() ? 2 : 1;
    }

    private static long repeats(Snapshots read) {
        return read.proof().doubts().stream()
                .map(REPEATS::matcher)
                .filter(Matcher::find)
                .mapToLong(m -> Long.parseLong(m.group(1).replace(",", "")))
                .sum();
    }

    private static byte[] changed(byte[] whole, Random random) {
        StringBuilder text = new StringBuilder(new String(whole, StandardCharsets.ISO_8859_1));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                case 2 -> text.insert(at, latin(SCRAPS[random.nextInt(SCRAPS.length)]));
                case 3 -> text.setLength(at);
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) random.nextInt(256));
                    }
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin(String scrap) {
        return new String(scrap.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
