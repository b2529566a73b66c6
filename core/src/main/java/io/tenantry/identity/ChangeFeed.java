// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.List;

/**
 * Reads the changes of a source since an earlier read. Implement this if the identity provider offers delta queries.
 */
public interface ChangeFeed {
    /**
     * Reads the changes.
     *
     * @param watermark the last {@link Changes#next()}; the empty text means from the beginning
     * @throws IdentitySourceException if the source cannot be read, or no longer knows the watermark
     */
    Changes since(String watermark);

    /**
     * The changes since a watermark. Immutable.
     *
     * @param changed the changed people, as they are now
     * @param removed the people who are no longer in the source
     * @param next the watermark for the next read
     */
    record Changes(IdentityPage changed, List<IdentityId> removed, String next) {
        /** Copies the removed ids. */
        public Changes {
            removed = List.copyOf(removed);
        }
    }
}
