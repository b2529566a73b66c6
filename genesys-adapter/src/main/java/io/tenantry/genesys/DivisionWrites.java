// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

/**
 * How a new account gets its division. In each case the answer is compared with the request, and the platform's move,
 * which is the authority, corrects a difference. Existing accounts are always moved by the platform.
 */
public enum DivisionWrites {
    /**
     * SCIM, {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division}, by name: what the official
     * SDKs document. A joiner costs one call. The default.
     */
    SCIM_NAME,
    /**
     * SCIM, {@code urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:divisionId}, by GUID: what some
     * guides say. No official SDK has the attribute; if the service ignores it, each joiner costs a move and a read
     * more.
     */
    SCIM_GENESYS_DIVISION_ID,
    /**
     * Not on creation: the account starts in Home and is moved by GUID, many accounts in one call. The only way that
     * does not depend on division names.
     */
    PLATFORM_MOVE
}
