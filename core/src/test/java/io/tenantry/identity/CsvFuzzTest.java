// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFuzzTest {
    private static final String[] SCRAPS = {
        "a", "Ж", "語", "😀", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", " ", "é", "=1+3", "العربية", "'", "\\"
    };

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsBackWhateverWasWritten(long seed) throws IOException {
        Random random = new Random(seed);
        char delimiter = ",;\t".charAt(random.nextInt(3));
        String end = random.nextBoolean() ? "\r\n" : "\n";
        List<Identity> people = new ArrayList<>();
        StringBuilder csv = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        row(csv, random, delimiter, end, "accountEnabled", "id", "userPrincipalName", "displayName", "note");
        for (int i = 0, line = 2; i < 300; i++) {
            String display = "D" + text(random);
            String note = text(random);
            boolean enabled = random.nextBoolean();
            String name = "u" + i + "@x.example";
            int before = csv.length();
            row(csv, random, delimiter, end, enabled ? "True" : "False", "id" + i, name, display, note);
            people.add(new Identity(
                            new IdentityId("id" + i),
                            name,
                            display,
                            enabled,
                            new TreeSet<>(),
                            new TreeMap<>(Map.of("note", note)),
                            "users.csv:" + line)
                    .with(new Delivered(Delivered.Names.only(List.of("note")), Delivered.Names.none())));
            line += lineEnds(csv.substring(before));
        }
        Path file = Files.writeString(directory.resolve("users.csv"), csv);

        Snapshots read = Snapshots.of(CsvSource.of(file).build());

        assertThat(read.rejected()).isEmpty();
        assertThat(read.identities()).isEqualTo(people);
    }

    /** A damaged byte may cost the rows it touches; those are reported, and every other row stays the same. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void losesNoGoodRowSilentlyToADamagedByte(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] whole = file(random);
        Path file = Files.write(directory.resolve("users.csv"), whole);
        List<Identity> people = Snapshots.of(CsvSource.of(file).build()).identities();
        int body = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int round = 0; round < 400; round++) {
            byte[] damaged = whole.clone();
            damaged[body + random.nextInt(whole.length - body)] = (byte) random.nextInt(256);
            Files.write(file, damaged);

            Snapshots read = Snapshots.of(CsvSource.of(file).build());

            assertNobodyIsLost(people, read, "seed " + seed + " round " + round);
        }
    }

    private static void assertNobodyIsLost(List<Identity> people, Snapshots read, String what) {
        Set<String> there = new HashSet<>(read.ids());
        read.rejected().forEach(r -> r.id().ifPresent(id -> there.add(id.value())));
        List<String> gone = people.stream()
                .map(i -> i.id().value())
                .filter(id -> !there.contains(id))
                .toList();
        long changed = people.stream()
                .filter(i -> !read.identities().stream().anyMatch(r -> same(r, i)))
                .count();
        if (!gone.isEmpty()) {
            // An id may turn into another valid one, which no reader can see; every other damage has to be reported.
            boolean renamed = read.identities().size() + read.rejected().size() >= people.size();
            assertThat(renamed || !read.proof().isComplete()).as(what).isTrue();
        }
        assertThat(changed).as(what + ": rows other than those at the damage").isLessThanOrEqualTo(3);
    }

    private static boolean same(Identity a, Identity b) {
        return a.id().equals(b.id())
                && a.userName().equals(b.userName())
                && a.displayName().equals(b.displayName())
                && a.enabled() == b.enabled()
                && a.attributes().equals(b.attributes());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void throwsNothingButItsOwnExceptionOnAnyDamage(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] whole = file(random);
        Path file = directory.resolve("users.csv");
        for (int round = 0; round < 400; round++) {
            Files.write(file, damaged(whole, random));
            Path members = Files.write(directory.resolve("members.csv"), damaged(whole, random));
            try {
                Snapshots.of(CsvSource.of(file).members("G", members).build());
            } catch (IdentitySourceException expected) {
                assertThat(expected.getMessage()).as("seed " + seed).doesNotContain("@x.example");
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes =
                random.nextInt(4) == 0 ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
            int limit = random.nextBoolean() ? bytes.length : Math.min(60, bytes.length);
            bytes[random.nextInt(limit)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] file(Random random) {
        StringBuilder csv = new StringBuilder();
        csv.append("id,userPrincipalName,displayName,accountEnabled,department\n");
        for (int i = 0; i < 60; i++) {
            String display = i % 5 == 0 ? "N" + text(random).replace("\r", "").replace("\n", " ") : "Name " + i;
            row(csv, random, ',', "\n", "id-" + (100 + i), "u" + i + "@x.example", display, "True", "Dépt " + i);
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void row(StringBuilder csv, Random random, char delimiter, String end, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            String field = fields[i];
            boolean must = field.chars().anyMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r');
            csv.append(i == 0 ? "" : String.valueOf(delimiter));
            csv.append(must || random.nextInt(4) == 0 ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        csv.append(end);
    }

    private static int lineEnds(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("[^\n]", "")
                .length();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
        }
        return text.toString();
    }
}
