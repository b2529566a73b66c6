// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request of a connection. Not thread-safe. */
final class ScimCall {
    private static final Pattern JSON = Pattern.compile("(?i)application/(scim\\+)?json\\s*(;.*)?");
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?([0-9]{1,18})\"?");

    /** An id that may be named in a log; a path may hold anything. */
    private static final Pattern PLAIN_ID = Pattern.compile("[0-9A-Za-z-]{1,40}");

    private static final String EXTERNAL_ID = "externalId";

    private final ScimConnection connection;
    private final ScimRequest request;
    private final String method;
    private Push push;

    ScimCall(ScimConnection connection, ScimRequest request) {
        this.connection = connection;
        this.request = request;
        String asked = request.method().toUpperCase(Locale.ROOT);
        this.method = asked.equals("HEAD") ? "GET" : asked;
        this.push = new Push(method, Optional.empty(), "");
    }

    /** Returns what the request is about, as far as it was read. */
    Push push() {
        return push;
    }

    /**
     * Answers the request.
     *
     * @throws RefusedRequest if it cannot be carried out
     * @throws RefusedPush if it cannot be carried out
     */
    ScimResponse answer() {
        Target target = Target.of(request.target());
        return switch (target.part(0)) {
            case "users" -> resources(Kind.USER, target);
            case "groups" -> resources(Kind.GROUP, target);
            case "serviceproviderconfig", "resourcetypes", "schemas" -> discovery(target);
            case "bulk" ->
                throw RefusedRequest.of(501, "bulk requests are not supported; send one request for each resource");
            case "me" ->
                throw RefusedRequest.of(501, "a token is for a provider and not for a person; there is no /Me");
            case ".search" -> throw RefusedRequest.of(501, "search /Users or /Groups");
            default -> throw RefusedRequest.of(404, "there is nothing at this address; users are at /Users");
        };
    }

    private ScimResponse discovery(Target target) {
        if (!method.equals("GET")) {
            throw notAllowed("GET");
        }
        if (target.parameter("filter").isPresent()) {
            throw RefusedRequest.of(403, "what the service says of itself cannot be filtered");
        }
        Discovery discovery = new Discovery(request.base());
        boolean whole = target.path().size() == 1;
        if (target.path().size() > 2) {
            throw RefusedRequest.of(404, "there is nothing at this address");
        }
        return switch (target.part(0)) {
            case "resourcetypes" -> Answers.of(200, some(discovery.resourceTypes(), whole, target));
            case "schemas" -> Answers.of(200, some(discovery.schemas(), whole, target));
            default -> Answers.of(200, discovery.serviceProviderConfig());
        };
    }

    private static ObjectNode some(List<ObjectNode> documents, boolean whole, Target target) {
        return whole ? Discovery.list(documents) : Discovery.one(documents, target.part(1));
    }

    private ScimResponse resources(Kind kind, Target target) {
        if (target.path().size() > 2) {
            throw RefusedRequest.of(404, "there is nothing at this address");
        }
        String id = target.path().size() < 2 ? "" : target.path().get(1);
        if (id.equalsIgnoreCase(".search")) {
            return switch (method) {
                case "POST" -> list(Search.of(kind, body(Limits.LARGEST_USER)));
                default -> throw notAllowed("POST");
            };
        }
        push = new Push(method, Optional.of(kind), id);
        return id.isEmpty() ? many(kind, target) : one(kind, id, target);
    }

    private ScimResponse many(Kind kind, Target target) {
        return switch (method) {
            case "GET" -> list(Search.of(kind, target));
            case "POST" -> create(kind, target);
            default -> throw notAllowed("GET, POST");
        };
    }

    private ScimResponse one(Kind kind, String id, Target target) {
        return switch (method) {
            case "GET" -> get(kind, id, target);
            case "PUT" -> put(kind, id, target);
            case "PATCH" -> patch(kind, id, target);
            case "DELETE" -> delete(kind, id);
            default -> throw notAllowed("GET, PUT, PATCH, DELETE");
        };
    }

    private RefusedRequest notAllowed(String methods) {
        push = new Push(method, Optional.empty(), "");
        return RefusedRequest.of(405, "this address takes " + methods);
    }

    private ScimResponse list(Search search) {
        return Answers.of(200, connection.read(resources -> search.in(resources, request.base())));
    }

    private ScimResponse get(Kind kind, String id, Target target) {
        Projection projection = projection(kind, target);
        return connection.read(resources -> {
            StoredResource found = resources.byId(kind, id).orElseThrow(() -> RefusedPush.notFound(kind));
            Representation representation = new Representation(resources, request.base());
            return isKnown(found)
                    ? Answers.empty(304, found, representation.location(found))
                    : shown(200, representation, found, projection);
        });
    }

    private boolean isKnown(StoredResource found) {
        return request.header("If-None-Match")
                .map(value -> value.equals("*") || version(value).equals(OptionalLong.of(found.version())))
                .orElse(false);
    }

    private ScimResponse create(Kind kind, Target target) {
        Projection projection = projection(kind, target);
        ObjectNode sent = body(kind);
        push = push.about(name(kind, sent));
        Optional<JsonNode> members = members(kind, sent);
        ObjectNode document = Draft.whole(kind, "", sent);
        return connection.write(resources -> {
            StoredResource made = resources.create(kind, document).resource();
            return shown(
                    201,
                    new Representation(resources, request.base()),
                    withMembers(resources, made, members),
                    projection);
        });
    }

    /** Takes the members out of a document, because they are kept one by one. */
    private static Optional<JsonNode> members(Kind kind, ObjectNode sent) {
        return kind == Kind.USER
                ? Optional.empty()
                : Fields.spelling(sent, "members").map(sent::remove);
    }

    /** A document that says nothing of members leaves them as they are. */
    private static StoredResource withMembers(Resources resources, StoredResource group, Optional<JsonNode> members) {
        return members.map(list -> resources.replaceMembers(group.id(), OptionalLong.empty(), MemberEdit.ids(list)))
                .orElse(group);
    }

    private static String name(Kind kind, ObjectNode sent) {
        JsonNode name = Fields.get(sent, kind.nameAttribute());
        return name.isTextual() ? name.asText() : "";
    }

    private ScimResponse put(Kind kind, String id, Target target) {
        Projection projection = projection(kind, target);
        ObjectNode sent = body(kind);
        Optional<JsonNode> members = members(kind, sent);
        return connection.write(resources -> {
            OptionalLong version = expected(resources, kind, id);
            String known = before(resources, kind, id);
            StoredResource changed = resources.change(kind, id, version, before -> replaced(kind, known, before, sent));
            return shown(
                    200,
                    new Representation(resources, request.base()),
                    withMembers(resources, changed, members),
                    projection);
        });
    }

    /** A document that says nothing of the provider's id leaves it as it is. */
    private static ObjectNode replaced(Kind kind, String id, ObjectNode before, ObjectNode sent) {
        ObjectNode document = Draft.whole(kind, id, sent);
        if (!document.has(EXTERNAL_ID) && before.has(EXTERNAL_ID)) {
            document.set(EXTERNAL_ID, before.get(EXTERNAL_ID));
        }
        return document;
    }

    private static String before(Resources resources, Kind kind, String id) {
        return resources.byId(kind, id).map(StoredResource::id).orElse(id);
    }

    private ScimResponse patch(Kind kind, String id, Target target) {
        Projection projection = projection(kind, target);
        PatchRequest patch = PatchRequest.of(kind, body(kind));
        return connection.write(resources -> {
            StoredResource changed = patched(resources, kind, id, patch);
            Representation representation = new Representation(resources, request.base());
            // A provider does not need the thousands of members that the group has.
            return kind == Kind.GROUP && projection.isAll()
                    ? Answers.empty(204, changed, representation.location(changed))
                    : shown(200, representation, changed, projection);
        });
    }

    private StoredResource patched(Resources resources, Kind kind, String id, PatchRequest patch) {
        OptionalLong version = expected(resources, kind, id);
        String known = before(resources, kind, id);
        resources.change(kind, id, version, document -> patch.applied(kind, known, document));
        patch.members().forEach(edit -> edit.in(resources, known));
        return resources.byId(kind, known).orElseThrow(() -> RefusedPush.notFound(kind));
    }

    private ScimResponse delete(Kind kind, String id) {
        return connection.write(resources -> {
            resources.delete(kind, id, expected(resources, kind, id));
            return Answers.empty();
        });
    }

    private static ScimResponse shown(
            int status, Representation representation, StoredResource resource, Projection projection) {
        return Answers.of(
                status,
                projection.of(representation.of(resource, projection::wants)),
                resource,
                representation.location(resource));
    }

    private static Projection projection(Kind kind, Target target) {
        return Projection.of(kind, target.parameter("attributes"), target.parameter("excludedattributes"));
    }

    /** Returns the version that the client wants to change; empty for any. */
    private OptionalLong expected(Resources resources, Kind kind, String id) {
        Optional<String> match = request.header("If-Match").filter(value -> !value.equals("*"));
        if (match.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong version = version(match.get());
        if (version.isEmpty()) {
            throw resources.byId(kind, id).isPresent() ? RefusedPush.stale(kind) : RefusedPush.notFound(kind);
        }
        return version;
    }

    private static OptionalLong version(String text) {
        Matcher version = VERSION.matcher(text);
        return version.matches() ? OptionalLong.of(Long.parseLong(version.group(1))) : OptionalLong.empty();
    }

    private ObjectNode body(Kind kind) {
        return body(kind == Kind.USER ? Limits.LARGEST_USER : Limits.LARGEST_BODY);
    }

    private ObjectNode body(int most) {
        if (request.header("Content-Encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .isPresent()) {
            throw RefusedRequest.of(415, "a compressed body is not taken");
        }
        Optional<String> type = request.header("Content-Type");
        if (type.isPresent() && !JSON.matcher(type.get()).matches()) {
            throw RefusedRequest.of(415, "the body is taken as application/scim+json or application/json");
        }
        byte[] body;
        try {
            body = request.body().readNBytes(most + 1);
        } catch (IOException e) {
            throw RefusedRequest.syntax("the body could not be read to its end");
        }
        if (body.length > most) {
            throw RefusedRequest.of(413, "the body has more than " + most + " bytes; send it in parts");
        }
        return SentJson.object(body);
    }

    /**
     * What a request is about.
     *
     * @param about the kind of resource, unless it is about none
     * @param subject the id of the resource, or the name of a new one; empty if it is unknown
     */
    record Push(String method, Optional<Kind> about, String subject) {
        Push about(String name) {
            return new Push(method, about, name);
        }

        /** Returns of which kind the resource is that the request would change. */
        Optional<Kind> kind() {
            return method.equals("POST") || method.equals("PUT") || method.equals("PATCH") ? about : Optional.empty();
        }

        /** Returns which request it was, without a name of a person. */
        @Override
        public String toString() {
            String verb = METHOD.matcher(method).matches() ? method : "…";
            boolean named = !method.equals("POST") && !subject.isEmpty();
            return verb + about.map(kind -> " " + kind.path()).orElse("") + (named ? "/" + plain(subject) : "");
        }

        private static String plain(String id) {
            return PLAIN_ID.matcher(id).matches() ? id : "…";
        }

        private static final Pattern METHOD = Pattern.compile("[A-Z]{1,10}");
    }
}
