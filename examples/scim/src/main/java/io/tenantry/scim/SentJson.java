// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads the JSON of requests within bounds, and writes that of answers. */
final class SentJson {
    private static final int DEEPEST = 50;
    private static final int LONGEST_TEXT = 1 << 20;

    /** An object that has a key twice is refused: readers disagree which of the two counts. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_TEXT)
                            .maxDocumentLength(Limits.LARGEST_BODY)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SentJson() {}

    /**
     * Reads the object of a request.
     *
     * @throws RefusedRequest if it is none, is too deep, or has a key twice
     */
    static ObjectNode object(byte[] body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (IOException e) {
            throw RefusedRequest.syntax("the body is no JSON that can be read");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw RefusedRequest.syntax("the body is no JSON object");
    }

    /**
     * Reads what a provider packed into a text.
     *
     * @throws JsonProcessingException if it is no JSON
     */
    static JsonNode packed(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** Reads a document of this module. */
    static JsonNode own(byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException e) {
            throw new IllegalStateException("a document of this module is no JSON", e);
        }
    }

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
