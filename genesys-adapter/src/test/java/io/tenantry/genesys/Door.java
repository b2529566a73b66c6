// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.io.IOException;
import java.net.URI;

/** A port of the loopback address that lets no connection through until it is opened. */
interface Door extends AutoCloseable {
    URI uri();

    /** Lets connections through from now on; this wire serves them. */
    void openInto(FaultyWire wire);

    @Override
    void close() throws IOException;
}
