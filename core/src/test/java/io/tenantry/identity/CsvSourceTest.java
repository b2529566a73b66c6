// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {
    /** As the admin centre writes it; the order of the columns is Microsoft's. */
    private static final String TODAY =
            "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,"
                    + "accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,postalCode,telephoneNumber,mobilePhone,"
                    + "alternateEmailAddress,ageGroup,consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,"
                    + "directorySynced,invitationState,identityIssuer,createdDateTime";

    private static final List<String> TODAY_ATTRIBUTES = Arrays.stream(TODAY.split(","))
            .filter(c -> !Set.of("userPrincipalName", "displayName", "id", "accountEnabled")
                    .contains(c))
            .toList();

    private static final String OLDER =
            "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,"
                    + "accountEnabled,usageLocation,streetAddress,state,country,physicalDeliveryOfficeName,city,postalCode,telephoneNumber,"
                    + "mobile,authenticationPhoneNumber,authenticationAlternativePhoneNumber,authenticationEmail,alternateEmailAddress,"
                    + "ageGroup,consentProvidedForMinor,legalAgeGroupClassification";

    private static final String HEADER = "id,userPrincipalName,displayName,accountEnabled,department\n";

    @TempDir
    Path directory;

    @Test
    void aFirstRowThatIsAPersonsIsMissedAsAHeaderAndNotCalledADoubledHeading() {
        Path people = write("users.csv", "1,ana@acme.example,ana@acme.example,True,Support\n");
        Path doubled = write("doubled.csv", "id,userPrincipalName,Id,displayName\n1,ana@acme.example,2,Ana\n");

        assertThatThrownBy(() -> Snapshots.of(CsvSource.of(people).build()))
                .hasMessage(
                        "users.csv: no column id or objectId for the id among the 5 of the first row; export the file"
                                + " with its header, or correct the column mapping");
        assertThatThrownBy(() -> Snapshots.of(CsvSource.of(doubled).build()))
                .hasMessage("doubled.csv: columns 1 and 3 have the same heading; keep one of them");
    }

    @Test
    void readsWhatTheAdminCentreWritesToday() {
        Path users = write(
                "users.csv",
                TODAY
                        + "\r\nana@acme.example,Ana López,López,ana@acme.example,Ana,7cc0c81b-f2a2-489a-8243-eda96da4214d,Member,Agent,"
                        + "Support,True,ES,,,,Madrid,,,,+34 600,,,,,Acme,,True,,acme.example,8/19/2021 1:25:31 PM\r\n");

        Snapshots read = Snapshots.of(CsvSource.of(users).build());

        assertThat(read.identities())
                .containsExactly(new Identity(
                                new IdentityId("7cc0c81b-f2a2-489a-8243-eda96da4214d"),
                                "ana@acme.example",
                                "Ana López",
                                true,
                                new TreeSet<>(),
                                new TreeMap<>(Map.ofEntries(
                                        entry("surname", "López"),
                                        entry("mail", "ana@acme.example"),
                                        entry("givenName", "Ana"),
                                        entry("userType", "Member"),
                                        entry("jobTitle", "Agent"),
                                        entry("department", "Support"),
                                        entry("usageLocation", "ES"),
                                        entry("officeLocation", "Madrid"),
                                        entry("mobilePhone", "+34 600"),
                                        entry("companyName", "Acme"),
                                        entry("directorySynced", "True"),
                                        entry("identityIssuer", "acme.example"),
                                        entry("createdDateTime", "8/19/2021 1:25:31 PM"))),
                                "users.csv:2")
                        .with(new Delivered(Delivered.Names.only(TODAY_ATTRIBUTES), Delivered.Names.none())));
        assertThat(read.proof()).isEqualTo(Completeness.complete(1, 1));
    }

    @Test
    void leavesUnknownWhatHasNoColumnAndNoFile() {
        Path users = write("users.csv", HEADER + "1,a@x.example,,True,\n2,b@x.example,B,True,\n");
        Path members = write("A.csv", "id\n1\n");
        Path empty = write("B.csv", "id\n");

        List<Identity> people = Snapshots.of(CsvSource.of(users)
                        .members("A", members)
                        .members("B", empty)
                        .build())
                .identities();

        assertThat(people).extracting(Identity::displayName).containsExactly("", "B");
        assertThat(people)
                .extracting(i -> i.says("department"), i -> i.says("jobTitle"))
                .containsOnly(tuple(true, false));
        assertThat(people)
                .extracting(i -> i.saysGroup("A"), i -> i.saysGroup("B"), i -> i.saysGroup("C"))
                .containsOnly(tuple(true, false, false));
    }

    @Test
    void readsTheOlderFormUnderTheSameNames() {
        Path users = write(
                "users.csv",
                "\uFEFF" + OLDER + "\r\nbo@acme.example,Bo,,,,05f9eb61,Guest,,,False,,,,,Oslo,,,,+47,,,,,,,\r\n");

        Identity bo = Snapshots.of(CsvSource.of(users).build()).identities().get(0);

        assertThat(bo.enabled()).isFalse();
        assertThat(bo.attributes())
                .containsExactly(
                        entry("mobilePhone", "+47"), entry("officeLocation", "Oslo"), entry("userType", "Guest"));
    }

    @Test
    void readsTemplateHeadingsBelowAVersionRowInAnyOrderCaseAndDelimiter() {
        Path users = write(
                "users.csv",
                "version:v1.0;;;\nAccount Enabled;User name [userPrincipalName] Required;OBJECT ID;Cost-Centre\nfalse;a@x.example;1;K 7\n");

        Snapshots read = Snapshots.of(CsvSource.of(users)
                .mapping(ColumnMapping.builder()
                        .id("objectId")
                        .userName("userPrincipalName")
                        .enabled("accountEnabled")
                        .build())
                .build());

        assertThat(read.identities())
                .containsExactly(new Identity(
                                new IdentityId("1"),
                                "a@x.example",
                                "",
                                false,
                                new TreeSet<>(),
                                new TreeMap<>(Map.of("Cost-Centre", "K 7")),
                                "users.csv:3")
                        .with(new Delivered(Delivered.Names.only(List.of("Cost-Centre")), Delivered.Names.none())));
    }

    @Test
    void joinsMembersByIdAndByNameAndPassesOverDevices() {
        Path users =
                write("users.csv", HEADER + "1,a@x.example,A,True,\n2,b@x.example,B,True,\n3,c@x.example,C,True,\n");
        Path agents = write(
                "agents.csv",
                "id,userPrincipalName,displayName,memberType\r\n1,a@x.example,A,User\r\nd,,Printer,Device\r\n2,old@x.example,B,User\r\n");
        Path leads = write(
                "leads.csv",
                "version:v1.0\nMember object ID or user principal name [memberObjectIdOrUpn] Required\nC@X.example\n1\n");

        Snapshots read = Snapshots.of(CsvSource.of(users)
                .members("Agents", agents)
                .members("Leads", leads)
                .build());

        assertThat(read.identities().stream().map(Identity::sourceGroups).toList())
                .containsExactly(
                        new TreeSet<>(List.of("Agents", "Leads")),
                        new TreeSet<>(List.of("Agents")),
                        new TreeSet<>(List.of("Leads")));
        assertThat(read.rejected()).isEmpty();
        assertThat(read.proof().isComplete()).isTrue();
    }

    @Test
    void keepsAMemberWhoIsInNoUsersFileFromBeingTakenForALeaver() {
        Path users = write("users.csv", HEADER + "1,a@x.example,A,True,\n");
        Path agents = write("agents.csv", "id,userPrincipalName\n1,a@x.example\n9,z@x.example\n");

        Snapshots read =
                Snapshots.of(CsvSource.of(users).members("Agents", agents).build());

        assertThat(read.rejected())
                .containsExactly(new RejectedRow(
                        "agents.csv:3",
                        Optional.of(new IdentityId("9")),
                        "the member is in no row of the users file; download both again, the members first"));
        assertThat(read.proof().isComplete()).isTrue();
    }

    @Test
    void doubtsAGroupThatHoldsAGroup() {
        Path users = write("users.csv", HEADER + "1,a@x.example,A,True,\n");
        Path agents = write("agents.csv", "id,userPrincipalName,objectType\n1,a@x.example,User\n9,,Group\n");

        Snapshots read =
                Snapshots.of(CsvSource.of(users).members("Agents", agents).build());

        assertThat(read.problems())
                .containsExactly(entry(
                        "agents.csv:3", "the member is a group; download its members too and add them to this file"));
        assertThat(read.proof().doubts())
                .containsExactly(
                        "1 row of agents.csv could not be read, so any person may be in the group; correct them");
    }

    @Test
    void doubtsAGroupWithoutMembers() {
        Path users = write("users.csv", HEADER + "1,a@x.example,A,True,\n");
        Path agents = write("agents.csv", "id,userPrincipalName\n");

        assertThat(Snapshots.of(CsvSource.of(users).members("Agents", agents).build())
                        .proof()
                        .doubts())
                .containsExactly(
                        "agents.csv has no members; export it again, or remove it and declare the group empty");
    }

    @Test
    void takesTheGoodRowsAndNamesEveryBadOne() {
        Path users = write(
                "users.csv",
                HEADER
                        + "1,a@x.example,A,True,\n"
                        + "2,,B,True,\n"
                        + "3,c@x.example,C,maybe,\n"
                        + "4,not an address,D,True,\n"
                        + "5,e@x.example,E,True,Sales,extra\n"
                        + "6,f@x.example,F\u0000,True,\n"
                        + ",g@x.example,G,True,\n"
                        + "8,h@x.example,\"H\",True,\"Two\nlines\"\n"
                        + "9,i@x.example,I\"J,True,\n"
                        + "\n,,,,\n"
                        + "10,k@x.example,K,no,\"said \"\"so\"\"\"\n");

        Snapshots read = Snapshots.of(CsvSource.of(users).build());

        assertThat(read.ids()).containsExactly("1", "8", "10");
        assertThat(read.identities().get(1).attributes()).containsExactly(entry("department", "Two\nlines"));
        assertThat(read.identities().get(2).attributes()).containsExactly(entry("department", "said \"so\""));
        assertThat(read.rejected().stream()
                        .map(r -> r.id().map(IdentityId::value).orElse("?") + " " + r.origin() + " " + r.problem()))
                .containsExactly(
                        "2 users.csv:3 userPrincipalName is empty; add it at the source, or remove the row",
                        "3 users.csv:4 accountEnabled is neither true nor false; correct it, or say in the column mapping what its values mean",
                        "4 users.csv:5 userPrincipalName is not an e-mail address, holds a space; give the person a log-in name such as name@company.example",
                        "? users.csv:6 the row has 6 fields and the header has 5; look for an extra delimiter",
                        "6 users.csv:7 byte 188 of the file is NUL; export the file again",
                        "? users.csv:8 id is empty; add it at the source, or remove the row",
                        "? users.csv:11 a quotation mark is inside an unquoted field; quote the field and double the mark");
        assertThat(read.proof().doubts())
                .containsExactly(
                        "3 rows of users.csv without a readable id may be any person (line 6, 8, 11); correct them");
    }

    @Test
    void doesNotProveAbsenceIfTheLastRowMayBeCutOff() {
        String rows = HEADER + "1,a@x.example,A,True,\n2,b@x.example,B,True,Voi";

        Path users = write("users.csv", rows);

        assertThat(Snapshots.of(CsvSource.of(users).build()).proof())
                .isEqualTo(new Completeness(
                        2,
                        1,
                        List.of(),
                        List.of(
                                "the last row of users.csv has no line end, so the file may be cut off there; export it "
                                        + "again, or add the line end or say how many rows it has if it is complete")));
        assertThat(Snapshots.of(CsvSource.of(users).expectRows(2).build())
                        .proof()
                        .cautions())
                .isEmpty();
        assertThat(Snapshots.of(CsvSource.of(write("users.csv", rows + "\n")).build())
                        .proof()
                        .cautions())
                .isEmpty();
        assertThat(Snapshots.of(CsvSource.of(write("users.csv", rows.replace("Voi", "\"Voi\"")))
                                .build())
                        .proof()
                        .cautions())
                .isEmpty();
    }

    @Test
    void namesTheByteThatIsNotUtf8() {
        byte[] bytes =
                (HEADER + "1,a@x.example,Ana L?pez,True,\n2,b@x.example,B,True,\n").getBytes(StandardCharsets.UTF_8);
        int bad = new String(bytes, StandardCharsets.UTF_8).indexOf('?');
        bytes[bad] = (byte) 0xF3;
        Path users = write("users.csv", bytes);

        Snapshots read = Snapshots.of(CsvSource.of(users).build());

        assertThat(read.ids()).containsExactly("2");
        assertThat(read.rejected())
                .containsExactly(new RejectedRow(
                        "users.csv:2",
                        Optional.of(new IdentityId("1")),
                        Optional.of("a@x.example"),
                        "byte " + bad + " of the file is not UTF-8; export or save the file again as UTF-8"));
    }

    @Test
    void believesNeitherOfTwoRowsWithOneIdOrOneName() {
        Path users = write(
                "users.csv",
                HEADER
                        + "a1,a@x.example,A,True,\n2,b@x.example,B,True,\nA1,c@x.example,C,True,\n3,B@X.example,D,True,\n4,e@x.example,E,True,\n");

        Snapshots read = Snapshots.of(CsvSource.of(users).build());

        assertThat(read.ids()).containsExactly("4");
        assertThat(read.rejected().stream().map(r -> r.id().orElseThrow() + ": " + r.problem()))
                .containsExactly(
                        "a1: the id is in line 2 and in line 4, so neither row is used; remove the wrong one",
                        "2: the user name is in line 3 and in line 5, so neither row is used; remove the wrong one",
                        "A1: the id is in line 2 and in line 4, so neither row is used; remove the wrong one",
                        "3: the user name is in line 3 and in line 5, so neither row is used; remove the wrong one");
        assertThat(read.proof().isComplete()).isTrue();
    }

    @Test
    void losesOneRowToAQuoteThatNeverCloses() {
        Path users = write(
                "users.csv",
                HEADER
                        + "1,a@x.example,A,True,\n2,b@x.example,\"B,True,\n3,c@x.example,C,True,\n4,d@x.example,D,True,\n");

        Snapshots read = Snapshots.of(CsvSource.of(users).build());

        assertThat(read.ids()).containsExactly("1", "3", "4");
        assertThat(read.problems())
                .containsExactly(entry(
                        "users.csv:3",
                        "a quotation mark never closes, so the file may be cut off here; export it again"));
    }

    @Test
    void losesOneRowToAnEndlessOne() {
        Path users = write(
                "users.csv",
                HEADER + "1,a@x.example,A,True,\n2,b@x.example," + "x".repeat(3 * ByteWindow.ROW_LIMIT)
                        + ",True,\n3,c@x.example,C,True,\n");

        Snapshots read = Snapshots.of(CsvSource.of(users).build());

        assertThat(read.ids()).containsExactly("1", "3");
        assertThat(read.rejected()).hasSize(1);
        assertThat(read.rejected().get(0).origin()).isEqualTo("users.csv:3");
    }

    @Test
    void doubtsAFileWithNobodyInIt() {
        List<String> doubt = List.of("users.csv is empty; export it again");

        assertThat(Snapshots.of(CsvSource.of(write("users.csv", HEADER)).build())
                        .proof()
                        .doubts())
                .isEqualTo(doubt);
        assertThat(Snapshots.of(CsvSource.of(write("users.csv", "")).build())
                        .proof()
                        .doubts())
                .isEqualTo(doubt);
    }

    @Test
    void doubtsAFileThatChangesWhileItIsRead() {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= 2000; i++) {
            text.append(i).append(",u").append(i).append("@x.example,U,True,\n");
        }
        Path users = write("users.csv", text.toString());

        Completeness proof =
                CsvSource.of(users).build().read(page -> write("users.csv", text + "9999,new@x.example,N,True,\n"));

        assertThat(proof.doubts())
                .containsExactly("users.csv changed while it was read; read it again when it is complete");
    }

    @Test
    void refusesAFileWithoutTheColumnsItNeedsAndQuotesNothingOfIt() {
        Path users = write("users.csv", "1,secret.person@x.example,True\n");

        assertThatThrownBy(() -> Snapshots.of(CsvSource.of(users).build()))
                .isInstanceOf(IdentitySourceException.class)
                .hasMessage(
                        "users.csv: no column id or objectId for the id among the 3 of the first row; export the file with its header, "
                                + "or correct the column mapping");
    }

    @Test
    void refusesAFileWithoutTheStateOfItsPeople() {
        Path users = write("users.csv", "id,userPrincipalName,displayName\n1,a@x.example,A\n");

        assertThatThrownBy(() -> Snapshots.of(CsvSource.of(users).build()))
                .hasMessageContaining("no column accountEnabled for the state");
    }

    @Test
    void refusesAFileThatIsNotThereOrIsUtf16() {
        Path missing = directory.resolve("missing.csv");
        Path wide = write("wide.csv", HEADER.getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> Snapshots.of(CsvSource.of(missing).build()))
                .isInstanceOf(IdentitySourceException.class)
                .hasMessage(missing + " does not exist; check the path and its permissions");
        assertThatThrownBy(() -> Snapshots.of(CsvSource.of(wide).build()))
                .hasMessage("wide.csv is written in UTF-16; save it again as UTF-8");
    }

    @Test
    void readsThroughAMappingOfTheHostsOwn() {
        ColumnMapping mapping = ColumnMapping.builder()
                .id("Personnel No")
                .userName("E-Mail")
                .displayName("Name")
                .attribute("title", "Role")
                .groups("Teams", "|")
                .ignoreOtherColumns()
                .build();
        Path users = write(
                "staff.txt",
                "sep=\t\nName\tE-mail\tPersonnel_No\tRole\tTeams\tSalary\nAna\ta@x.example\t7\tLead\tA| B ||\t1\n");

        Snapshots read =
                Snapshots.of(CsvSource.of(users).name("hr").mapping(mapping).build());

        assertThat(read.identities())
                .containsExactly(new Identity(
                                new IdentityId("7"),
                                "a@x.example",
                                "Ana",
                                true,
                                new TreeSet<>(List.of("A", "B")),
                                new TreeMap<>(Map.of("title", "Lead")),
                                "staff.txt:3")
                        .with(Delivered.everything().attributes(Delivered.Names.only(List.of("title")))));
    }

    @Test
    void findsAPersonByIdOrNameInAnyCase() {
        CsvSource source = CsvSource.of(write("users.csv", HEADER + "a1,a@x.example,A,True,\n2,b@x.example,B,True,\n"))
                .build();

        assertThat(source.find("A1").map(Identity::userName)).contains("a@x.example");
        assertThat(source.find(" B@x.Example ").map(i -> i.id().value())).contains("2");
        assertThat(source.find("c@x.example")).isEmpty();
    }

    @Test
    void neverSaysThatAPersonIsAbsentWhenARowMayBeTheirs() {
        CsvSource source = CsvSource.of(write(
                        "users.csv",
                        HEADER + "1,a@x.example,A,perhaps,\n2,b@x.example,B,True,\n,c@x.example,C,True,\n"))
                .build();

        assertThat(source.find("2")).isPresent();
        assertThatThrownBy(() -> source.find("1"))
                .hasMessage(
                        "users.csv: the person's row was rejected, users.csv:2: accountEnabled is neither true nor false; "
                                + "correct it, or say in the column mapping what its values mean");
        assertThatThrownBy(() -> source.find("a@x.example"))
                .hasMessageContaining("the person's row was rejected, users.csv:2");
        assertThatThrownBy(() -> source.find("c@x.example"))
                .hasMessageContaining("the person's row was rejected, users.csv:4");
        assertThatThrownBy(() -> source.find("7"))
                .hasMessageContaining("users.csv may have a person with that id or user name");
    }

    @Test
    void takesAWholeDirectoryOfMembers() throws IOException {
        Path users = write("users.csv", HEADER + "1,a@x.example,A,True,\n");
        Files.createDirectory(directory.resolve("members"));
        write("members/Account-A.csv", "id\n1\n");
        write("members/Account-B.csv", "id\n1\n");
        write("members/notes.txt", "not a group");

        Snapshots read = Snapshots.of(
                CsvSource.of(users).membersIn(directory.resolve("members")).build());

        assertThat(read.identities().get(0).sourceGroups()).containsExactly("Account-A", "Account-B");
    }

    /** The file is read in parts of 64 KiB; one of these files is parted right before the + of an id. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\""})
    void refusesAnIdWhereverTheFileIsPartedForReading(String mark) {
        String row = mark + "9E+%05d" + mark + ",u%05d@x.example,U,True,\n";
        int length = String.format(Locale.ROOT, row, 0, 0).length();
        for (int shift = 0; shift < length; shift++) {
            StringBuilder text = new StringBuilder(HEADER + "1,ana@x.example,Ana,True," + "x".repeat(shift) + "\n");
            for (int i = 0; i < 2_200; i++) {
                text.append(String.format(Locale.ROOT, row, i, i));
            }

            Snapshots read = Snapshots.of(
                    CsvSource.of(write("users.csv", text.toString())).build());

            assertThat(read.identities()).extracting(Identity::displayName).containsExactly("Ana");
            assertThat(read.rejected()).hasSize(2_200);
        }
    }

    @Test
    void turnsPagesOfBoundedSize() {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= 1201; i++) {
            text.append(i).append(",u").append(i).append("@x.example,U,True,\n");
        }
        int[] sizes = new int[3];
        int[] pages = {0};

        Completeness proof = CsvSource.of(write("users.csv", text.toString()))
                .build()
                .read(page -> sizes[pages[0]++] = page.identities().size());

        assertThat(Arrays.toString(sizes)).isEqualTo("[500, 500, 201]");
        assertThat(proof).isEqualTo(Completeness.complete(1201, 3));
    }

    private Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
