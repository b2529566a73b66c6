// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.policy.Node.Items;
import io.tenantry.policy.Node.Scalar;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the part of a document at a path such as {@code tenants[2].division}. */
final class NodePath {
    private static final Pattern STEP = Pattern.compile("\\[([0-9]{1,9})]|([^.\\[\\]]+)");

    private NodePath() {}

    /** Returns the node at the path, or the last existing node on the way to it. */
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

    /** Returns the item of the list that equals this text, or the list itself. */
    static Node item(Node node, String text) {
        return node.items().stream()
                .flatMap(items -> items.of().stream())
                .filter(n -> n.scalar().map(Scalar::text).filter(text::equals).isPresent())
                .findFirst()
                .orElse(node);
    }

    private static Node item(Node node, int index) {
        return node.items()
                .map(Items::of)
                .filter(of -> index < of.size())
                .map(of -> of.get(index))
                .orElse(node);
    }

    private static Node field(Node node, String key) {
        return node.fields()
                .flatMap(fields -> fields.field(key))
                .map(Node.Field::value)
                .orElse(node);
    }
}
