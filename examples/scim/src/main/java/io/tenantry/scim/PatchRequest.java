// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Several changes of one resource, all of which are made or none. Those of members are kept apart, because they are made
 * on the members one by one, and a group may have thousands. Immutable.
 *
 * @param operations the changes of attributes
 * @param members the changes of members
 */
record PatchRequest(List<Operation> operations, List<MemberEdit> members) {
    /**
     * Reads a request.
     *
     * @throws RefusedRequest if an operation cannot be read
     */
    static PatchRequest of(Kind kind, ObjectNode body) {
        JsonNode sent = Fields.get(body, "Operations");
        if (!sent.isArray() || sent.isEmpty()) {
            throw RefusedRequest.syntax("Operations is a list of operations; send at least one");
        }
        if (sent.size() > Limits.MOST_OPERATIONS) {
            throw RefusedRequest.of(
                    413, "there are more than " + Limits.MOST_OPERATIONS + " operations; send them in parts");
        }
        List<Operation> operations = new ArrayList<>();
        List<MemberEdit> members = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            try {
                read(kind, i + 1, sent.get(i), operations, members);
            } catch (RefusedRequest e) {
                throw e.in("operation " + (i + 1));
            }
        }
        return new PatchRequest(List.copyOf(operations), List.copyOf(members));
    }

    private static void read(
            Kind kind, int number, JsonNode sent, List<Operation> operations, List<MemberEdit> members) {
        if (!sent.isObject()) {
            throw RefusedRequest.syntax("it is no object");
        }
        Verb verb = Verb.of(Fields.get(sent, "op").asText());
        String text = Fields.get(sent, "path").asText("").strip();
        JsonNode value = Fields.get(sent, "value");
        if (verb != Verb.REMOVE && value.isMissingNode()) {
            throw RefusedRequest.value("value is missing");
        }
        if (!text.isEmpty() && !text.equals("null")) {
            AttributePath path = AttributePath.of(kind, text, value.isObject());
            if (kind == Kind.GROUP && path.is("members")) {
                add(members, MemberEdit.of(verb, path, value));
            } else {
                operations.add(new Operation(number, verb, Optional.of(path), value));
            }
        } else {
            operations.add(pathless(kind, number, verb, value, members));
        }
    }

    /** Some providers name each member in an operation of its own. */
    private static void add(List<MemberEdit> members, MemberEdit next) {
        int last = members.size() - 1;
        Optional<MemberEdit> both =
                last < 0 ? Optional.empty() : members.get(last).with(next);
        if (both.isPresent()) {
            members.set(last, both.get());
        } else {
            members.add(next);
        }
    }

    private static Operation pathless(Kind kind, int number, Verb verb, JsonNode value, List<MemberEdit> members) {
        if (verb == Verb.REMOVE) {
            throw RefusedRequest.noTarget("path is missing; say what to remove");
        }
        if (!(value instanceof ObjectNode object)) {
            throw RefusedRequest.value("value is no object, and there is no path");
        }
        ObjectNode rest = object.deepCopy();
        Optional<String> spelling = Fields.spelling(rest, "members").filter(name -> kind == Kind.GROUP);
        if (spelling.isPresent()) {
            AttributePath path = AttributePath.of(kind, spelling.get(), false);
            add(members, MemberEdit.of(verb, path, rest.remove(spelling.get())));
        }
        return new Operation(number, verb, Optional.empty(), rest);
    }

    /** Returns a document with the changes. */
    ObjectNode applied(Kind kind, String id, ObjectNode document) {
        Draft draft = new Draft(kind, id, document);
        for (Operation operation : operations) {
            try {
                operation.apply(draft);
            } catch (RefusedRequest e) {
                throw e.in("operation " + operation.number);
            }
        }
        return document;
    }

    /** What an operation does. */
    enum Verb {
        ADD,
        REPLACE,
        REMOVE;

        static Verb of(String text) {
            for (Verb verb : values()) {
                if (verb.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
                    return verb;
                }
            }
            throw RefusedRequest.syntax("op is none of add, replace, remove");
        }
    }

    /**
     * One change of attributes.
     *
     * @param number its place in the request, from one
     * @param path of what; without one, the keys of the value are paths
     */
    record Operation(int number, Verb verb, Optional<AttributePath> path, JsonNode value) {
        void apply(Draft draft) {
            boolean replace = verb == Verb.REPLACE;
            if (path.isEmpty()) {
                draft.fields((ObjectNode) value, replace);
            } else if (verb == Verb.REMOVE) {
                draft.remove(path.get(), value.isNull() ? MissingNode.getInstance() : value);
            } else {
                draft.set(path.get(), value, replace);
            }
        }
    }
}
