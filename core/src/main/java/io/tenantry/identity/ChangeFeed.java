// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names the people of a source who changed since an earlier moment. Implement this if the identity provider offers delta
 * queries or a log of events. A run then reads each of them with {@link IdentitySource#find}, so a feed may name a
 * person too often, but never too late: a person who changed before {@link Changes#next()} was given out is named before it.
 * It is called from one thread at a time.
 */
public interface ChangeFeed {
    /**
     * Returns the watermark of this moment. It is asked before all people are read; {@link #since} from there names
     * everybody who changes from now on.
     *
     * @throws IdentitySourceException if the source cannot be read
     */
    String latest();

    /**
     * Returns who changed.
     *
     * @param watermark an earlier {@link #latest()} or {@link Changes#next()}
     * @throws UnknownWatermarkException if the source cannot say any more what changed since then
     * @throws IdentitySourceException if the source cannot be read
     */
    Changes since(String watermark);

    /**
     * Who changed since a watermark. Immutable.
     *
     * @param ids the people who were added, changed or removed
     * @param next the watermark for the next read
     */
    record Changes(Set<IdentityId> ids, String next) {
        /** Copies the ids. */
        public Changes {
            ids = Collections.unmodifiableSet(new TreeSet<>(ids));
        }
    }
}
