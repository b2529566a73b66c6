// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What was answered is kept, and in the feed, after the process was killed. */
class KilledProcessTest {
    private static final int ROUNDS = 3;

    @TempDir
    private Path dir;

    /** Pushes users and members until it is killed, and prints each id and watermark once it is promised. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Pusher entra = new Pusher(Places.sqlite(Path.of(args[0])).open().connection("entra"));
            String group = entra.idOf(Kind.GROUP, "Sales").orElseGet(() -> entra.group("Sales"));
            for (int i = 0; ; i++) {
                String before = entra.feed().latest();
                String id = entra.user("p" + args[1] + "-" + i + "@a.example");
                entra.join(group, id);
                System.out.println(id + " " + before);
            }
        }
    }

    @Test
    void keepsWhatWasAnswered() throws Exception {
        Path file = dir.resolve("scim.db");
        List<String> promised = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            promised.addAll(promisedByAKilledProcess(file, round));
        }

        try (ScimStore store = Places.sqlite(file).open()) {
            Pusher entra = new Pusher(store.connection("entra"));
            assertThat(promised).hasSizeGreaterThanOrEqualTo(ROUNDS * 10).allSatisfy(line -> {
                String id = line.split(" ", 2)[0];
                assertThat(entra.find(id).sourceGroups()).containsExactly("Sales");
                assertThat(entra.changedSince(line.split(" ", 2)[1])).contains(id);
            });
            // The one that was pushed and not answered may be there too, in each round.
            assertThat(entra.read().people()).hasSizeBetween(promised.size(), promised.size() + ROUNDS);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void logOfAFileThatIsGoneIsFoundThroughALink() throws Exception {
        Path file = Files.createDirectory(dir.resolve("data")).resolve("scim.db");
        Path link = Files.createSymbolicLink(dir.resolve("scim.db"), Path.of("data/scim.db"));
        promisedByAKilledProcess(link, 0);
        Files.delete(file);

        assertThatThrownBy(() -> ScimStore.file(link))
                .isInstanceOf(ScimStoreException.class)
                .hasMessageContaining("the file is missing or empty, and scim.db-wal");

        assertThat(dir.resolve("data/scim.db-wal")).isNotEmptyFile();
    }

    private static List<String> promisedByAKilledProcess(Path file, int round)
            throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString(),
                        String.valueOf(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> promised = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                promised.add(line);
                if (promised.size() == 10 + round * 7) {
                    // The handle leaves the pipe open, so all that was promised is read.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();
        return promised;
    }
}
