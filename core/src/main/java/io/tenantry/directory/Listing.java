// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.proof.Completeness;
import java.util.List;

/**
 * Entries that were read, and how complete the read was. Immutable.
 *
 * @param entries in the order they were read, without duplicates
 */
public record Listing<T>(List<T> entries, Completeness completeness) {
    /** Copies the entries. */
    public Listing {
        entries = List.copyOf(entries);
    }

    /** Returns a complete listing of these entries, read in one page. */
    public static <T> Listing<T> complete(List<T> entries) {
        return new Listing<>(entries, Completeness.complete(entries.size(), 1));
    }
}
