// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * How much one call carries, and how many calls a minute are allowed. Batches and costs of a plan follow these limits.
 * Immutable.
 *
 * @param membersPerCall most accounts that one call adds to, or removes from, one group
 * @param movesPerCall most accounts that one call moves into one division
 * @param grantsPerCall most role-in-division pairs that one call grants to, or revokes from, one subject
 * @param lookupsPerCall most accounts that one call looks up by id
 * @param placesOnCreate whether a create puts the account straight into its division
 * @param callsPerMinute the budget
 */
public record DirectoryLimits(
        int membersPerCall,
        int movesPerCall,
        int grantsPerCall,
        int lookupsPerCall,
        boolean placesOnCreate,
        int callsPerMinute) {
    /** @throws IllegalArgumentException if a limit is not positive */
    public DirectoryLimits {
        if (Math.min(Math.min(membersPerCall, movesPerCall), Math.min(grantsPerCall, lookupsPerCall)) < 1
                || callsPerMinute < 1) {
            throw new IllegalArgumentException("every limit of a directory is at least 1");
        }
    }
}
