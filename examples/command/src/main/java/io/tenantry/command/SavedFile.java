// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.isolation.EvidenceVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A proof or evidence that was saved as JSON, checked against its own fingerprint. */
record SavedFile(Path file, Optional<Path> page) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Returns what is wrong; empty if the file is as it was written.
     *
     * @throws IOException if a file cannot be read
     */
    List<String> faults() throws IOException {
        String text = Files.readString(file);
        JsonNode document = parsed(text);
        String format = document.path("format").asText();
        if (format.startsWith("tenantry-evidence/")) {
            return EvidenceVerifier.verify(text).findings();
        }
        if (!format.startsWith("tenantry-isolation/") || !(document instanceof ObjectNode proof)) {
            return List.of(
                    "this is neither a proof nor evidence: give the JSON that prove or evidence saved with --out");
        }
        String fingerprint = document.path("fingerprint").asText();
        List<String> faults = new ArrayList<>();
        ObjectNode bare = proof.deepCopy();
        bare.remove("fingerprint");
        if (!sha256(JSON.writeValueAsString(bare)).equals(fingerprint)) {
            faults.add("the fingerprint does not match: the proof was altered after it was saved");
        }
        if (page.isPresent() && !Files.readString(page.get()).contains(fingerprint)) {
            faults.add(page.get() + " does not carry the fingerprint of this proof: it belongs to another one");
        }
        return faults;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
