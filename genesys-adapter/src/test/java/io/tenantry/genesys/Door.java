// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.io.IOException;
import java.net.URI;

/** A port of the loopback address through which nobody gets, until it is opened. */
interface Door extends AutoCloseable {
    URI uri();

    /** Lets everybody in from now on, to be served by this wire. */
    void openInto(FaultyWire wire);

    @Override
    void close() throws IOException;
}
