// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import java.util.Collection;

/** The check that a batch fits one call. */
final class Batches {
    private Batches() {}

    static void check(String what, Collection<?> batch, int most) {
        if (batch.size() > most) {
            throw new IllegalArgumentException(
                    batch.size() + " " + what + " in one call; at most " + most + " are allowed");
        }
    }
}
