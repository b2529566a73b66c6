// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A port that refuses connections and stays reserved: it is bound, but nothing listens. */
final class ClosedPort implements Door {
    private final InetAddress host = InetAddress.getLoopbackAddress();
    private final Socket reserved = new Socket();
    private @Nullable ServerSocket listener;

    ClosedPort() throws IOException {
        reserved.setReuseAddress(true);
        reserved.bind(new InetSocketAddress(host, 0));
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + reserved.getLocalPort());
    }

    @Override
    public synchronized void openInto(FaultyWire wire) {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket(reserved.getLocalPort(), 50, host);
            listener = opened;
            wire.adoptAll(opened);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        reserved.close();
        if (listener != null) {
            listener.close();
        }
    }
}
