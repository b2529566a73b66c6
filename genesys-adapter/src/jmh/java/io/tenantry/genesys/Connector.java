// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connector as the galleries have them: it works person by person through SCIM, and knows no division's grants. */
record Connector(HttpClient client, URI base, String token) {
    static final String USERS = "/api/v2/scim/v2/users";
    private static final int BATCH = 50;

    static Connector to(FakeGenesysCloud fake) {
        return new Connector(fake.httpClient(), fake.baseUri(), fake.bearerToken());
    }

    /** Looks a person up by name, as it does before each write. */
    String find(String userName) throws IOException, InterruptedException {
        String filter = URLEncoder.encode("userName eq \"" + userName + "\"", StandardCharsets.UTF_8);
        return id(call("GET", USERS + "?filter=" + filter, ""));
    }

    void deactivate(String user) throws IOException, InterruptedException {
        call("PATCH", USERS + "/" + user, patch("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"));
    }

    /** Adds or removes many members of one group, fifty a call: the fair form of a connector. */
    void members(String op, String group, List<String> users) throws IOException, InterruptedException {
        for (int from = 0; from < users.size(); from += BATCH) {
            List<String> operations = new ArrayList<>();
            for (String user : users.subList(from, Math.min(users.size(), from + BATCH))) {
                operations.add(member(op, user));
            }
            call("PATCH", "/api/v2/scim/v2/groups/" + group, patch(String.join(",", operations)));
        }
    }

    String create(String userName, String division) throws IOException, InterruptedException {
        String body = "{\"schemas\":[],\"active\":true,\"userName\":\"%s\",\"displayName\":\"Agent\",%s}"
                .formatted(userName, enterprise(division));
        return id(call("POST", USERS, body));
    }

    /** Returns the id of the only user in an answer; empty if there is none. */
    private static String id(String answer) {
        Matcher ids = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(answer);
        return ids.find() ? ids.group(1) : "";
    }

    void move(String user, String division) throws IOException, InterruptedException {
        String path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division";
        call("PATCH", USERS + "/" + user, patch("{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}"
                .formatted(path, division)));
    }

    void member(String op, String group, String user) throws IOException, InterruptedException {
        call("PATCH", "/api/v2/scim/v2/groups/" + group, patch(member(op, user)));
    }

    private static String member(String op, String user) {
        return op.equals("add")
                ? "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(user)
                : "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(user);
    }

    String call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static String patch(String operation) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operation + "]}";
    }

    private static String enterprise(String division) {
        return "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"division\":\"" + division
                + "\"}";
    }
}
