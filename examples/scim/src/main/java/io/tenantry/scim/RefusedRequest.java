// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

/**
 * A request that cannot be carried out as it is. The detail names the attribute or the operation and says what to do; it
 * repeats no value of the request, because it is kept and logged.
 */
final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String scimType;

    private RefusedRequest(int status, String scimType, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.scimType = scimType;
    }

    static RefusedRequest of(int status, String detail) {
        return new RefusedRequest(status, "", detail);
    }

    /** The text is no JSON, or not of the shape that the request needs. */
    static RefusedRequest syntax(String detail) {
        return new RefusedRequest(400, "invalidSyntax", detail);
    }

    /** The value of an attribute is of no use. */
    static RefusedRequest value(String detail) {
        return new RefusedRequest(400, "invalidValue", detail);
    }

    /** The path of an operation cannot be read, or means nothing. */
    static RefusedRequest path(String detail) {
        return new RefusedRequest(400, "invalidPath", detail);
    }

    /** An operation has no target. */
    static RefusedRequest noTarget(String detail) {
        return new RefusedRequest(400, "noTarget", detail);
    }

    /** An attribute may not be changed. */
    static RefusedRequest readOnly(String detail) {
        return new RefusedRequest(400, "mutability", detail);
    }

    /** A filter cannot be read. */
    static RefusedRequest filter(String detail) {
        return new RefusedRequest(400, "invalidFilter", detail);
    }

    /** A cursor is of no use. */
    static RefusedRequest cursor(String detail) {
        return new RefusedRequest(400, "invalidCursor", detail);
    }

    /** What the store said of a push. */
    static RefusedRequest of(RefusedPush push) {
        return new RefusedRequest(push.why().status(), push.why().scimType(), String.valueOf(push.getMessage()));
    }

    /** Returns the same refusal of a part of the request. */
    RefusedRequest in(String part) {
        return new RefusedRequest(status, scimType, part + ": " + getMessage());
    }

    int status() {
        return status;
    }

    /** Returns the word that SCIM has for it; empty if it has none. */
    String scimType() {
        return scimType;
    }

    /** Returns what was wrong, without personal data. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
