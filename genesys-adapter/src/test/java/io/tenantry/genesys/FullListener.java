// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/** A port on which a connection is neither made nor refused, because its queue is full, until it is emptied. */
final class FullListener implements Door {
    private static final int MOST = 64;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Deque<Socket> waiting = new ArrayDeque<>();
    private boolean emptied;

    FullListener() throws IOException {
        while (getsThrough()) {
            if (waiting.size() > MOST) {
                throw new IllegalStateException("this system's queue of connections cannot be filled");
            }
        }
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public synchronized void openInto(FaultyWire wire) {
        if (!emptied) {
            emptied = true;
            wire.adoptAll(listener);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : waiting) {
            socket.close();
        }
    }

    private boolean getsThrough() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 200);
            waiting.add(socket);
            return true;
        } catch (SocketTimeoutException e) {
            socket.close();
            return false;
        }
    }
}
