// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers how this process stands; without a server, to nobody. */
final class HealthServer implements AutoCloseable {
    static final HealthServer NONE = new HealthServer(null, InetAddress.getLoopbackAddress());

    private static final String PATH = "/health";

    private final @Nullable HttpServer server;
    private final InetAddress host;

    private HealthServer(@Nullable HttpServer server, InetAddress host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Starts a server.
     *
     * @param address where it listens; port 0 for a free one
     */
    static HealthServer on(InetSocketAddress address, Supplier<Health> health) {
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new Refused("--health " + address.getPort() + " cannot be used: " + e.getMessage()
                    + "; choose another port, or an address that this machine has");
        }
        server.createContext("/", exchange -> answer(exchange, health));
        server.start();
        return new HealthServer(server, address.getAddress());
    }

    /** Returns where it answers. */
    Optional<URI> address() {
        return Optional.ofNullable(server)
                .map(s -> URI.create(
                        "http://" + IpAddress.inUrl(host, s.getAddress().getPort()) + PATH));
    }

    private static void answer(HttpExchange exchange, Supplier<Health> health) throws IOException {
        try (exchange) {
            boolean reads = exchange.getRequestMethod().equals("GET");
            if (!exchange.getRequestURI().getPath().equals(PATH) || !reads) {
                exchange.sendResponseHeaders(reads ? 404 : 405, -1);
                return;
            }
            Health now = health.get();
            byte[] body = (now.json() + "\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(now.well() ? 200 : 503, body.length);
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
