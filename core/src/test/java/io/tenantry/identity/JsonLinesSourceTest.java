// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesSourceTest {
    @TempDir
    Path directory;

    @Test
    void readsOnePersonALine() throws IOException {
        Path file = write("""
                {"id":"1","userName":"ana@x.example","displayName":"Ana López","enabled":false,"groups":["B","A"],"attributes":{"n":7,"b":true,"t":"x","z":null}}

                {"userName":"bo@x.example","id":"2","displayName":null,"enabled":true}
                """);

        Snapshots read = Snapshots.of(JsonLinesSource.of(file));

        Delivered delivered = Delivered.everything().attributes(Delivered.Names.only(List.of("b", "n", "t", "z")));
        assertThat(read.identities())
                .containsExactly(
                        new Identity(
                                        new IdentityId("1"),
                                        "ana@x.example",
                                        "Ana López",
                                        false,
                                        new TreeSet<>(List.of("A", "B")),
                                        new TreeMap<>(Map.of("n", "7", "b", "true", "t", "x")),
                                        "people.jsonl:1")
                                .with(delivered),
                        new Identity(
                                        new IdentityId("2"),
                                        "bo@x.example",
                                        "",
                                        true,
                                        new TreeSet<>(),
                                        new TreeMap<>(),
                                        "people.jsonl:3")
                                .with(new Delivered(Delivered.Names.none(), Delivered.Names.none())));
        assertThat(read.proof()).isEqualTo(Completeness.complete(2, 1));
    }

    @Test
    void leavesUnknownWhatNoRowStates() throws IOException {
        Path file = write("""
                {"id":"1","userName":"a@x.example"}
                {"id":"2","userName":"b@x.example","groups":null}
                """);

        List<Identity> people = Snapshots.of(JsonLinesSource.of(file)).identities();

        assertThat(people)
                .extracting(Identity::state, i -> i.says("jobTitle"), i -> i.saysGroup("Account-A"))
                .containsOnly(tuple(Identity.State.ENABLED, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"groups\":null"})
    void leavesUnknownTheGroupsOfARowWithoutThemWhereOtherRowsStateThem(String groups) throws IOException {
        Path file = write("{\"id\":\"1\",\"userName\":\"a@x.example\"" + groups + "}\n"
                + "{\"id\":\"2\",\"userName\":\"b@x.example\",\"groups\":[]}\n");
        ColumnMapping mapping = ColumnMapping.builder()
                .id("id")
                .userName("userName")
                .groups("groups", ",")
                .build();

        for (JsonLinesSource source : List.of(JsonLinesSource.of(file), JsonLinesSource.of(file, mapping))) {
            assertThat(Snapshots.of(source).identities())
                    .extracting(i -> i.saysGroup("Account-A"))
                    .containsExactly(false, true);
            assertThat(source.find("1").orElseThrow().saysGroup("Account-A")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"enabled\":null"})
    void refusesARowWithoutAStateWhereAnyRowStatesIt(String state) throws IOException {
        Path file = write("{\"id\":\"1\",\"userName\":\"a@x.example\"" + state + "}\n"
                + "{\"id\":\"2\",\"userName\":\"b@x.example\",\"enabled\":true}\n");

        Snapshots read = Snapshots.of(JsonLinesSource.of(file));

        assertThat(read.ids()).containsExactly("2");
        assertThat(read.rejected())
                .containsExactly(new RejectedRow(
                        "people.jsonl:1",
                        Optional.of(new IdentityId("1")),
                        Optional.of("a@x.example"),
                        "enabled is missing, but other rows have it; add it at the source"));
    }

    @Test
    void takesTheGoodLinesAndNamesEveryBadOne() throws IOException {
        Path file = write("""
                {"id":"1","userName":"a@x.example"}
                {"id":"2","userName":"b@x.example","active":true}
                {"id":"3","userName":"c@x.example","enabled":"true"}
                {"id":"4","userName":"d@x.example","attributes":{"a":["x"]}}
                {"id":"5","userName":"e@x.example","id":"6"}
                ["7"]
                {"id":8,"userName":"h@x.example"}
                {"id":"9","userName":"i@x.example"} {"id":"10","userName":"j@x.example"}
                {"id":"11","userName":"k@x.example","groups":"A"}
                {"id":"12","userName":"A@x.example"}
                {"id":"13","userName":"l@x.exa""");

        Snapshots read = Snapshots.of(JsonLinesSource.of(file));

        assertThat(read.identities()).isEmpty();
        assertThat(read.problems())
                .containsOnly(
                        entry(
                                "people.jsonl:1",
                                "the user name is in line 1 and in line 10, so neither row is used; remove the wrong one"),
                        entry(
                                "people.jsonl:10",
                                "the user name is in line 1 and in line 10, so neither row is used; remove the wrong one"),
                        entry(
                                "people.jsonl:2",
                                "a member is none of id, userName, displayName, enabled, groups and attributes; correct it at character 45"),
                        entry("people.jsonl:3", "enabled is neither true nor false; correct it at character 46"),
                        entry(
                                "people.jsonl:4",
                                "an attribute is neither a text nor a number nor a boolean; correct it at character 54"),
                        entry("people.jsonl:5", "the line is not valid JSON near character 40; write it again"),
                        entry(
                                "people.jsonl:6",
                                "the line is not a JSON object; write each person as one object in one line"),
                        entry("people.jsonl:7", "id is not a text; correct it at character 7"),
                        entry("people.jsonl:8", "text follows the JSON object; write each person in a line of its own"),
                        entry("people.jsonl:9", "groups is not an array of texts; correct it at character 46"),
                        entry("people.jsonl:11", "the line is not valid JSON near character 31; write it again"));
    }

    @Test
    void refusesALineThatIsBeyondTheLimitsOfTheParser() throws IOException {
        String person = ",\"userName\":\"a@x.example\",\"attributes\":{";
        Path file = write("{\"id\":\"1\"" + person + "\"a\":" + "[".repeat(1100) + "]".repeat(1100) + "}}\n"
                + "{\"id\":\"2\"" + person + "\"a\":" + "7".repeat(1100) + "}}\n"
                + "{\"id\":\"3\"" + person + "\"" + "k".repeat(60_000) + "\":1}}\n"
                + "{\"id\":\"4\"" + person + "\"a\":0." + "7".repeat(1100) + "}}\n"
                + "{\"id\":\"5\",\"userName\":\"b@x.example\"}\n");
        ColumnMapping mapping =
                ColumnMapping.builder().id("id").userName("userName").build();

        for (JsonLinesSource source : List.of(JsonLinesSource.of(file), JsonLinesSource.of(file, mapping))) {
            Snapshots read = Snapshots.of(source);
            assertThat(read.ids()).containsExactly("5");
            assertThat(read.problems().keySet())
                    .containsExactly("people.jsonl:1", "people.jsonl:2", "people.jsonl:3", "people.jsonl:4");
            assertThat(read.problems().values()).allMatch(p -> p.endsWith("; write it again"));
        }
    }

    @Test
    void refusesAMemberThatComesASecondTimeUnderANameThatLooksTheSame() throws IOException {
        Path file = write("""
                {"id":"1","userName":"a@x.example","\u00A0id":"2"}
                {"\u200Bgroups":["A"],"id":"3","userName":"b@x.example","groups":[]}
                """);

        Snapshots read = Snapshots.of(JsonLinesSource.of(file));

        assertThat(read.identities()).isEmpty();
        assertThat(read.problems().values())
                .containsOnly("two members have the same name but for characters that do not show; keep one of them");
    }

    @Test
    void findsAPersonAndDoubtsAnEmptyFile() throws IOException {
        JsonLinesSource source = JsonLinesSource.of("staff", write("{\"id\":\"1\",\"userName\":\"a@x.example\"}"));

        assertThat(source.find("A@X.EXAMPLE").map(i -> i.id().value())).contains("1");
        assertThat(source.find("2")).isEmpty();
        assertThat(Snapshots.of(JsonLinesSource.of(write("\n"))).proof().doubts())
                .containsExactly("people.jsonl is empty; export it again");
        assertThatThrownBy(() -> source.find("1")).hasMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void throwsNothingButItsOwnExceptionOnAnyDamage(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("{\"id\":\"")
                    .append(i)
                    .append("\",\"userName\":\"u")
                    .append(i)
                    .append("@x.example\",\"displayName\":\"Ж")
                    .append(i)
                    .append("\",\"enabled\":true,\"groups\":[\"G\"],\"attributes\":{\"a\":\"b\"}}\n");
        }
        byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(directory.resolve("people.jsonl"), damaged);
            try {
                Snapshots read = Snapshots.of(JsonLinesSource.of(file));
                assertThat(read.identities().size() + read.rejected().size())
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(37);
            } catch (IdentitySourceException expected) {
                assertThat(expected).hasMessageContaining("UTF-16");
            }
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("people.jsonl"), text);
    }
}
