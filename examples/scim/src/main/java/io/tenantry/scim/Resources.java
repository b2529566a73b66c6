// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenantry.internal.Fold;
import io.tenantry.internal.Ids;
import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.scim.Rows.Reference;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of one connection, within one transaction, which {@link ScimConnection#read} and {@link
 * ScimConnection#write} give. The work may run more than once, so it changes nothing but these resources. An exception
 * that it throws undoes everything. Documents are those of the protocol, with attribute names spelt as in its schema.
 * Not thread-safe.
 */
final class Resources {
    private final Rows rows;
    private final Refusals refusals;
    private final Moments moments;
    private final ScimStore store;
    private final long moment;
    private @Nullable SQLException failure;

    private Resources(Transaction transaction, ScimStore store, String connection, long moment) {
        this.rows = new Rows(transaction, connection);
        this.refusals = new Refusals(transaction, connection);
        this.moments = store.moments(transaction, connection);
        this.store = store;
        this.moment = moment;
    }

    static <T> T read(Transaction transaction, ScimStore store, String connection, Function<Resources, T> work)
            throws SQLException {
        return new Resources(transaction, store, connection, 0).run(work);
    }

    static <T> T write(Transaction transaction, ScimStore store, String connection, Function<Resources, T> work)
            throws SQLException {
        long moment = store.moments(transaction, connection).next(store.newId());
        return new Resources(transaction, store, connection, moment).run(work);
    }

    /** An error of the driver ends the transaction, even if the work caught it on the way. */
    private <T> T run(Function<Resources, T> work) throws SQLException {
        T result;
        try {
            result = work.apply(this);
        } catch (RuntimeException e) {
            throwFailure();
            throw e;
        }
        throwFailure();
        return result;
    }

    private void throwFailure() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns the resource of this id. */
    Optional<StoredResource> byId(Kind kind, String id) {
        return isKey(id) ? sql(() -> rows.byId(kind, Ids.canonical(id))) : Optional.empty();
    }

    /** Nothing is kept under a text that no database takes as a key. */
    private static boolean isKey(String text) {
        return Ids.flaw(text).isEmpty();
    }

    /**
     * Returns the resource of this user name or group name, without regard to case. The name of a deleted user, as Entra
     * ID changes it, finds that user.
     */
    Optional<StoredResource> byName(Kind kind, String name) {
        if (!isKey(name)) {
            return Optional.empty();
        }
        return sql(() -> {
            Optional<StoredResource> found = rows.byName(kind, name);
            Optional<Tombstone> tombstone = Tombstone.of(name);
            if (found.isPresent() || tombstone.isEmpty()) {
                return found;
            }
            return rows.byName(kind, tombstone.get().userName())
                    .filter(user -> tombstone.get().isOf(user));
        });
    }

    /** Returns the resources of this external id, with regard to case; a provider may give one twice. */
    List<StoredResource> byExternalId(Kind kind, String externalId) {
        return isKey(externalId) ? sql(() -> rows.byExternalId(kind, externalId)) : List.of();
    }

    /** Returns a part of all resources, in the order in which they were made. */
    List<StoredResource> page(Kind kind, long skip, int count) {
        return sql(() -> rows.page(kind, skip, count));
    }

    /** Returns a part of the resources whose document has a text, in small letters of ASCII, anywhere in it. */
    List<StoredResource> containing(Kind kind, String text, long skip, int count) {
        return sql(() -> rows.containing(kind, text, skip, count));
    }

    /** Returns how many resources there are. */
    long count(Kind kind) {
        return sql(() -> rows.count(kind));
    }

    /** Returns the members of a group who are known, in the order of their ids. */
    List<Reference> members(String group) {
        return isKey(group) ? sql(() -> rows.members(Ids.canonical(group))) : List.of();
    }

    /** Returns whether a user is a member of a group. */
    boolean isMember(String group, String user) {
        return isKey(group) && isKey(user) && sql(() -> rows.isMember(Ids.canonical(group), Ids.canonical(user)));
    }

    /** Returns the groups of a user, in the order of their names. */
    List<Reference> groups(String user) {
        return isKey(user) ? sql(() -> rows.groups(Ids.canonical(user))) : List.of();
    }

    /**
     * Adds a resource. A user who is inactive and is created once more becomes active again under the same id.
     *
     * @throws RefusedPush if it is there, another one has its name, or it cannot be kept
     */
    Created create(Kind kind, ObjectNode document) {
        return sql(() -> {
            Content wanted = Content.of(kind, document, true);
            Content content = Tombstone.of(wanted.label())
                    .filter(tombstone -> kind == Kind.USER)
                    .map(tombstone -> wanted.named(tombstone.userName()))
                    .orElse(wanted);
            Optional<StoredResource> present = Present.in(rows, content).orRefuse();
            return present.isPresent()
                    ? new Created(keep(present.get(), content), true)
                    : new Created(insert(content), false);
        });
    }

    private StoredResource insert(Content content) throws SQLException {
        Instant now = store.now();
        String id = ProviderIds.of(content.externalId()).orElseGet(store::newId);
        StoredResource made = new StoredResource(
                content.kind(),
                id,
                content.label(),
                content.externalId(),
                content.active(),
                moment,
                moment,
                now,
                now,
                content.body(),
                new TreeSet<>());
        rows.insert(made);
        if (made.kind() == Kind.USER) {
            rows.mark(moment, List.of(id));
        } else {
            nameGroup(made);
        }
        madeGood(made);
        return made;
    }

    /**
     * Changes a resource.
     *
     * @param version the only version to be changed; empty for any
     * @param change from the present document to the wanted one; gets a document of its own and may change it
     * @return the resource as it is then; unchanged, with its version, if the documents are equal
     * @throws RefusedPush if it is not there, has another version, another one has the name, or it cannot be kept
     */
    StoredResource change(Kind kind, String id, OptionalLong version, UnaryOperator<ObjectNode> change) {
        return sql(() -> {
            StoredResource before = required(kind, id, version);
            Content wanted = Content.of(kind, change.apply(before.document()), before.active());
            return keep(before, kind == Kind.USER ? withoutTombstone(before, wanted) : wanted);
        });
    }

    /** A deleted user keeps the name, so that the user is found by it and restored. */
    private Content withoutTombstone(StoredResource before, Content wanted) throws SQLException {
        Optional<Tombstone> tombstone = Tombstone.of(wanted.label());
        if (tombstone.isEmpty()) {
            return wanted;
        }
        String behind = tombstone.get().userName();
        boolean free = rows.byName(Kind.USER, behind)
                .filter(user -> !user.id().equals(before.id()))
                .isEmpty();
        return wanted.named(free ? behind : before.label());
    }

    private StoredResource keep(StoredResource before, Content wanted) throws SQLException {
        if (ProviderIds.areOfTwo(before.externalId(), wanted.externalId())) {
            throw RefusedPush.taken("this " + before.kind().word()
                    + " has the id of another object at the provider; delete it here first, or leave its externalId");
        }
        Optional<StoredResource> other = rows.byName(before.kind(), wanted.label())
                .filter(holder -> !holder.id().equals(before.id()));
        if (other.isPresent()) {
            return swap(before, wanted, other.get());
        }
        StoredResource after = before.with(wanted, emptied(before, wanted));
        madeGood(after);
        return after.equals(before) ? before : write(after, before.label());
    }

    private StoredResource write(StoredResource after, String labelBefore) throws SQLException {
        StoredResource written = after.written(moment, store.now());
        rows.update(written);
        if (written.kind() == Kind.USER) {
            rows.mark(moment, List.of(written.id()));
        } else if (!written.label().equals(labelBefore)) {
            nameGroup(written);
        }
        return written;
    }

    /**
     * Two users get each other's name. The provider sends one after the other, and the first was refused; it stays
     * refused until it is sent again, because more than the name may have been in it.
     */
    private StoredResource swap(StoredResource one, Content wanted, StoredResource other) throws SQLException {
        if (one.kind() != Kind.USER || !refusals.wants(other, one.label())) {
            throw RefusedPush.nameTaken(one.kind(), wanted.label());
        }
        rows.update(renamed(other, other.id()));
        StoredResource written = keep(one, wanted);
        write(renamed(other, one.label()), other.label());
        return written;
    }

    private static StoredResource renamed(StoredResource user, String label) {
        return user.with(Content.of(user.kind(), user.document(), user.active()).named(label), user.emptied());
    }

    private static SortedSet<String> emptied(StoredResource before, Content wanted) {
        if (before.kind() == Kind.GROUP || before.body().equals(wanted.body())) {
            return before.emptied();
        }
        return FlatAttributes.emptied(before.document(), before.emptied(), Json.read(wanted.body()));
    }

    /** A new name concerns everybody, because it was unknown who is in the group. */
    private void nameGroup(StoredResource group) throws SQLException {
        if (rows.keepGroupName(group.label())) {
            moments.groupsChanged(moment);
        }
        rows.markMembers(moment, group.id());
    }

    /** The resource is as the provider wants it: this push came after the one that was refused. */
    private void madeGood(StoredResource resource) throws SQLException {
        Set<String> subjects = new LinkedHashSet<>(List.of(resource.id(), Fold.of(resource.label())));
        resource.externalId().map(Fold::of).ifPresent(subjects::add);
        boolean wasRefused = refusals.forget(resource.kind(), subjects);
        if (wasRefused && resource.kind() == Kind.USER) {
            rows.mark(moment, List.of(resource.id()));
        } else if (wasRefused) {
            moments.groupsChanged(moment);
        }
    }

    /**
     * Removes a resource and what refers to it.
     *
     * @throws RefusedPush if it is not there, or has another version
     */
    void delete(Kind kind, String id, OptionalLong version) {
        sql(() -> {
            StoredResource resource = byId(kind, id).orElseThrow(() -> RefusedPush.gone(kind));
            requireVersion(resource, version);
            if (kind == Kind.USER) {
                rows.markDeleted(moment, resource.id());
                rows.leaveAllGroups(resource.id());
                refusals.forgetWanted(resource.label());
            } else {
                rows.markMembers(moment, resource.id());
                rows.removeAllMembers(resource.id());
            }
            madeGood(resource);
            rows.delete(resource);
            return true;
        });
    }

    /** Adds members to a group; one who is a member stays, one who is not pushed yet counts later. */
    StoredResource join(String group, OptionalLong version, Collection<String> users) {
        return sql(() -> {
            StoredResource found = required(Kind.GROUP, group, version);
            return moved(found, rows.join(found.id(), ids(users)));
        });
    }

    /** Removes members from a group; one who is none is passed over. */
    StoredResource leave(String group, OptionalLong version, Collection<String> users) {
        return sql(() -> {
            StoredResource found = required(Kind.GROUP, group, version);
            return moved(found, rows.leave(found.id(), ids(users)));
        });
    }

    /** Makes these users the members of a group, and nobody else. */
    StoredResource replaceMembers(String group, OptionalLong version, Collection<String> users) {
        return sql(() -> {
            StoredResource found = required(Kind.GROUP, group, version);
            Set<String> wanted = ids(users);
            Set<String> surplus = new HashSet<>(rows.memberIds(found.id()));
            surplus.removeAll(wanted);
            List<String> moved = new ArrayList<>(rows.leave(found.id(), surplus));
            moved.addAll(rows.join(found.id(), wanted));
            return moved(found, moved);
        });
    }

    private StoredResource moved(StoredResource group, List<String> users) throws SQLException {
        madeGood(group);
        if (users.isEmpty()) {
            return group;
        }
        rows.mark(moment, users);
        StoredResource written = group.written(moment, store.now());
        rows.update(written);
        return written;
    }

    private static Set<String> ids(Collection<String> users) {
        Set<String> ids = new LinkedHashSet<>();
        for (String user : users) {
            Ids.flaw(user).ifPresent(flaw -> {
                throw RefusedPush.invalid("the id of a member " + flaw);
            });
            ids.add(Ids.canonical(user));
        }
        return ids;
    }

    private StoredResource required(Kind kind, String id, OptionalLong version) {
        StoredResource found = byId(kind, id).orElseThrow(() -> RefusedPush.notFound(kind));
        requireVersion(found, version);
        return found;
    }

    private static void requireVersion(StoredResource found, OptionalLong version) {
        if (version.isPresent() && version.getAsLong() != found.version()) {
            throw RefusedPush.stale(found.kind());
        }
    }

    /**
     * Keeps that a push was refused. Until one is taken, its person is left alone, or the members of its group are
     * unknown; and nobody is removed for being absent. Has no effect if nothing is lost by it. The one that has the name that
     * was refused to another one is known as before.
     *
     * @param idOrName of the resource as the request gave it; may be empty
     */
    void refuse(Kind kind, String idOrName, RefusedPush push) {
        if (!push.losesNothing()) {
            sql(() -> {
                String subject = push.subject().orElse(idOrName);
                Optional<StoredResource> known = byId(kind, subject);
                if (known.isEmpty() && push.subject().isEmpty()) {
                    known = byName(kind, subject);
                }
                return refuse(kind, known, subject, String.valueOf(push.getMessage()), push.wantedName());
            });
        }
    }

    /**
     * Keeps that a push was refused by what knows nothing of resources, or that this service failed.
     *
     * @param idOrName of the resource as the request gave it; may be empty
     * @param reason what was wrong, without personal data
     */
    void refuse(Kind kind, String idOrName, String reason) {
        sql(() -> refuse(kind, byId(kind, idOrName).or(() -> byName(kind, idOrName)), idOrName, reason, ""));
    }

    private boolean refuse(Kind kind, Optional<StoredResource> known, String subject, String reason, String wantedName)
            throws SQLException {
        refusals.keep(new Refusal(
                kind,
                known.map(StoredResource::id).orElse(isKey(subject) ? Fold.of(subject) : ""),
                known.isPresent(),
                reason,
                wantedName,
                store.now()));
        if (known.isPresent() && kind == Kind.USER) {
            rows.mark(moment, List.of(known.get().id()));
        } else if (known.isPresent()) {
            moments.groupsChanged(moment);
        }
        return true;
    }

    /** Forgets all refusals, and returns how many there were. */
    int forgetRefusals() {
        return sql(() -> {
            List<Refusal> all = refusals.all();
            for (Refusal refusal : all) {
                refusals.forget(refusal.kind(), List.of(refusal.subject()));
                if (refusal.known() && refusal.kind() == Kind.USER) {
                    rows.mark(moment, List.of(refusal.subject()));
                }
            }
            if (all.stream().anyMatch(refusal -> refusal.kind() == Kind.GROUP)) {
                moments.groupsChanged(moment);
            }
            return all.size();
        });
    }

    /** Work on the rows. */
    @FunctionalInterface
    private interface Sql<T> {
        T run() throws SQLException;
    }

    private <T> T sql(Sql<T> use) {
        try {
            return use.run();
        } catch (SQLException e) {
            failure = e;
            throw new IllegalStateException("the database failed; the transaction ends with its error", e);
        }
    }

    /**
     * What became of a resource that a provider wanted to add.
     *
     * @param again whether the user was there and inactive, and is active again
     */
    record Created(StoredResource resource, boolean again) {}
}
