// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tenantry.internal.json.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Checks the JSON form of a tenant's evidence, offline and on its own. It shares no code with the writer of evidence,
 * so an auditor can read this file, {@link EvidencePair} and the reader of JSON, and know what was checked. Used once.
 */
public final class EvidenceVerifier {
    static final Set<String> GIVES = Set.of("entitlement.give", "entitlement.found", "account.create");
    static final Set<String> TAKES = Set.of("entitlement.take", "entitlement.missing");
    private static final Set<String> CERTAIN = Set.of("APPLIED", "SEEN");

    private final JsonNode document;
    private final List<String> findings = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final Set<String> announced = new HashSet<>();
    private long opened;
    private long erased;
    private long missing;

    private EvidenceVerifier(JsonNode document) {
        this.document = document;
    }

    /** Returns the report of a check of this evidence. Only a report without findings is good. */
    public static Report verify(String json) {
        try {
            return new EvidenceVerifier(JsonNode.read(json)).check();
        } catch (JsonProcessingException e) {
            return Report.bad("this is no evidence: it cannot be read as JSON");
        }
    }

    /**
     * Returns the findings that show whether two evidences of one tenant are parts of one trail. Each must stand on its
     * own; rows in both must be the same, and no rows may be missing between the two, or rows could have been dropped.
     */
    public static List<String> compare(String earlier, String later) {
        List<String> alone = new ArrayList<>();
        verify(earlier).findings().forEach(f -> alone.add("the earlier evidence: " + f));
        verify(later).findings().forEach(f -> alone.add("the later evidence: " + f));
        return alone.isEmpty() ? together(earlier, later) : alone;
    }

    private static List<String> together(String earlier, String later) {
        try {
            return new EvidencePair(JsonNode.read(earlier), JsonNode.read(later)).findings();
        } catch (JsonProcessingException e) {
            return List.of("this is no evidence: it cannot be read as JSON");
        }
    }

    static long number(JsonNode row) {
        return row.path("line").path("number").asLong();
    }

    static Instant time(JsonNode node, String field) {
        return Instant.parse(text(node, field));
    }

    private Report check() {
        if (!text(document, "format").equals("tenantry-evidence/v2") || !document.isObject()) {
            return Report.bad("this is not evidence of the format tenantry-evidence/v2");
        }
        if (!text(document, "alteration").isEmpty()) {
            findings.add("the trail was already altered when this evidence was made: " + text(document, "alteration"));
        }
        if (!hasTimes()) {
            return Report.bad("this evidence has a time that cannot be read");
        }
        fingerprint();
        document.path("changes").forEach(this::announcements);
        document.path("later").forEach(this::announcements);
        chain();
        period();
        document.path("changes").forEach(this::row);
        document.path("holdings").forEach(this::holding);
        holdings();
        return new Report(document.path("changes").size(), opened, erased, missing, findings, doubts);
    }

    private boolean hasTimes() {
        try {
            List.of("from", "to", "madeAt").forEach(field -> time(document, field));
            List.of("holdings", "changes", "later")
                    .forEach(list -> document.path(list).forEach(r -> time(r.path("line"), "at")));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void fingerprint() {
        JsonNode bare = document.copy();
        bare.remove("fingerprint");
        Consumer<JsonNode> close = row -> row.remove("openings");
        bare.path("changes").forEach(close);
        bare.path("holdings").forEach(close);
        if (!sha256(canonical(bare).getBytes(StandardCharsets.UTF_8)).equals(text(document, "fingerprint"))) {
            findings.add("the fingerprint does not match: the evidence was altered");
        }
    }

    /** Takes a clear text for erased only if a row of that kind says so, and comes after it. */
    private void announcements(JsonNode row) {
        JsonNode line = row.path("line");
        long number = line.path("number").asLong();
        for (JsonNode place : line.path("erased")) {
            if (!text(line, "kind").equals("person.erase")) {
                findings.add("row " + number + " lists erased parts, but it is no erasure");
            } else if (place.path("row").asLong() >= number) {
                findings.add("row " + number + " announces the erasure of a row that is not before it");
            } else {
                announced.add(
                        place.path("row").asLong() + "/" + place.path("seal").asInt());
            }
        }
    }

    private void chain() {
        String before = text(document, "start");
        long number = document.path("startNumber").asLong();
        for (JsonNode row : document.path("changes")) {
            link(row, ++number, before);
            before = text(row, "hash");
        }
        if (!before.equals(text(document, "head"))) {
            findings.add("rows at the end of the period are missing");
        }
        for (JsonNode row : document.path("later")) {
            link(row, ++number, before);
            bound(row);
            before = text(row, "hash");
        }
    }

    /** Checks that the period ends before the next row, and that its first and last row with a possible time lie in it. */
    private void period() {
        List<JsonNode> possible = new ArrayList<>();
        for (JsonNode row : document.path("changes")) {
            Instant last = possible.isEmpty() ? Instant.MIN : at(possible.get(possible.size() - 1));
            if (at(row).isAfter(time(document, "madeAt"))) {
                doubts.add("row " + number(row) + " has a time after this evidence was made");
            } else {
                if (at(row).isBefore(last)) {
                    doubts.add("row " + number(row) + " has an earlier time than the row before it");
                }
                possible.add(row);
            }
        }
        if (!possible.isEmpty()) {
            JsonNode last = possible.get(possible.size() - 1);
            if (at(possible.get(0)).isBefore(time(document, "from"))) {
                findings.add("row " + number(possible.get(0)) + " lies before the period");
            }
            if (!at(last).isBefore(time(document, "to"))) {
                findings.add("row " + number(last) + " lies after the period");
            }
        }
        JsonNode next = document.path("later").path(0);
        if (!next.isMissing() && at(next).isBefore(time(document, "to"))) {
            findings.add("row " + number(next) + " lies in the period, but it is not among its rows");
        }
    }

    static Instant at(JsonNode row) {
        return time(row.path("line"), "at");
    }

    private void link(JsonNode row, long number, String before) {
        JsonNode line = row.path("line");
        if (line.path("number").asLong() != number) {
            findings.add("row " + number + " is missing or was moved");
        } else if (!text(line, "previous").equals(before)) {
            findings.add("row " + number + " does not follow the row before it");
        }
        if (!text(line, "tenant").equals(text(document, "tenant"))) {
            findings.add("row " + number + " is of another tenant");
        }
    }

    private void row(JsonNode row) {
        bound(row);
        for (int i = 0; i < row.path("line").path("seals").size(); i++) {
            opening(row, i);
        }
    }

    // Of a row older than the period, only the holder has to be known; earlier evidence shows what else was erased.
    private void holding(JsonNode row) {
        long index = row.path("line").path("number").asLong()
                - document.path("startNumber").asLong()
                - 1;
        if (index >= 0) {
            if (!row.equals(document.path("changes").path((int) index))) {
                findings.add("row " + (index + 1) + " of the period is another one among the entitlements held");
            }
            return;
        }
        bound(row);
        JsonNode seals = row.path("line").path("seals");
        for (int i = 0; i < seals.size(); i++) {
            boolean holder = text(seals.path(i), "part").equals("who");
            if (holder || !row.path("openings").path(i).isEmpty()) {
                opening(row, i);
            }
        }
    }

    /** Checks that the row's hash matches its line, and that the line binds each clear text beside it. */
    private void bound(JsonNode row) {
        JsonNode line = row.path("line");
        long number = line.path("number").asLong();
        ByteArrayOutputStream leaf = new ByteArrayOutputStream();
        leaf.write(0);
        leaf.writeBytes(canonical(line).getBytes(StandardCharsets.UTF_8));
        if (!sha256(leaf.toByteArray()).equals(text(row, "hash"))) {
            findings.add("row " + number + " was altered");
        }
        if (row.path("openings").size() > line.path("seals").size()) {
            findings.add("row " + number + " has clear texts without a digest");
        }
    }

    private void opening(JsonNode row, int index) {
        long number = row.path("line").path("number").asLong();
        JsonNode seal = row.path("line").path("seals").path(index);
        JsonNode opening = row.path("openings").path(index);
        String part = "row " + number + ": its " + text(seal, "part");
        boolean gone = announced.contains(number + "/" + index);
        if (opening.isMissing() || opening.isEmpty()) {
            erased += gone ? 1 : 0;
            missing += gone ? 0 : 1;
            if (!gone) {
                findings.add(part + " is missing, and no row announces its erasure");
            }
            return;
        }
        opened++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("tenantry/audit/2/" + text(seal, "part")).getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        bytes.writeBytes(salt(text(opening, "salt")));
        bytes.writeBytes(canonical(opening.path("body")).getBytes(StandardCharsets.UTF_8));
        if (opening.size() != 2 || !sha256(bytes.toByteArray()).equals(text(seal, "digest"))) {
            findings.add(part + " was altered");
        } else if (gone) {
            findings.add(part + " is still there, but a row announces its erasure");
        }
    }

    /** Finds from the changes which entitlements must be among those held, and which must not. */
    private void holdings() {
        long first = document.path("startNumber").asLong() + 1;
        Map<String, Long> held = new HashMap<>();
        Set<Long> told = new TreeSet<>();
        for (JsonNode row : document.path("holdings")) {
            long number = number(row);
            if (!told.add(number)) {
                findings.add("row " + number + " is twice among those held");
            }
            if (number < first) {
                older(row, number);
                Long other = held.put(slot(row), number);
                if (other != null && other != number) {
                    findings.add("rows " + other + " and " + number
                            + " give the same entitlement, and both are among those held");
                }
            }
        }
        document.path("changes").forEach(row -> follow(row, held));
        Set<Long> expected = new TreeSet<>(held.values());
        expected.stream()
                .filter(n -> !told.contains(n))
                .forEach(n -> findings.add("row " + n + " gives an entitlement that is missing from those held"));
        told.stream()
                .filter(n -> !expected.contains(n))
                .forEach(n -> findings.add("row " + n + " is among those held, but a later row takes it away"));
    }

    /** Checks that a row older than the period can be the reason of an entitlement. */
    private void older(JsonNode row, long number) {
        JsonNode line = row.path("line");
        if (!text(line, "tenant").equals(text(document, "tenant"))) {
            findings.add("row " + number + " is of another tenant");
        }
        if (number < 1
                || !line.has("entitlement")
                || !GIVES.contains(text(line, "kind"))
                || !CERTAIN.contains(text(line, "result"))) {
            findings.add("row " + number + " is among those held, but gives no entitlement");
        }
        if (!at(row).isBefore(time(document, "from")) && !at(row).isAfter(time(document, "madeAt"))) {
            findings.add("row " + number + " lies in the period, but it is not among its rows");
        }
        if (isHidden(row)) {
            findings.add("row " + number + " is among those held, but its holder is unknown");
        }
    }

    private static boolean isHidden(JsonNode row) {
        return text(row.path("line").path("seals").path(0), "part").equals("who")
                && row.path("openings").path(0).isEmpty();
    }

    static void follow(JsonNode row, Map<String, Long> held) {
        JsonNode line = row.path("line");
        if (!line.has("entitlement") || isHidden(row) || !CERTAIN.contains(text(line, "result"))) {
            return;
        }
        if (GIVES.contains(text(line, "kind"))) {
            held.put(slot(row), line.path("number").asLong());
        } else if (TAKES.contains(text(line, "kind"))) {
            held.remove(slot(row));
        }
    }

    static String slot(JsonNode row) {
        JsonNode who = row.path("openings").path(0).path("body");
        String holder = text(who, "account").isEmpty() ? text(who, "identity") : text(who, "account");
        JsonNode entitlement = row.path("line").path("entitlement");
        List<String> slot = new ArrayList<>(List.of(holder, text(entitlement, "kind")));
        // An account lives in one division; all other entitlements are distinguished by all their ids.
        if (!text(entitlement, "kind").equals("residence")) {
            new TreeSet<>(entitlement.names()).forEach(p -> slot.add(text(entitlement.path(p), "id")));
        }
        return slot.toString();
    }

    // Sorted keys, no white space, texts in NFC.
    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            List<String> fields = new ArrayList<>();
            new TreeSet<>(node.names()).forEach(n -> fields.add(quoted(n) + ":" + canonical(node.path(n))));
            return "{" + String.join(",", fields) + "}";
        }
        if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(v -> values.add(canonical(v)));
            return "[" + String.join(",", values) + "]";
        }
        return node.isTextual() ? quoted(node.asText()) : node.toString();
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        Normalizer.normalize(value, Normalizer.Form.NFC).chars().forEach(c -> {
            if (c < 0x20) {
                quoted.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    private static byte[] salt(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The result of a check of evidence. Immutable.
     *
     * @param rows how many rows the period has
     * @param opened how many clear texts match their digests
     * @param erased how many were erased, as a later row announces
     * @param missing how many are missing without an announcement; each is a finding too
     * @param findings the faults
     * @param doubts the rows whose times show that a clock was wrong; they count where they stand in the trail
     */
    public record Report(
            long rows, long opened, long erased, long missing, List<String> findings, List<String> doubts) {
        /** Copies the lists. */
        public Report {
            findings = List.copyOf(findings);
            doubts = List.copyOf(doubts);
        }

        private static Report bad(String finding) {
            return new Report(0, 0, 0, 0, List.of(finding), List.of());
        }

        /** Returns whether there are no findings. */
        public boolean isGood() {
            return findings.isEmpty();
        }
    }
}
