// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.identity.Identity.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports of identity providers, read by a ready mapping of that name, and JSON Lines in forms of their own. */
class MappedSourceTest {
    @TempDir
    Path directory;

    private static ColumnMapping ready(String name) {
        return ColumnMapping.named(name).orElseThrow();
    }

    private Snapshots csv(ColumnMapping mapping, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("people.csv"), String.join("\r\n", lines) + "\r\n");
        return Snapshots.of(
                io.tenantry.identity.CsvSource.of(file).mapping(mapping).build());
    }

    private Snapshots json(ColumnMapping mapping, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("people.jsonl"), String.join("\n", lines) + "\n");
        return Snapshots.of(JsonLinesSource.of(file, mapping));
    }

    @Test
    void readsTheUsersOfGoogleWhoseHeadingsCarryNotes() throws IOException {
        Snapshots read = csv(
                ready("google-users"),
                "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
                        + "Org Unit Path [Required],Status [READ ONLY],Recovery Phone [MUST BE IN THE E.164 FORMAT],"
                        + "Work Phone,Employee ID,Employee Title,Department",
                "Ana,López,ana@acme.example,****,/Voice,Active,,+4989123,E1,Agent,Voice",
                "Bo,Berg,bo@acme.example,****,/Voice,Suspended,,,E2,,",
                "Cy,Cole,cy@acme.example,****,/Voice,Active,,,,,");

        assertThat(read.identities())
                .extracting(i -> i.id() + " " + i.userName() + " " + i.state() + " "
                        + i.attribute("title").orElse("-"))
                .containsExactly("E1 ana@acme.example ENABLED Agent", "E2 bo@acme.example DISABLED -");
        assertThat(read.rejected())
                .extracting(RejectedRow::problem)
                .containsExactly("Employee ID is empty; add it at the source, or remove the row");
    }

    @Test
    void readsThePeopleOfOktaInEachState() throws IOException {
        Snapshots read = csv(
                ready("okta-people"),
                "id,status,login,firstName,displayName,title",
                "00u1,ACTIVE,a@acme.example,A,Ana,Agent",
                "00u2,LOCKED_OUT,b@acme.example,B,,",
                "00u3,DEPROVISIONED,c@acme.example,C,,",
                "00u4,SUSPENDED,d@acme.example,D,,",
                "00u5,NEW_STATE,e@acme.example,E,,");

        assertThat(read.identities())
                .extracting(Identity::state)
                .containsExactly(State.ENABLED, State.ENABLED, State.DISABLED, State.UNKNOWN);
        assertThat(read.rejected())
                .extracting(r -> r.id().orElseThrow().value())
                .containsExactly("00u5");
    }

    @Test
    void readsThePeopleOfOktaAsTheApiGivesThem() throws IOException {
        Snapshots read = json(
                ready("okta-people"),
                "{\"id\":\"00u1\",\"status\":\"ACTIVE\",\"profile\":{\"login\":\"a@acme.example\",\"title\":\"Agent\","
                        + "\"email\":null},\"_links\":{\"self\":{\"href\":\"x\"}},\"types\":[{\"a\":1}]}",
                "{\"id\":\"00u2\",\"status\":\"DEPROVISIONED\",\"profile\":{\"login\":\"b@acme.example\"}}");

        assertThat(read.identities()).extracting(Identity::state).containsExactly(State.ENABLED, State.DISABLED);
        Identity ana = read.identities().get(0);
        assertThat(ana.attribute("title")).contains("Agent");
        assertThat(ana.says("email")).isTrue();
        assertThat(ana.says("department")).isFalse();
        assertThat(ana.saysGroup("A")).isFalse();
        assertThat(read.identities().get(1).says("title")).isTrue();
        assertThat(read.rejected()).isEmpty();
    }

    @Test
    void readsTheUsersOfGraphOnePerLine() throws IOException {
        Snapshots read = json(
                ready("entra-users").toBuilder().groups("memberOf", ";").build(),
                "{\"id\":\"7CC0C81B-F2A2-489A-8243-EDA96DA4214D\",\"userPrincipalName\":\"a@acme.example\","
                        + "\"accountEnabled\":true,\"jobTitle\":\"Agent\",\"memberOf\":[\"A\",\" B \"]}",
                "{\"id\":\"2\",\"userPrincipalName\":\"b@acme.example\",\"accountEnabled\":null,\"memberOf\":\"A;C\"}",
                "{\"id\":\"3\",\"userPrincipalName\":\"c@acme.example\",\"accountEnabled\":false,\"memberOf\":\"A;C\"}");

        assertThat(read.identities())
                .extracting(Identity::sourceGroups)
                .containsExactly(new TreeSet<>(Set.of("A", "B")), new TreeSet<>(Set.of("A", "C")));
        assertThat(read.identities().get(0).id().value()).isEqualTo("7cc0c81b-f2a2-489a-8243-eda96da4214d");
        assertThat(read.identities().get(0).saysGroup("Z")).isTrue();
        assertThat(read.rejected())
                .extracting(r -> r.id().orElseThrow().value())
                .containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":4711,"login":"a@acme.example","status":"ACTIVE"}                                       | id is not a text; correct it at the source
            {"id":"1","login":"a@acme.example"}                                                          | the state is neither a value for yes nor one for no; correct it, or say in the column mapping what its values mean
            {"id":"1","login":"a@acme.example","profile":{"login":"b@acme.example"},"status":"ACTIVE"}   | several columns of login, profile.login, username, okta username are present; name the right one in the column mapping
            {"id":"1","login":"a@acme.example","status":"ACTIVE","title":"A\\u0000"}                     | an attribute holds a NUL; correct it at the source
            {"id":"1","login":"a@acme.example","status":"ACTIVE","title":["A","B"]}                       | attribute title is a list or an object; correct it, or name another column in the mapping
            {"id":"1","login":"a@acme.example","status":"ACTIVE","profile":{"title":{"name":"A"}}}        | attribute title is a list or an object; correct it, or name another column in the mapping
            {"id":"1","login":"a@acme.example","status":"ACTIVE","title":"A","profile":{"title":"B"}}     | several columns of the attribute title are present; name the right one in the column mapping
            {"id":"1","login":"a@acme.example","status":["ACTIVE"]}                                      | the state is a list or an object; correct it, or name another column in the mapping
            {"id":{"x":"1"},"login":"a@acme.example","status":"ACTIVE"}                                  | id is not a text; correct it at the source
            {"id":"1","login":"a@acme.example","status":"ACTIVE","Status":"SUSPENDED"}                    | two members have the same name but for case, spaces, hyphens and underscores; keep one of them
            {"id":"1","login":"a@acme.example","status":"ACTIVE","ID":"2"}                                | two members have the same name but for case, spaces, hyphens and underscores; keep one of them
            {"id":"1",                                                                                   | the line is not valid JSON near character 11; write it again
            [1]                                                                                          | the line is not a JSON object; write each person as one object in one line
            """)
    void saysWhatIsWrongWithALine(String line, String problem) throws IOException {
        assertThat(json(ready("okta-people"), line).rejected())
                .extracting(RejectedRow::problem)
                .containsExactly(problem);
    }

    @Test
    void refusesGroupsThatAreNoTexts() throws IOException {
        ColumnMapping mapping =
                ready("okta-members").toBuilder().groups("groups", ";").build();

        assertThat(json(mapping, "{\"id\":\"1\",\"login\":\"a@acme.example\",\"groups\":[{\"name\":\"A\"}]}")
                        .rejected())
                .extracting(RejectedRow::problem)
                .containsExactly("the groups are neither a text nor a list of texts; correct them at the source");
    }

    @Test
    void keepsOtherMembersAsAttributesUnlessTheyAreIgnored() throws IOException {
        ColumnMapping.Builder mapping = ColumnMapping.builder().id("id").userName("mail");
        String line = "{\"id\":\"1\",\"mail\":\"a@acme.example\",\"hr\":{\"cost\":12},\"list\":[\"x\"]}";

        assertThat(json(mapping.build(), line).identities().get(0).attributes())
                .isEqualTo(new TreeMap<>(Map.of("hr.cost", "12")));
        assertThat(json(mapping.ignoreOtherColumns().build(), line)
                        .identities()
                        .get(0)
                        .attributes())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Assigned Client,client | A,B | A | true
            client,Assigned Client | B,A | A | true
            Assigned Client,client | ,B  | - | true
            client,other           | B,x | - | false
            """)
    void takesAnAttributeFromItsMappedColumnAndNoOther(String headings, String cells, String value, boolean says)
            throws IOException {
        ColumnMapping mapping = ColumnMapping.builder()
                .id("Nr")
                .userName("Mail")
                .attributeIfPresent("client", "Assigned Client")
                .build();
        String[] names = headings.split(",", -1);
        String[] texts = cells.split(",", -1);
        String line = "{\"Nr\":\"9\",\"Mail\":\"n9@acme.example\",\"" + names[0] + "\":\"" + texts[0] + "\",\""
                + names[1] + "\":\"" + texts[1] + "\"}";

        for (Snapshots read :
                List.of(csv(mapping, "Nr,Mail," + headings, "9,n9@acme.example," + cells), json(mapping, line))) {
            assertThat(read.identities())
                    .extracting(i -> i.attribute("client").orElse("-") + i.says("client"))
                    .containsExactly(value + says);
        }
    }

    @Test
    void takesAnAttributeOfAReadyMappingFromTheColumnThatReplacesItsOwn() throws IOException {
        ColumnMapping one = ready("entra-users").toBuilder()
                .attributeIfPresent("jobTitle", "department")
                .build();
        ColumnMapping two =
                ready("entra-users").toBuilder().attribute("jobTitle", "Dept").build();
        String line = "{\"id\":\"1\",\"userPrincipalName\":\"a@acme.example\",\"displayName\":\"A\","
                + "\"accountEnabled\":true,\"jobTitle\":\"Agent\",\"department\":\"Voice\"}";
        String heading = "id,userPrincipalName,displayName,accountEnabled,jobTitle,department";
        String row = "1,a@acme.example,A,True,Agent,Voice";

        assertThat(csv(one, heading, row).identities().get(0).attributes())
                .isEqualTo(new TreeMap<>(Map.of("jobTitle", "Voice", "department", "Voice")))
                .isEqualTo(json(one, line).identities().get(0).attributes());
        assertThat(csv(two, heading.replace("department", "Dept"), row)
                        .identities()
                        .get(0)
                        .attributes())
                .isEqualTo(new TreeMap<>(Map.of("jobTitle", "Voice")))
                .isEqualTo(json(two, line.replace("department", "Dept"))
                        .identities()
                        .get(0)
                        .attributes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ["A","B"]
            {"name":"A"}
            """)
    void leavesUnknownAnUnmappedMemberThatIsNoValueInThisRow(String value) throws IOException {
        ColumnMapping mapping =
                ColumnMapping.builder().id("id").userName("mail").build();

        Snapshots read = json(
                mapping,
                "{\"id\":\"1\",\"mail\":\"a@acme.example\",\"title\":" + value + "}",
                "{\"id\":\"2\",\"mail\":\"b@acme.example\",\"title\":\"Lead\"}",
                "{\"id\":\"3\",\"mail\":\"c@acme.example\"}");

        assertThat(read.identities()).extracting(i -> i.says("title")).containsExactly(false, true, true);
    }

    @Test
    void refusesAStateThatSaysTheOppositeInJsonToo() {
        ColumnMapping mapping = ColumnMapping.builder()
                .id("id")
                .userName("mail")
                .enabled("suspended")
                .build();

        assertThatThrownBy(() -> json(mapping, "{\"id\":\"1\",\"mail\":\"a@acme.example\",\"suspended\":false}"))
                .hasMessageContaining("says who may not log in");
    }

    @Test
    void readsMembersOfEntraAsPeople() throws IOException {
        Snapshots read = csv(
                ready("entra-members"),
                "Object ID,User principal name,Display name,Member type",
                "1,a@acme.example,Ana,Member");

        assertThat(read.identities()).extracting(Identity::displayName).containsExactly("Ana");
        assertThat(read.identities()).extracting(Identity::state).containsExactly(State.ENABLED);
    }

    @Test
    void holdsWhatIsAbsentFromAFileThatHasAnotherNumberOfRows() throws IOException {
        Path file = Files.writeString(
                directory.resolve("people.jsonl"), "{\"id\":\"1\",\"userName\":\"a@acme.example\"}\n");
        JsonLinesSource source = JsonLinesSource.of(file).expectRows(2);
        List<String> doubts = List.of("people.jsonl has 1 row, and 2 were expected; export it again");

        assertThat(Snapshots.of(source).proof().doubts()).isEqualTo(doubts);
        assertThat(Snapshots.of(source.expectRows(1)).proof().isComplete()).isTrue();
        assertThat(source.find("1")).isPresent();
        assertThatThrownBy(() -> source.find("2")).hasMessageContaining(doubts.get(0));
        Path csv = Files.writeString(directory.resolve("a.csv"), "id,login\n1,a@acme.example\n");
        assertThat(Snapshots.of(io.tenantry.identity.CsvSource.of(csv)
                                .mapping(ready("okta-members"))
                                .expectRows(3)
                                .build())
                        .proof()
                        .doubts())
                .containsExactly("a.csv has 1 row, and 3 were expected; export it again");
    }
}
