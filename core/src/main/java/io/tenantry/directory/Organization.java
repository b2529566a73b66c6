// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/**
 * The Genesys organization a credential belongs to. Immutable.
 *
 * @param id the organization's identifier
 * @param name its display name
 * @param shortName the short, URL-safe name by which a policy names it
 */
public record Organization(String id, String name, String shortName) {
    /** Returns whether a policy for {@code written} is for this one: its short name or its id; display names repeat. */
    public boolean isCalled(String written) {
        return written.equals(shortName) || written.equals(id);
    }
}
