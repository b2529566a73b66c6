// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.RejectedRow;
import io.tenantry.proof.Completeness;
import io.tenantry.scim.Rows.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What tests push to a connection, each push a write of its own, and what they read from it. */
final class Pusher {
    private final ScimConnection connection;

    Pusher(ScimConnection connection) {
        this.connection = connection;
    }

    /** Returns a document; single quotation marks stand for those of JSON. */
    static String json(String text, Object... values) {
        return String.format(Locale.ROOT, text, values).replace('\'', '"');
    }

    ScimConnection connection() {
        return connection;
    }

    private <T> T write(Function<Resources, T> work) {
        return connection.write(work);
    }

    /** Does a write, keeps it as refused if it is, and returns the refusal. */
    RefusedPush refused(Kind kind, String idOrName, Function<Resources, ?> work) {
        try {
            write(work);
        } catch (RefusedPush push) {
            write(resources -> {
                resources.refuse(kind, idOrName, push);
                return true;
            });
            return push;
        }
        throw new AssertionError("was not refused");
    }

    Resources.Created create(Kind kind, String document) {
        return write(resources -> resources.create(kind, Json.read(document)));
    }

    /** Creates a resource from a document as {@link #json} reads it, and returns the id. */
    String made(Kind kind, String document, Object... values) {
        return create(kind, json(document, values)).resource().id();
    }

    static Function<Resources, Resources.Created> making(Kind kind, String document, Object... values) {
        return resources -> resources.create(kind, Json.read(json(document, values)));
    }

    /** Creates a user of this name, and returns the id. */
    String user(String userName) {
        return made(Kind.USER, "{'userName':'%s','active':true}", userName);
    }

    /** Creates a group with these members, and returns its id. */
    String group(String name, String... members) {
        String id = made(Kind.GROUP, "{'displayName':'%s'}", name);
        join(id, members);
        return id;
    }

    /** Replaces the whole resource. */
    StoredResource put(Kind kind, String id, String document) {
        return write(resources -> resources.change(kind, id, OptionalLong.empty(), before -> Json.read(document)));
    }

    /** Replaces the attributes of this document, at its first level. */
    StoredResource patch(Kind kind, String id, String document) {
        return write(patching(kind, id, document));
    }

    static Function<Resources, StoredResource> patching(Kind kind, String id, String document) {
        return resources -> resources.change(kind, id, OptionalLong.empty(), before -> {
            before.setAll(Json.read(document));
            return before;
        });
    }

    void delete(Kind kind, String id) {
        write(resources -> {
            resources.delete(kind, id, OptionalLong.empty());
            return true;
        });
    }

    void join(String group, String... users) {
        write(resources -> resources.join(group, OptionalLong.empty(), Arrays.asList(users)));
    }

    void leave(String group, String... users) {
        write(resources -> resources.leave(group, OptionalLong.empty(), Arrays.asList(users)));
    }

    void members(String group, Collection<String> users) {
        write(resources -> resources.replaceMembers(group, OptionalLong.empty(), users));
    }

    StoredResource get(Kind kind, String id) {
        return connection.read(resources -> resources.byId(kind, id)).orElseThrow();
    }

    /** Returns the id of the resource of a name. */
    Optional<String> idOf(Kind kind, String name) {
        return connection.read(resources -> resources.byName(kind, name)).map(StoredResource::id);
    }

    /** Returns the ids of the users of an external id. */
    List<String> idsOf(String externalId) {
        return connection.read(resources -> resources.byExternalId(Kind.USER, externalId)).stream()
                .map(StoredResource::id)
                .toList();
    }

    List<Reference> membersOf(String group) {
        return connection.read(resources -> resources.members(group));
    }

    List<Reference> groupsOf(String user) {
        return connection.read(resources -> resources.groups(user));
    }

    boolean isMember(String group, String user) {
        return connection.read(resources -> resources.isMember(group, user));
    }

    /** Returns the ids of a page of users. */
    List<String> page(long skip, int count) {
        return connection.read(resources -> resources.page(Kind.USER, skip, count)).stream()
                .map(StoredResource::id)
                .toList();
    }

    Identity find(String idOrUserName) {
        return connection.source().find(idOrUserName).orElseThrow();
    }

    ChangeFeed feed() {
        return connection.source().changes().orElseThrow();
    }

    /** Returns the ids that the feed names since a watermark. */
    Set<String> changedSince(String watermark) {
        return feed().since(watermark).ids().stream().map(id -> id.value()).collect(Collectors.toSet());
    }

    Read read() {
        List<IdentityPage> pages = new ArrayList<>();
        Completeness completeness = connection.source().read(pages::add);
        return new Read(
                pages.stream().flatMap(page -> page.identities().stream()).toList(),
                pages.stream().flatMap(page -> page.rejected().stream()).toList(),
                completeness);
    }

    /** All that a read of everybody gives. */
    record Read(List<Identity> people, List<RejectedRow> rejected, Completeness completeness) {}
}
