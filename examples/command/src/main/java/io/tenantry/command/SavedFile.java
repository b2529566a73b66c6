// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.isolation.EvidenceVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A proof or evidence that was saved as JSON, or a page of a proof, checked against its own fingerprint. */
record SavedFile(Path file, Optional<Path> page) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Returns what is wrong; empty if the file is as it was written.
     *
     * @throws IOException if a file cannot be read
     */
    List<String> faults() throws IOException {
        String text = Files.readString(file);
        SealedPage alone = new SealedPage(text);
        if (alone.isPage()) {
            return alone.isWhole().isEmpty()
                    ? List.of("this page has no fingerprint of its own: verify its proof, with --html for the page")
                    : faults(alone);
        }
        JsonNode document = parsed(text);
        String format = document.path("format").asText();
        if (format.startsWith("tenantry-evidence/")) {
            return page.isPresent()
                    ? List.of(
                            "this is evidence, to which no page belongs: leave --html out, or give the proof of the page")
                    : EvidenceVerifier.verify(text).findings();
        }
        if (!format.startsWith("tenantry-isolation/") || !(document instanceof ObjectNode proof)) {
            return List.of(
                    "this is neither a proof nor evidence: give the JSON that prove or evidence saved with --out, or a page of prove");
        }
        String fingerprint = document.path("fingerprint").asText();
        List<String> faults = new ArrayList<>();
        ObjectNode bare = proof.deepCopy();
        bare.remove("fingerprint");
        if (!Sha256.of(JSON.writeValueAsString(bare)).equals(fingerprint)) {
            faults.add("the fingerprint does not match: the proof was altered after it was saved");
        }
        if (page.isPresent()) {
            SealedPage beside = new SealedPage(Files.readString(page.get()));
            if (!beside.text().contains(fingerprint)) {
                faults.add(page.get() + " does not carry the fingerprint of this proof: it belongs to another one");
            }
            faults(beside).forEach(fault -> faults.add(page.get() + ": " + fault));
        }
        return faults;
    }

    /** Returns whether nothing but the text of the page was left out. */
    boolean leavesOutAPage() throws IOException {
        return page.isPresent()
                && new SealedPage(Files.readString(page.get())).isWhole().isEmpty();
    }

    private static List<String> faults(SealedPage page) {
        return page.isWhole().orElse(true)
                ? List.of()
                : List.of("the fingerprint does not match: the page was altered after it was saved");
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }
}
