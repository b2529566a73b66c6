// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

/** By which call members are put into groups and taken out. */
public enum MembershipWrites {
    /** The platform's member calls, at most 50 accounts each. Answers 202: the effect may come later. The default. */
    PLATFORM,
    /** SCIM {@code PATCH} of the group. How many members one carries is not documented; 50 are sent. */
    SCIM_PATCH
}
