// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.Division;
import java.time.Instant;
import java.util.List;

/**
 * The reads that a proof rests on, and their time. Immutable.
 *
 * @param from the time before the first call
 * @param to the time after the last call
 * @param accounts how many accounts were read, in any state
 * @param divisions how many divisions were read for their grants; "all divisions" counts as one
 * @param grants how many grants were found in them
 * @param groups how many groups the organization has
 * @param groupsRead how many groups were read for their members: those of the policy, and all that hold a grant
 * @param memberships how many memberships were found in those
 * @param calls how many calls, pages included, were made
 * @param outside the divisions that belong to no tenant, of the policy or of an earlier run; the proof says nothing about them
 */
public record Coverage(
        Instant from,
        Instant to,
        long accounts,
        int divisions,
        long grants,
        int groups,
        int groupsRead,
        long memberships,
        int calls,
        List<Division> outside) {
    /** Copies the divisions. */
    public Coverage {
        outside = List.copyOf(outside);
    }
}
