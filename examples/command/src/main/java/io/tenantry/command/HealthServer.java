// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tenantry.watch.WatchStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers how a watch stands; without a server, to nobody. */
final class HealthServer implements AutoCloseable {
    static final HealthServer NONE = new HealthServer(null);

    private static final String PATH = "/health";

    private final @Nullable HttpServer server;

    private HealthServer(@Nullable HttpServer server) {
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param address where it listens; port 0 for a free one
     */
    static HealthServer on(InetSocketAddress address, Supplier<WatchStatus> status) {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new Refused("--health " + address.getPort() + " cannot be used: " + e.getMessage()
                    + "; choose another port, or an address that this machine has");
        }
        server.createContext("/", exchange -> answer(exchange, status));
        server.start();
        return new HealthServer(server);
    }

    /** Returns where it answers. */
    Optional<URI> address() {
        return Optional.ofNullable(server)
                .map(HttpServer::getAddress)
                .map(a -> URI.create("http://" + IpAddress.inUrl(a.getAddress(), a.getPort()) + PATH));
    }

    private static void answer(HttpExchange exchange, Supplier<WatchStatus> status) throws IOException {
        try (exchange) {
            boolean reads = exchange.getRequestMethod().equals("GET");
            if (!exchange.getRequestURI().getPath().equals(PATH) || !reads) {
                exchange.sendResponseHeaders(reads ? 404 : 405, -1);
                return;
            }
            WatchStatus now = status.get();
            byte[] body = (HealthJson.of(now) + "\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(now.isWell() ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
