// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A last line that says how many people a file has makes it provably complete. */
final class TrailerTest {
    @TempDir
    Path directory;

    /** A file of people, and how its last line says their number. */
    private enum Form {
        CSV(
                "people.csv",
                "id,userPrincipalName,displayName,accountEnabled\n",
                "%1$s,%1$s@x.example,,True\n",
                "#rows,%s"),
        SEMICOLONS(
                "people.csv",
                "id;userPrincipalName;displayName;accountEnabled\n",
                "%1$s;%1$s@x.example;;True\n",
                "\"#rows\";\"%s\";;"),
        JSON("people.jsonl", "", "{\"id\":\"%1$s\",\"userName\":\"%1$s@x.example\"}\n", "{\"rows\":%s}"),
        MAPPED("people.jsonl", "", "{\"id\":\"%1$s\",\"login\":\"%1$s@x.example\"}\n", "{\"rows\": %s }");

        private final String file;
        private final String head;
        private final String row;
        private final String trailer;

        Form(String file, String head, String row, String trailer) {
            this.file = file;
            this.head = head;
            this.row = row;
            this.trailer = trailer;
        }

        String people(String... ids) {
            StringBuilder text = new StringBuilder(head);
            for (String id : ids) {
                text.append(row.formatted(id));
            }
            return text.toString();
        }

        IdentitySource source(Path file, boolean asks) {
            if (head.isEmpty()) {
                JsonLinesSource json = this == JSON
                        ? JsonLinesSource.of(file)
                        : JsonLinesSource.of(
                                file, ColumnMapping.named("okta-members").orElseThrow());
                return asks ? json.expectTrailer() : json;
            }
            CsvSource.Builder csv = CsvSource.of(file);
            return (asks ? csv.expectTrailer() : csv).build();
        }
    }

    private IdentitySource source(Form form, boolean asks, String text) {
        try {
            return form.source(Files.writeString(directory.resolve(form.file), text), asks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Snapshots read(Form form, boolean asks, String text) {
        return Snapshots.of(source(form, asks, text));
    }

    @ParameterizedTest
    @EnumSource
    void fileWithTheRightNumberIsComplete(Form form) {
        for (String end : List.of("\n", "", "\n\n")) {
            Snapshots read = read(form, true, form.people("1", "2") + form.trailer.formatted(2) + end);

            assertThat(read.ids()).containsExactly("1", "2");
            assertThat(read.rejected()).isEmpty();
            assertThat(read.proof()).isEqualTo(Completeness.complete(2, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void lineThatIsMissingIsADoubt(Form form) {
        for (boolean asks : new boolean[] {true, false}) {
            IdentitySource source = source(form, asks, form.people("1", "3") + form.trailer.formatted(3) + "\n");
            String doubt = form.file + " has 2 rows, and its last line says 3; export it again";

            assertThat(Snapshots.of(source).proof().doubts()).containsExactly(doubt);
            assertThat(source.find("1")).isPresent();
            assertThatThrownBy(() -> source.find("2")).hasMessageContaining(doubt);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lastLineThatIsMissingIsADoubtWhereItIsAskedFor(Form form) {
        String text = form.people("1", "2");

        assertThat(read(form, false, text).proof().isComplete()).isTrue();
        assertThat(read(form, true, text).proof().doubts())
                .containsExactly(form.file
                        + " has no last line that says how many rows it has, so it may be cut off; export it again");
    }

    @ParameterizedTest
    @EnumSource
    void rowsBehindTheLastLineAreADoubt(Form form) {
        String trailer = form.trailer.formatted(1) + "\n";
        String behind = form.people("1") + trailer + form.row.formatted("2");

        assertThat(read(form, false, behind).proof().doubts())
                .containsExactly(form.file + " goes on after the line that says how many rows it has; export it again");
        assertThat(read(form, false, form.people("1") + trailer + trailer)
                        .proof()
                        .doubts())
                .hasSize(1);
    }

    /** No cut of the file is complete, where the last line is asked for. */
    @ParameterizedTest
    @EnumSource
    void fileThatIsCutAnywhereIsNeverComplete(Form form) {
        String whole = form.people("1", "2", "3") + form.trailer.formatted(3);
        String last = form.trailer.replaceAll(".*%s", "");
        for (int length = form.head.length(); length < whole.length() - last.length(); length++) {
            Snapshots read = read(form, true, whole.substring(0, length));

            assertThat(read.proof().isComplete() && read.rejected().isEmpty())
                    .as(whole.substring(0, length))
                    .isFalse();
        }
    }

    @Test
    void rowThatOnlyLooksLikeALastLineIsARow() {
        assertThat(read(Form.CSV, false, Form.CSV.people("1") + "#rows,many\n").rejected())
                .hasSize(1);
        assertThat(read(Form.CSV, false, Form.CSV.people("1") + "#rows\n").rejected())
                .hasSize(1);
        assertThat(read(Form.CSV, false, Form.CSV.people("#rows")).ids()).containsExactly("#rows");
        assertThat(read(Form.JSON, false, Form.JSON.people("1") + "{\"rows\":\"1\"}\n")
                        .rejected())
                .hasSize(1);
        assertThat(read(Form.JSON, false, Form.JSON.people("1") + "{\"rows\":99999999999999999999}\n")
                        .rejected())
                .hasSize(1);
        assertThat(read(Form.JSON, false, "{\"rows\":1,\"id\":\"1\",\"userName\":\"a@x.example\"}\n")
                        .problems())
                .containsEntry(
                        "people.jsonl:1",
                        "rows stands beside other members; leave it out, or write it in a line of its own");
        assertThat(read(Form.MAPPED, false, Form.MAPPED.people("1") + "{\"rows\":\"1\"}\n")
                        .rejected())
                .hasSize(1);
    }

    @Test
    void lastLineOfAFileOfMembersCountsToo() throws IOException {
        Path users = Files.writeString(directory.resolve("users.csv"), Form.CSV.people("1", "2", "3"));
        Path members = directory.resolve("Account-A.csv");
        IdentitySource source =
                CsvSource.of(users).members("Account-A", members).build();

        Files.writeString(members, "id,name\n1,a\n2,b\n#rows,2\n");
        Snapshots whole = Snapshots.of(source);
        Files.writeString(members, "id,name\n1,a\n#rows,2\n");
        Snapshots cut = Snapshots.of(source);

        assertThat(whole.proof()).isEqualTo(Completeness.complete(3, 1));
        assertThat(whole.identities()).allMatch(i -> i.saysGroup("Account-A"));
        assertThat(cut.proof().doubts())
                .containsExactly("Account-A.csv has 1 row, and its last line says 2; export it again");
        assertThat(cut.identities())
                .filteredOn(i -> i.saysGroup("Account-A"))
                .extracting(i -> i.id().value())
                .containsExactly("1");
    }
}
