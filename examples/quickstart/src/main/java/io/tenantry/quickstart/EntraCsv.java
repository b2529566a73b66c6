// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CSV file in the format of the Entra admin centre's downloads, with valid rows and broken ones. */
final class EntraCsv {
    static final List<String> USERS = List.of(
            "userPrincipalName",
            "displayName",
            "surname",
            "mail",
            "givenName",
            "id",
            "userType",
            "jobTitle",
            "department",
            "accountEnabled",
            "usageLocation",
            "streetAddress",
            "state",
            "country",
            "officeLocation",
            "city",
            "postalCode",
            "telephoneNumber",
            "mobilePhone",
            "alternateEmailAddress",
            "ageGroup",
            "consentProvidedForMinor",
            "legalAgeGroupClassification",
            "companyName",
            "creationType",
            "directorySynced",
            "invitationState",
            "identityIssuer",
            "createdDateTime");
    static final List<String> MEMBERS = List.of("id", "userPrincipalName", "displayName", "memberType");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final String file;
    private final List<String> broken = new ArrayList<>();
    private int line = 1;
    private int rows = -1;

    EntraCsv(String file, List<String> header) {
        this.file = file;
        bytes.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        add(header);
    }

    void add(List<String> fields) {
        write(text(fields).getBytes(StandardCharsets.UTF_8));
    }

    static String text(List<String> fields) {
        return String.join(",", fields.stream().map(EntraCsv::quoted).toList());
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** Adds a well-formed row that a reader must reject. */
    void addBroken(List<String> fields) {
        addBroken(text(fields).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a row that a reader must reject. */
    void addBroken(byte[] row) {
        broken.add(file + ":" + line);
        write(row);
    }

    private void write(byte[] row) {
        rows++;
        bytes.writeBytes(row);
        bytes.writeBytes(new byte[] {'\r', '\n'});
        for (byte b : row) {
            line += b == '\n' ? 1 : 0;
        }
        line++;
    }

    List<String> broken() {
        return broken;
    }

    /** Writes the file, or deletes it if it has no rows: a reader cannot tell an empty file from a failed export. */
    void write(Path directory) throws IOException {
        if (rows == 0) {
            Files.deleteIfExists(directory.resolve(file));
            return;
        }
        Files.write(directory.resolve(file), bytes.toByteArray());
    }
}
