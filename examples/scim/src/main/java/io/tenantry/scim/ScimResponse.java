// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request. The body is a copy that the receiver may change.
 *
 * @param status the HTTP status
 * @param headers the headers, without the length of the body
 * @param body the body; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
public record ScimResponse(int status, Map<String, String> headers, byte[] body) {
    /** Copies the headers and the body. */
    public ScimResponse {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    ScimResponse with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new ScimResponse(status, more, body);
    }

    ScimResponse withoutBody() {
        return new ScimResponse(status, headers, new byte[0]);
    }

    /** Leaves out everything that may be personal. */
    @Override
    public String toString() {
        return "SCIM response " + status;
    }
}
