// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

/**
 * The right to write to an organization, as the holder of a lease proves it. A store refuses a write under a fence that
 * is no longer the newest of its lease. Immutable.
 *
 * @param name the name of the lease
 * @param holder who holds it
 * @param number grows with each change of holder, and never starts again
 */
public record Fence(String name, String holder, long number) {
    /** Returns the name of the lease that a run needs to write to an organization and to its audit trail. */
    public static String ofOrganization(String id) {
        return "apply " + id;
    }
}
