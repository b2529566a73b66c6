// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.List;

/** Reads what changed at a source since an earlier read. Implement this where the identity provider offers delta queries. */
public interface ChangeFeed {
    /**
     * Reads what changed.
     *
     * @param watermark what {@link Changes#next()} said last time; the empty text means from the beginning
     * @throws IdentitySourceException if the source cannot be read, or no longer knows the watermark
     */
    Changes since(String watermark);

    /**
     * What changed since a watermark. Immutable.
     *
     * @param changed as they are now
     * @param removed no longer in the source
     * @param next the watermark for the next read
     */
    record Changes(IdentityPage changed, List<IdentityId> removed, String next) {
        /** Copies the removed ids. */
        public Changes {
            removed = List.copyOf(removed);
        }
    }
}
