// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.Division;
import java.time.Instant;
import java.util.List;

/**
 * What a proof was read from, and when. Immutable.
 *
 * @param from before the first call
 * @param to after the last call
 * @param accounts how many accounts were read, in any state
 * @param divisions how many divisions were read for their grants, all divisions at once counted as one
 * @param grants how many grants were found in them
 * @param groups how many groups the organization has
 * @param groupsRead how many of them were read for their members: the policy's own, and all that hold a grant
 * @param memberships how many memberships were found in those
 * @param calls how many calls, pages included, were made
 * @param outside the divisions that belong to no tenant of the policy, which the proof says nothing of
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
