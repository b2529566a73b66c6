// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

/** What sending a request twice would do. It decides whether a request may be repeated after a failure. */
public enum Repeatability {
    /** Nothing: the request only reads. */
    READ,
    /** The same as sending it once. */
    IDEMPOTENT,
    /** It could take effect twice, so it is never repeated once the service may have received it. */
    ONE_SHOT
}
