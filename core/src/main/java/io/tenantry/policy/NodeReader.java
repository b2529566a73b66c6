// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

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
import org.jspecify.annotations.Nullable;

/** Reads the tokens of one document into nodes. It never follows aliases, so a small document cannot become large. */
final class NodeReader {
    private static final int DEEPEST = 40;

    private final Tokens tokens;
    private final Problems problems;

    NodeReader(Tokens tokens, Problems problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    Optional<Node> document() throws IOException {
        JsonToken first = tokens.next();
        if (first == null) {
            problems.add(ProblemCode.EMPTY_DOCUMENT, new Spot(1, 1), "", "the document is empty");
            return Optional.empty();
        }
        Node root = node(first, "", 0);
        if (tokens.next() != null) {
            problems.add(ProblemCode.SEVERAL_DOCUMENTS, tokens.at(), "", "a second document starts here");
        }
        return Optional.of(root);
    }

    private Node node(@Nullable JsonToken token, String path, int depth) throws IOException {
        Spot at = tokens.at();
        refuseYamlFeatures(at, path);
        if (depth > DEEPEST) {
            problems.add(ProblemCode.TOO_LARGE, at, path, "nested deeper than " + DEEPEST + " levels");
            skip(token);
            return new Scalar(at, Kind.NULL, "");
        }
        if (token == JsonToken.START_OBJECT) {
            return fields(at, path, depth);
        }
        return token == JsonToken.START_ARRAY ? items(at, path, depth) : scalar(at, token);
    }

    private Fields fields(Spot at, String path, int depth) throws IOException {
        Map<String, Spot> seen = new HashMap<>();
        List<Field> fields = new ArrayList<>();
        while (tokens.next() == JsonToken.FIELD_NAME) {
            Spot keyAt = tokens.at();
            String key = tokens.text();
            String inner = path.isEmpty() ? key : path + "." + key;
            refuseYamlFeatures(keyAt, inner);
            Node value = node(tokens.next(), inner, depth + 1);
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
        for (JsonToken token = tokens.next(); token != JsonToken.END_ARRAY; token = tokens.next()) {
            items.add(node(token, path + "[" + items.size() + "]", depth + 1));
        }
        return new Items(at, items);
    }

    private Scalar scalar(Spot at, @Nullable JsonToken token) throws IOException {
        if (token == null || token == JsonToken.VALUE_NULL) {
            return new Scalar(at, Kind.NULL, "");
        }
        Kind kind = token.isBoolean() ? Kind.BOOLEAN : token.isNumeric() ? Kind.NUMBER : Kind.TEXT;
        return new Scalar(at, kind, tokens.text());
    }

    private void skip(@Nullable JsonToken first) throws IOException {
        int open = 0;
        for (JsonToken token = first; token != null; token = tokens.next()) {
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (open == 0) {
                return;
            }
        }
    }

    private void refuseYamlFeatures(Spot at, String path) {
        if (tokens.isNamed()) {
            problems.add(ProblemCode.YAML_FEATURE, at, path, "a policy cannot use YAML anchors or aliases");
        }
        if (tokens.isTagged()) {
            problems.add(ProblemCode.YAML_FEATURE, at, path, "a policy cannot use YAML tags");
        }
    }
}
