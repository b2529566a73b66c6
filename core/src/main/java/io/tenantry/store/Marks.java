// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import java.util.Optional;

/** Short named texts that survive a run, such as a source's watermark or its size when it was last read whole. */
public interface Marks {
    /** Returns a mark. */
    Optional<String> get(String name);

    /** Sets a mark. */
    void put(String name, String value);
}
