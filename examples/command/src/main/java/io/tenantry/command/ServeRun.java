// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.scim.ScimEndpoint;
import io.tenantry.scim.ScimServer;
import io.tenantry.scim.ScimStore;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Takes what providers push until the process is asked to end. A push is durable when it is answered. */
record ServeRun(Host host) {
    private static final Duration SLICE = Duration.ofSeconds(1);

    /** Serves, and provisions nothing. */
    Exit run() {
        Interruption interruption = host.context().interruption();
        interruption.saying(this::lastWords);
        ScimPlace place = host.request().pushes().orElseThrow();
        try (Opened<ScimPlace.Open> open = place.opened(host.closings());
                Opened<Desk> desk = desk(open.get().store());
                Opened<ScimServer> server = started(open.get().store());
                HealthServer health = health(open.get().store())) {
            open(desk.get(), server.get(), health.address());
            while (!interruption.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
                pause();
            }
        }
        return Exit.INTERRUPTED;
    }

    private void pause() {
        try {
            host.context().sleeper().sleep(SLICE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Opened<Desk> desk(ScimStore store) {
        return host.closings().open(() -> host.request().pushes().orElseThrow().desk(store), Desk::close);
    }

    Opened<ScimServer> started(ScimStore store) {
        return host.closings().open(() -> server(store), ScimServer::close);
    }

    private ScimServer server(ScimStore store) {
        ServeTerms terms = host.request().serve();
        ScimServer.Builder server = ScimServer.of(ScimEndpoint.of(store)).address(terms.address());
        terms.publicUrl().ifPresent(server::publicUri);
        terms.tls().ifPresent(server::tls);
        if (terms.tlsByProxy()) {
            server.tlsByProxy();
        }
        try {
            return server.start();
        } catch (UncheckedIOException e) {
            throw new Refused("--port " + terms.address().getPort() + " cannot be used: " + e.getMessage()
                    + "; choose another port, or an address that this machine has");
        }
    }

    private HealthServer health(ScimStore store) {
        return host.request()
                .times()
                .health()
                .map(address -> HealthServer.on(address, () -> Health.of(store)))
                .orElse(HealthServer.NONE);
    }

    /** Begins to serve, and says where. */
    void open(Desk desk, ScimServer server, Optional<URI> health) {
        desk.open();
        host.reporter().serving(server.uri(), host.request().serve().listening(server.port()), health);
    }

    private void lastWords() {
        host.reporter().end(Exit.INTERRUPTED);
        host.context().out().flush();
    }
}
