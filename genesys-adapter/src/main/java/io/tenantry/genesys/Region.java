// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

/** A Genesys Cloud region. */
public enum Region {
    /** Virginia. */
    US_EAST_1
}
