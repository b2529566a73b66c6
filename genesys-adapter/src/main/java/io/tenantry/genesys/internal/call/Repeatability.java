// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

/** What sending a call twice would do; it decides what may be sent again, whatever the status was. */
public enum Repeatability {
    /** Nothing: it only reads. */
    READ,
    /** The same as sending it once. */
    IDEMPOTENT,
    /** It could take effect twice, so it is never sent again once the service may have received it. */
    ONE_SHOT
}
