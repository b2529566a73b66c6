// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.identity.ColumnMapping;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a mapping from the nodes of its document. */
final class MappingBinder {
    private static final String API_VERSION = "tenantry/v1";

    private final Problems problems;

    MappingBinder(Problems problems) {
        this.problems = problems;
    }

    Optional<ColumnMapping> mapping(Node root) {
        return Section.of(root, "", Keys.MAPPING, problems).flatMap(this::mapping);
    }

    private Optional<ColumnMapping> mapping(Section document) {
        document.requiredText("apiVersion")
                .filter(v -> !v.equals(API_VERSION))
                .ifPresent(v -> problems.add(
                        ProblemCode.API_VERSION,
                        document.spot("apiVersion"),
                        "apiVersion",
                        Quote.of(v) + " is not a version of the mapping that this library reads"));
        Optional<ColumnMapping> like = document.text("like").flatMap(name -> ready(name, document));
        ColumnMapping.Builder builder = like.map(ColumnMapping::toBuilder).orElseGet(ColumnMapping::builder);
        if (!document.has("like")) {
            document.required("id");
            document.required("userName");
        }
        columns(document, "id").ifPresent(builder::id);
        columns(document, "userName").ifPresent(builder::userName);
        columns(document, "displayName").ifPresent(builder::displayName);
        document.section("state", Keys.MAPPED_STATE).ifPresent(s -> state(s, builder));
        document.section("groups", Keys.MAPPED_GROUPS).ifPresent(s -> groups(s, builder));
        document.node("attributes").ifPresent(n -> attributes(n, builder));
        document.word("otherColumns", OtherColumns.values(), OtherColumns::key)
                .filter(word -> word == OtherColumns.IGNORE)
                .ifPresent(word -> builder.ignoreOtherColumns());
        return problems.hasErrors() ? Optional.empty() : Optional.of(builder.build());
    }

    /** What becomes of columns that the mapping does not name. */
    private enum OtherColumns {
        ATTRIBUTES,
        IGNORE;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Optional<ColumnMapping> ready(String name, Section document) {
        Optional<ColumnMapping> ready = ColumnMapping.named(name);
        if (ready.isEmpty()) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    document.spot("like"),
                    "like",
                    Quote.of(name) + " is not a ready mapping",
                    Suggestion.advice(name, ColumnMapping.names()));
        }
        return ready;
    }

    private Optional<String[]> columns(Section section, String key) {
        return section.node(key)
                .map(n -> columns(n, section.path(key)))
                .filter(columns -> !columns.isEmpty())
                .map(columns -> columns.toArray(String[]::new));
    }

    /** Returns the headings of a column: one text, or a list of which the file has exactly one. */
    private List<String> columns(Node node, String path) {
        if (node.items().isEmpty()) {
            return Section.text(node, path, problems).stream().toList();
        }
        List<String> columns = Section.list(node, path, (n, p) -> Section.text(n, p, problems), problems);
        if (node.items().orElseThrow().of().isEmpty()) {
            problems.add(ProblemCode.BAD_VALUE, node.at(), path, "the list of columns is empty", "Write a column");
        }
        return columns;
    }

    private void state(Section state, ColumnMapping.Builder builder) {
        state.required("column");
        Optional<String[]> columns = columns(state, "column");
        List<String> yes = state.texts("yes");
        List<String> no = state.texts("no");
        List<String> unknown = state.texts("unknown");
        if (!state.has("yes") && !state.has("no") && !state.has("unknown")) {
            columns.ifPresent(builder::enabled);
            return;
        }
        state.required("yes");
        state.required("no");
        if (yes.isEmpty() || no.isEmpty()) {
            return;
        }
        try {
            columns.ifPresent(c -> builder.state(List.of(c), yes, no, unknown));
        } catch (IllegalArgumentException e) {
            problems.add(
                    ProblemCode.BAD_VALUE,
                    state.at(),
                    state.path("yes"),
                    Quote.plain(String.valueOf(e.getMessage())),
                    "Write each value in one of yes, no and unknown");
        }
    }

    private static void groups(Section groups, ColumnMapping.Builder builder) {
        String separator = groups.text("separator").orElse(";");
        groups.text("column").ifPresent(column -> builder.groups(column, separator));
        builder.emptyGroups(groups.texts("empty").toArray(String[]::new));
    }

    private void attributes(Node node, ColumnMapping.Builder builder) {
        Optional<Node.Fields> fields = node.fields();
        if (fields.isEmpty()) {
            Section.wrongType(node, "attributes", "a map from attributes to columns", problems);
            return;
        }
        for (Node.Field field : fields.get().of()) {
            List<String> columns = columns(field.value(), "attributes." + field.key());
            if (!columns.isEmpty()) {
                builder.attributeIfPresent(field.key(), columns.toArray(String[]::new));
            }
        }
    }
}
