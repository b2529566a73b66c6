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
        try (ScimPlace.Open open = place.open();
                Desk desk = place.desk(open.store());
                ScimServer server = started(open.store());
                HealthServer health = health(open.store())) {
            desk.open();
            announce(server, health.address());
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

    ScimServer started(ScimStore store) {
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

    void announce(ScimServer server, Optional<URI> health) {
        host.reporter().serving(server.uri(), host.request().serve().listening(server.port()), health);
    }

    private void lastWords() {
        host.reporter().end(Exit.INTERRUPTED);
        host.context().out().flush();
    }
}
