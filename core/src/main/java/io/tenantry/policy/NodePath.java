// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Node.Fields;
import io.tenantry.policy.Node.Items;
import io.tenantry.policy.Node.Scalar;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the part of a document that a path such as {@code tenants[2].division} leads to. */
final class NodePath {
    private static final Pattern STEP = Pattern.compile("\\[([0-9]{1,9})]|([^.\\[\\]]+)");

    private NodePath() {}

    /** Returns the node, or the last one on the way to it that exists. */
    @SuppressWarnings("ReferenceEquality") // a step that leads nowhere gives back the very node it began at
    static Node find(Node root, String path) {
        Node node = root;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Node next =
                    step.group(1) != null ? item(node, Integer.parseInt(step.group(1))) : field(node, step.group(2));
            if (next == node) {
                return node;
            }
            node = next;
        }
        return node;
    }

    /** Returns the item of a list that is this text, or the node itself. */
    static Node item(Node node, String text) {
        if (node instanceof Items items) {
            return items.of().stream()
                    .filter(n -> n instanceof Scalar s && s.text().equals(text))
                    .findFirst()
                    .orElse(node);
        }
        return node;
    }

    private static Node item(Node node, int index) {
        return node instanceof Items items && index < items.of().size()
                ? items.of().get(index)
                : node;
    }

    private static Node field(Node node, String key) {
        return node instanceof Fields fields
                ? fields.field(key).map(Node.Field::value).orElse(node)
                : node;
    }
}
