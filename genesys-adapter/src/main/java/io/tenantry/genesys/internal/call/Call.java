// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.genesys.Urgency;
import org.jspecify.annotations.Nullable;

/** One request to the API, and whether it may be repeated. Immutable. */
public final class Call {
    private static final String MARKED = "/api/v2/scim/v2/users";

    private final String method;
    private final String template;
    private final String path;
    private final String query;
    private final byte @Nullable [] body;
    private final Repeatability meaning;
    private final Urgency urgency;
    private final boolean creates;

    private Call(
            String method,
            String template,
            String path,
            String query,
            byte @Nullable [] body,
            Repeatability meaning,
            Urgency urgency,
            boolean creates) {
        this.method = method;
        this.template = template;
        this.path = path;
        this.query = query;
        this.body = body;
        this.meaning = meaning;
        this.urgency = urgency;
        this.creates = creates;
    }

    /** Returns a read. */
    public static Call get(String template, String... ids) {
        return of("GET", Repeatability.READ, template, ids);
    }

    /** Returns a call that may be sent again. */
    public static Call idempotent(String method, String template, String... ids) {
        return of(method, Repeatability.IDEMPOTENT, template, ids);
    }

    /** Returns a read with a body, such as a search. */
    public static Call search(String template) {
        return of("POST", Repeatability.READ, template);
    }

    /** Returns a call that creates something, and so is never sent twice. */
    public static Call create(String template) {
        return new Call("POST", template, template, "", null, Repeatability.ONE_SHOT, Urgency.ORDINARY, true);
    }

    private static Call of(String method, Repeatability meaning, String template, String... ids) {
        String path = PathText.fill(template, ids);
        return new Call(method, template, path, "", null, meaning, Urgency.ORDINARY, false);
    }

    /** Returns the call with one more query parameter. */
    public Call with(String name, String value) {
        String more = query + (query.isEmpty() ? '?' : '&') + PathText.encode(name) + '=' + PathText.encode(value);
        return new Call(method, template, path, more, body, meaning, urgency, creates);
    }

    /** Returns the call with one more query parameter. */
    public Call with(String name, int value) {
        return with(name, Integer.toString(value));
    }

    /** Returns the call with this parameter once for each value, as the API takes lists. */
    public Call withEach(String name, Iterable<String> values) {
        StringBuilder more = new StringBuilder(query);
        for (String value : values) {
            more.append(more.isEmpty() ? '?' : '&').append(PathText.encode(name));
            more.append('=').append(PathText.encode(value));
        }
        return new Call(method, template, path, more.toString(), body, meaning, urgency, creates);
    }

    /** Returns the call with a JSON body. */
    public Call json(byte[] json) {
        return new Call(method, template, path, query, json, meaning, urgency, creates);
    }

    /** Returns the call marked as removing access, so that it goes first. */
    public Call revoking() {
        return new Call(method, template, path, query, body, meaning, Urgency.REVOKING, creates);
    }

    /** Returns method and path without ids, filters or values: safe to log. */
    public String route() {
        return method + ' ' + template;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String target() {
        return path + query;
    }

    byte @Nullable [] body() {
        return body;
    }

    /** Whether the call shows or writes external ids, which may belong to one client. */
    boolean isMarked() {
        return template.startsWith(MARKED);
    }

    /** Whether the answer is a page of many rows: gzip makes it seven times smaller, but only slows small answers. */
    boolean isListing() {
        return query.contains("pageSize=");
    }

    Repeatability repeatability() {
        return meaning;
    }

    Urgency urgency() {
        return urgency;
    }

    /** Whether a conflict means that the object exists already. */
    boolean creates() {
        return creates;
    }

    @Override
    public String toString() {
        return route();
    }
}
