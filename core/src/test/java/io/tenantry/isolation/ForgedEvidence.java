// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.internal.Sha256;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullUnmarked;

/** Evidence in the hands of a forger, who can compute fingerprints and hashes of lines. */
@NullUnmarked
final class ForgedEvidence {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final ObjectNode document;

    ForgedEvidence(String json) {
        try {
            this.document = (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns one of the lists of rows. */
    ArrayNode rows(String list) {
        return (ArrayNode) document.get(list);
    }

    static long number(JsonNode row) {
        return row.at("/line/number").asLong();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static ObjectNode line(JsonNode row) {
        return (ObjectNode) row.get("line");
    }

    /** Drops a clear text wherever the row is shown. */
    void drop(long number, int seal) {
        for (String list : List.of("changes", "holdings")) {
            stream(rows(list))
                    .filter(r -> number(r) == number)
                    .forEach(r -> ((ArrayNode) r.get("openings")).set(seal, MAPPER.createObjectNode()));
        }
    }

    /** Writes the announcement of an erasure into a row. */
    void announce(JsonNode row, long number, int seal) {
        ((ArrayNode) line(row).get("erased"))
                .add(MAPPER.createObjectNode().put("row", number).put("seal", seal));
    }

    /** Gives a row the hash of its line. */
    static void bind(JsonNode row) {
        ((ObjectNode) row).put("hash", Sha256.hex("\0" + canonical(line(row))));
    }

    /** Returns the evidence with a fingerprint that fits. */
    String sealed() {
        ObjectNode bare = document.deepCopy();
        bare.remove("fingerprint");
        for (String list : List.of("changes", "holdings")) {
            bare.get(list).forEach(r -> ((ObjectNode) r).remove("openings"));
        }
        document.put("fingerprint", Sha256.hex(canonical(bare)));
        return document.toPrettyString();
    }

    private static String canonical(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(sorted(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = MAPPER.createObjectNode();
            StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                    .sorted()
                    .forEach(n -> sorted.set(n, sorted(node.get(n))));
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode array = MAPPER.createArrayNode();
            node.forEach(n -> array.add(sorted(n)));
            return array;
        }
        return node;
    }
}
