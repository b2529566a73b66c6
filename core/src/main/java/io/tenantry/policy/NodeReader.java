// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.policy.Node.Field;
import io.tenantry.policy.Node.Fields;
import io.tenantry.policy.Node.Items;
import io.tenantry.policy.Node.Kind;
import io.tenantry.policy.Node.Scalar;
import io.tenantry.policy.Node.Spot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the tokens of one document into nodes. It never follows aliases, so a small document cannot become large. */
final class NodeReader {
    private static final int DEEPEST = 40;

    private final JsonParser parser;
    private final Problems problems;

    NodeReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    Optional<Node> document() throws IOException {
        if (parser.nextToken() == null) {
            problems.add(ProblemCode.EMPTY_DOCUMENT, new Spot(1, 1), "", "the document is empty");
            return Optional.empty();
        }
        Node root = node("", 0);
        if (parser.nextToken() != null) {
            problems.add(ProblemCode.SEVERAL_DOCUMENTS, spot(), "", "a second document starts here");
        }
        return Optional.of(root);
    }

    private Node node(String path, int depth) throws IOException {
        Spot at = spot();
        refuseYamlFeatures(at, path);
        if (depth > DEEPEST) {
            problems.add(ProblemCode.TOO_LARGE, at, path, "nested deeper than " + DEEPEST + " levels");
            parser.skipChildren();
            return new Scalar(at, Kind.NULL, "");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return fields(at, path, depth);
        }
        return token == JsonToken.START_ARRAY ? items(at, path, depth) : scalar(at, token);
    }

    private Fields fields(Spot at, String path, int depth) throws IOException {
        Map<String, Spot> seen = new HashMap<>();
        List<Field> fields = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Spot keyAt = spot();
            String key = parser.currentName();
            String inner = path.isEmpty() ? key : path + "." + key;
            refuseYamlFeatures(keyAt, inner);
            parser.nextToken();
            Node value = node(inner, depth + 1);
            Spot first = seen.putIfAbsent(key, keyAt);
            if (first == null) {
                fields.add(new Field(keyAt, key, value));
            } else {
                problems.add(
                        ProblemCode.DUPLICATE_KEY,
                        keyAt,
                        inner,
                        "the key " + Quote.of(key) + " is repeated; it is already in line " + first.line());
            }
        }
        return new Fields(at, fields);
    }

    private Items items(Spot at, String path, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]", depth + 1));
        }
        return new Items(at, items);
    }

    private Scalar scalar(Spot at, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return new Scalar(at, Kind.NULL, "");
        }
        Kind kind = token.isBoolean() ? Kind.BOOLEAN : token.isNumeric() ? Kind.NUMBER : Kind.TEXT;
        return new Scalar(at, kind, parser.getText());
    }

    private void refuseYamlFeatures(Spot at, String path) throws IOException {
        if (parser.canReadObjectId() && (parser.getObjectId() != null || YamlTokens.isAtAlias(parser))) {
            problems.add(ProblemCode.YAML_FEATURE, at, path, "a policy cannot use YAML anchors or aliases");
        }
        if (parser.canReadTypeId() && parser.getTypeId() != null) {
            problems.add(ProblemCode.YAML_FEATURE, at, path, "a policy cannot use YAML tags");
        }
    }

    private Spot spot() {
        JsonLocation at = parser.currentTokenLocation();
        return new Spot(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
