// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as a server received it. The body is read once, after the token was found valid, and no further than the
 * endpoint takes; closing it is the server's business.
 *
 * @param method the HTTP method
 * @param base the address that the provider calls, without a slash at its end, such as {@code
 *     https://scim.acme.example/scim/v2}; addresses of resources begin with it
 * @param target what stands behind the base, as it was sent: the path and, behind a question mark, the query
 * @param headers the headers; upper and lower case of a name count as equal
 * @param body the body; an empty stream if there is none
 */
public record ScimRequest(String method, String base, String target, Map<String, String> headers, InputStream body) {
    /** Copies the headers. */
    public ScimRequest {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    /** Returns a request whose body is there as bytes. */
    public static ScimRequest of(String method, String base, String target, Map<String, String> headers, byte[] body) {
        return new ScimRequest(method, base, target, headers, new ByteArrayInputStream(body));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Leaves out everything that may be personal or secret. */
    @Override
    public String toString() {
        return "SCIM request";
    }
}
