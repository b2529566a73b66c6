// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Ids;
import io.tenantry.internal.jdbc.DatabaseException;
import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.internal.jdbc.Work;
import io.tenantry.proof.Completeness;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The people whom a provider pushed, as an identity source. Each page is read in a transaction of its own, so that a
 * slow receiver keeps no transaction open; a person who changes meanwhile is in the feed.
 */
final class PushedPeople implements IdentitySource {
    private static final int PAGE = 500;

    private final ScimStore store;
    private final ScimConnection connection;

    PushedPeople(ScimStore store, ScimConnection connection) {
        this.store = store;
        this.connection = connection;
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        PersonReader reader = inOne(transaction -> PersonReader.of(transaction, connection));
        long entries = 0;
        int count = 0;
        List<RejectedRow> unknown = reader.rejectedNewcomers();
        if (!unknown.isEmpty()) {
            pages.accept(new IdentityPage(List.of(), unknown));
            count++;
        }
        String last = "";
        for (People page = page(reader, last); page.last != null; page = page(reader, last)) {
            pages.accept(new IdentityPage(page.identities, page.rejected));
            last = page.last;
            entries += page.identities.size();
            count++;
        }
        return new Completeness(entries, count, doubts(reader, entries));
    }

    private People page(PersonReader reader, String after) {
        return inOne(transaction -> {
            Rows rows = new Rows(transaction, connection.name());
            List<StoredResource> users = rows.usersAfter(after, PAGE);
            return users.isEmpty() ? People.NONE : reader.people(rows, users);
        });
    }

    private List<String> doubts(PersonReader reader, long entries) {
        List<String> doubts = new ArrayList<>();
        reader.doubt().ifPresent(doubts::add);
        if (entries == 0) {
            doubts.add("nobody was pushed to connection " + name());
        }
        return doubts;
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        String wanted = Ids.flaw(idOrUserName).isPresent() ? "" : idOrUserName.strip();
        // What speaks against an answer is no fault of the connection, which goes back to its pool first.
        return inOne(transaction -> found(transaction, wanted)).get();
    }

    private Supplier<Optional<Identity>> found(Transaction transaction, String wanted) throws SQLException {
        Rows rows = new Rows(transaction, connection.name());
        PersonReader reader = PersonReader.of(transaction, connection);
        String id = Ids.canonical(wanted);
        Optional<StoredResource> found = rows.byId(Kind.USER, id);
        if (found.isEmpty()) {
            found = rows.byName(Kind.USER, wanted);
        }
        if (found.isPresent()) {
            People people = reader.people(rows, List.of(found.get()));
            return () -> Optional.of(one(people));
        }
        boolean deleted = rows.wasDeleted(id);
        return () -> {
            if (!deleted) {
                requireAbsence(reader, wanted);
            }
            return Optional.empty();
        };
    }

    private static Identity one(People people) {
        if (!people.rejected.isEmpty()) {
            throw new IdentitySourceException(
                    people.rejected.get(0).origin() + ": "
                            + people.rejected.get(0).problem(),
                    null);
        }
        return people.identities.get(0);
    }

    /** A person who is not there may still come, or may be the one whom a refused push was about. */
    private void requireAbsence(PersonReader reader, String wanted) {
        reader.doubt().ifPresent(doubt -> {
            throw new IdentitySourceException(doubt, null);
        });
        reader.rejectedNewcomer(wanted).ifPresent(row -> {
            throw new IdentitySourceException(
                    name() + " may have a person with that id or user name: " + row.origin() + ": " + row.problem(),
                    null);
        });
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(new PushFeed(store, connection));
    }

    private <T> T inOne(Work<T> work) {
        return inOne(store, work);
    }

    static <T> T inOne(ScimStore store, Work<T> work) {
        try {
            return store.tables().read(work);
        } catch (DatabaseException e) {
            throw new IdentitySourceException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * People of one page.
     *
     * @param last the id of the last one; null if there was nobody
     */
    record People(
            List<Identity> identities,
            List<RejectedRow> rejected,
            @Nullable String last) {
        static final People NONE = new People(List.of(), List.of(), null);
    }
}
