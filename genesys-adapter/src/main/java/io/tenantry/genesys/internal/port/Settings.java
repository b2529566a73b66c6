// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.genesys.DivisionWrites;
import io.tenantry.genesys.MembershipWrites;

/** The host's choices of how requests are written. */
public record Settings(
        DivisionWrites divisionWrites,
        MembershipWrites membershipWrites,
        int accountPage,
        int movesPerCall,
        int grantsPerCall) {}
