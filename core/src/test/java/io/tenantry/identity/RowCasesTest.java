// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One case a row of what exports really hold, in CSV and in JSON Lines. */
class RowCasesTest {
    private static final String ADVICE = "; give the person a log-in name such as name@company.example";

    @TempDir
    Path directory;

    private Snapshots csv(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("users.csv"), text);
        return Snapshots.of(io.tenantry.identity.CsvSource.of(file)
                .mapping(ColumnMapping.builder().id("id").userName("userName").build())
                .build());
    }

    private Snapshots json(String line) throws IOException {
        return Snapshots.of(JsonLinesSource.of(Files.writeString(directory.resolve("people.jsonl"), line + "\n")));
    }

    private static String problem(Snapshots read) {
        return read.rejected().get(0).problem();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    ma rio@x.example      | holds a space
                    a@b@x.example         | has more than one @
                    smith, j@x.example    | holds a space, holds ,
                    a@x y<z>              | has no domain behind the @, holds a space, holds <, holds >
                    a@-x.example          | has no domain behind the @
                    nobody                | is not an e-mail address
                    """)
    void refusesAUserNameWithAllThatIsWrongWithIt(String name, String faults) throws IOException {
        String expected = "userName " + faults + ADVICE;

        assertThat(problem(csv("id,userName\n1,\"" + name + "\"\n"))).isEqualTo(expected);
        assertThat(problem(json("{\"id\":\"1\",\"userName\":\"" + name + "\"}")))
                .isEqualTo(expected);
    }

    @Test
    void refusesAUserNameOfThreeHundredCharacters() throws IOException {
        String name = "a".repeat(290) + "@x.example";

        assertThat(problem(csv("id,userName\n1," + name + "\n")))
                .isEqualTo("userName is longer than 254 characters" + ADVICE);
    }

    @ParameterizedTest
    @CsvSource({"\u00A0,U+00A0", "\u200B,U+200B", "\u2007,U+2007", "\u202E,U+202E"})
    void namesTheInvisibleCharacter(String character, String named) throws IOException {
        String problem = "userName holds the invisible character " + named + "; correct it at the source";

        assertThat(problem(csv("id,userName\n1,a" + character + "@x.example\n")))
                .isEqualTo(problem);
        assertThat(problem(json("{\"id\":\"1\",\"userName\":\"a" + character + "@x.example\"}")))
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.15E+20", "1,15E+20", "1e+20"})
    void refusesAnIdThatASpreadsheetRounded(String id) throws IOException {
        Snapshots read = csv("id,userName\n\"" + id + "\",a@x.example\n");

        assertThat(problem(read))
                .isEqualTo(
                        "id is a number that a spreadsheet has rounded, and other people may have the same; export the "
                                + "file again and do not save it from a spreadsheet");
        assertThat(read.proof().isComplete()).isFalse();
    }

    @Test
    void namesAllThatIsWrongWithARowAtOnce() throws IOException {
        assertThat(problem(csv("id,userName\n ,a b\n")))
                .isEqualTo("id is empty; add it at the source, or remove the row; "
                        + "userName is not an e-mail address, holds a space" + ADVICE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"id":4711,"userName":"a@x.example"}                                    | id is not a text; correct it at character 7
                    {"id":"1","userName":7}                                                 | userName is not a text; correct it at character 22
                    {"id":"1","userName":"a@x.example","displayName":"A\\u0000"}             | displayName holds a NUL; correct it at the source
                    {"id":"1","userName":"a@x.example","groups":["A\\u0000"]}                | a source group holds a NUL; correct it at the source
                    {"id":"1","userName":"a@x.example","attributes":{"title":"A\\u0000"}}    | an attribute holds a NUL; correct it at the source
                    """)
    void saysWhatIsWrongWithALineOfJson(String line, String problem) throws IOException {
        assertThat(problem(json(line))).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0id,userName\n", "\uFEFF\uFEFFid,userName\n", "i\u200Bd,user name\u00A0\n"})
    void readsAHeadingWithCharactersThatDoNotShow(String header) throws IOException {
        assertThat(csv(header + "1,a@x.example\n").ids()).containsExactly("1");
    }

    @Test
    void saysThatARowMayHaveBeenCutOff() throws IOException {
        assertThat(problem(csv("id,userName,a,b\n1,a@x.example\n")))
                .isEqualTo(
                        "the row has 2 fields and the header has 4; a spreadsheet may have cut it off, or a delimiter is "
                                + "missing; export the file again");
    }

    @Test
    void takesEqualRowsOnceAndDoubtsThatNobodyIsMissing() throws IOException {
        Snapshots read = csv("id,userName\n1,a@x.example\n2,b@x.example\n2,b@x.example\n");

        assertThat(read.ids()).containsExactly("1", "2");
        assertThat(read.proof().doubts())
                .containsExactly(
                        "1 row of users.csv came a second time, and others may be missing for them; export it again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n\"value\":[\n{\"id\":\"1\",\"userPrincipalName\":\"a@x.example\"}\n]\n}",
                "{\"value\":[{\"id\":\"1\",\"userPrincipalName\":\"a@x.example\"}]}"
            })
    void saysThatNobodyCouldBeReadInAnotherFormat(String text) throws IOException {
        Snapshots read = json(text);

        assertThat(read.identities()).isEmpty();
        assertThat(read.proof().doubts())
                .anySatisfy(d -> assertThat(d).contains("and nobody could be read; the first: "));
    }

    private Snapshots states(ColumnMapping.Builder mapping, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("users.csv"), String.join("\n", lines) + "\n");
        return Snapshots.of(io.tenantry.identity.CsvSource.of(file)
                .mapping(mapping.id("id").userName("userName").build())
                .build());
    }

    @Test
    void readsTheWordsThatSpreadsheetsWriteInOtherLanguages() throws IOException {
        Snapshots read = states(
                ColumnMapping.builder().enabled("on"), "id,userName,on", "1,a@x.example,WAHR", "2,b@x.example,FALSCH");

        assertThat(read.identities())
                .extracting(Identity::state)
                .containsExactly(Identity.State.ENABLED, Identity.State.DISABLED);
    }

    @Test
    void readsAStateColumnByTheValuesOfTheMapping() throws IOException {
        ColumnMapping.Builder okta =
                ColumnMapping.builder().state("Status", List.of("ACTIVE", "RECOVERY"), List.of("DEPROVISIONED"));
        ColumnMapping.Builder blocked =
                ColumnMapping.builder().state("Block credential", List.of("False"), List.of("True"));

        assertThat(states(
                                okta,
                                "id,userName,Status",
                                "1,a@x.example,Active",
                                "2,b@x.example,DEPROVISIONED",
                                "3,c@x.example,STAGED")
                        .identities())
                .extracting(Identity::state)
                .containsExactly(Identity.State.ENABLED, Identity.State.DISABLED);
        assertThat(states(blocked, "id,userName,Block credential", "1,a@x.example,True")
                        .identities())
                .extracting(Identity::state)
                .containsExactly(Identity.State.DISABLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Block credential", "Is disabled", "Suspended"})
    void refusesAColumnThatSaysTheOpposite(String heading) {
        assertThatThrownBy(() -> states(
                        ColumnMapping.builder().enabled(heading), "id,userName," + heading, "1,a@x.example,False"))
                .isInstanceOf(IdentitySourceException.class)
                .hasMessage("the column \"" + heading
                        + "\" says who may not log in; say in the column mapping which of its "
                        + "values mean yes and which no");
    }

    @Test
    void passesOverFilesThatSystemsLeaveAndRefusesTwoOfOneGroup() throws IOException {
        Path users = Files.writeString(
                directory.resolve("users.csv"),
                "id,userPrincipalName,displayName,accountEnabled\n1,a@x.example,A,True\n");
        Path members = Files.createDirectory(directory.resolve("members"));
        for (String file : List.of("A.csv", "._A.csv", "~$A.csv", "notes.txt")) {
            Files.writeString(members.resolve(file), file.equals("A.csv") ? "id\n1\n" : "\u0000\u0001");
        }

        Snapshots read = Snapshots.of(io.tenantry.identity.CsvSource.of(users)
                .membersIn(members)
                .empty("B")
                .build());

        assertThat(read.proof().isComplete()).isTrue();
        assertThat(read.identities())
                .singleElement()
                .satisfies(i -> assertThat(i.sourceGroups()).containsExactly("A"))
                .satisfies(i -> assertThat(i.saysGroup("B")).isTrue());
        Files.writeString(members.resolve("A.CSV"), "id\n1\n");
        assertThatThrownBy(() -> io.tenantry.identity.CsvSource.of(users).membersIn(members))
                .isInstanceOf(IdentitySourceException.class)
                .hasMessageContaining("are named after one source group");
    }
}
