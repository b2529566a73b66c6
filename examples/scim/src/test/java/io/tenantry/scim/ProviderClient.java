// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** A provider that sends requests to an endpoint, in the process. */
final class ProviderClient {
    static final String BASE = "https://scim.acme.example/scim/v2";

    private final ScimEndpoint endpoint;
    private final Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", "application/scim+json"));

    ProviderClient(ScimEndpoint endpoint, String token) {
        this.endpoint = endpoint;
        headers.put("Authorization", "Bearer " + token);
    }

    /** Returns a pusher with a connection and a token of its own. */
    static ProviderClient to(ScimStore store, String connection) {
        return new ProviderClient(
                ScimEndpoint.of(store), store.connection(connection).issueToken("t"));
    }

    /** Returns the same pusher with one header more. */
    ProviderClient with(String name, String value) {
        ProviderClient other = new ProviderClient(endpoint, "");
        other.headers.putAll(headers);
        other.headers.put(name, value);
        return other;
    }

    Answer get(String target) {
        return send("GET", target, "");
    }

    /** Asks with a filter, encoded as clients do. */
    Answer find(String path, String filter) {
        return get(path + "?filter=" + encoded(filter));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Answer post(String target, String body) {
        return send("POST", target, body);
    }

    Answer put(String target, String body) {
        return send("PUT", target, body);
    }

    /** Sends operations, each as JSON with single quotes. */
    Answer patch(String target, String... operations) {
        return send(
                "PATCH",
                target,
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':["
                        + String.join(",", operations) + "]}");
    }

    Answer delete(String target) {
        return send("DELETE", target, "");
    }

    /** Sends a request; single quotes in the body stand for double ones. */
    Answer send(String method, String target, String body) {
        return send(method, target, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    Answer send(String method, String target, byte[] body) {
        ScimResponse response = endpoint.handle(ScimRequest.of(method, BASE, target, headers, body));
        return new Answer(
                response.status(),
                response.headers(),
                response.body().length == 0 ? MissingNode.getInstance() : SentJson.own(response.body()));
    }

    /** Adds a user and returns the id. */
    String user(String userName) {
        return post("/Users", "{'userName':'" + userName + "','active':true}").id();
    }

    /** Adds a group and returns the id. */
    String group(String name, String... members) {
        StringBuilder list = new StringBuilder();
        for (String member : members) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{'value':'")
                    .append(member)
                    .append("'}");
        }
        return post("/Groups", "{'displayName':'" + name + "','members':[" + list + "]}")
                .id();
    }

    /** An answer, read. */
    record Answer(int status, Map<String, String> headers, JsonNode body) {
        String id() {
            return body.path("id").asText();
        }

        /** Returns the value at a path of names, parted by slashes. */
        JsonNode at(String path) {
            return body.at("/" + path);
        }

        /** Returns the value of a header; empty if it is not there. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String detail() {
            return body.path("detail").asText();
        }

        /** Returns the user names, or names of groups, of a list. */
        List<String> names() {
            return StreamSupport.stream(body.path("Resources").spliterator(), false)
                    .map(resource -> resource.path("userName")
                            .asText(resource.path("displayName").asText()))
                    .toList();
        }

        /** Returns the ids of a group's members. */
        List<String> members() {
            return StreamSupport.stream(body.path("members").spliterator(), false)
                    .map(member -> member.path("value").asText())
                    .toList();
        }

        /** Returns the text of the body. */
        String text() {
            return body.toString();
        }
    }
}
