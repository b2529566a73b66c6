// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.proof.Completeness;
import io.tenantry.scim.ScimConnection;
import io.tenantry.scim.ScimStore;
import io.tenantry.scim.ScimStoreException;
import io.tenantry.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The people whom a provider pushed. The place is opened when it is first asked for, so that a database that is away for
 * a while is tried again, and a mistyped name of a connection makes none. Safe for use by several threads.
 */
final class PushedSource implements IdentitySource, AutoCloseable {
    private final ScimPlace place;
    private final String name;
    private ScimPlace.@Nullable Open open;
    private @Nullable ScimConnection connection;
    private volatile String seen = "";
    private boolean closed;

    PushedSource(ScimPlace place, String name) {
        this.place = place;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        return connection().source().read(pages);
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        return connection().source().find(idOrUserName);
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(new Pushes());
    }

    /** Returns when something was last pushed; empty if nothing was, or that cannot be read now. */
    Optional<Instant> lastPush() {
        try {
            return connection().status().lastChange();
        } catch (IdentitySourceException | ScimStoreException e) {
            return Optional.empty();
        }
    }

    /** Returns whether something was pushed since the last question. Costs one read of the database. */
    boolean hasNews() {
        try {
            String now = connection().source().changes().orElseThrow().latest();
            boolean news = !now.equals(seen);
            seen = now;
            return news;
        } catch (IdentitySourceException | ScimStoreException e) {
            return false;
        }
    }

    /** Opens the place, and makes it if it is not there, for an endpoint in this process. */
    synchronized ScimStore store() {
        if (closed) {
            throw new IdentitySourceException("the pushes are closed, because the process ends", null);
        }
        ScimPlace.Open now = open;
        if (now == null) {
            now = place.open();
            open = now;
        }
        return now.store();
    }

    /**
     * Opens the place for an endpoint in this process.
     *
     * @throws Refused if a file has no such connection: no other process can make it while this one has the file open
     */
    ScimStore served() {
        ScimStore now = store();
        List<String> known = now.connections();
        if (place instanceof ScimPlace.File && !known.contains(name)) {
            throw new Refused(unknown(known));
        }
        return now;
    }

    private synchronized ScimConnection connection() {
        ScimConnection known = connection;
        if (known == null) {
            known = opened();
            connection = known;
        }
        return known;
    }

    private ScimConnection opened() {
        try {
            if (!place.isThere()) {
                throw new IdentitySourceException("nothing was pushed to " + place.name() + " yet; check --scim", null);
            }
            ScimStore now = store();
            List<String> known = now.connections();
            if (!known.contains(name)) {
                throw new IdentitySourceException(unknown(known), null);
            }
            return now.connection(name);
        } catch (ScimStoreException e) {
            throw new IdentitySourceException("the pushes cannot be read: " + place.trouble(e), e);
        } catch (StoreException e) {
            throw new IdentitySourceException("the pushes cannot be read: " + e.getMessage(), e);
        }
    }

    private String unknown(List<String> known) {
        return place.name() + " has no connection \"" + name + "\""
                + (known.isEmpty()
                        ? ": issue a token first, with provision scim token issue"
                        : NearWords.hint(name, known, "there are " + String.join(", ", known)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        ScimPlace.Open now = open;
        if (now != null) {
            now.close();
        }
    }

    private final class Pushes implements ChangeFeed {
        @Override
        public String latest() {
            return feed().latest();
        }

        @Override
        public Changes since(String watermark) {
            return feed().since(watermark);
        }

        private ChangeFeed feed() {
            return connection().source().changes().orElseThrow();
        }
    }
}
