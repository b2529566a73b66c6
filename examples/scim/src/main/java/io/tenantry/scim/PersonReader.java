// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.identity.Delivered;
import io.tenantry.identity.Delivered.Names;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.jdbc.Transaction;
import io.tenantry.scim.PushedPeople.People;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes identities of users. What the provider never said is unknown: an attribute that it never sent of this person,
 * and the members of a group that it never pushed or of which a push was refused. Immutable.
 */
final class PersonReader {
    private final ScimConnection connection;
    private final FirstCycle firstCycle;
    private final Names groups;
    private final Map<String, Refusal> refusedUsers;
    private final List<Refusal> refusedNewcomers;

    private PersonReader(ScimConnection connection, FirstCycle firstCycle, Names groups, List<Refusal> refusals) {
        this.connection = connection;
        this.firstCycle = firstCycle;
        this.groups = groups;
        this.refusedUsers = refusals.stream()
                .filter(refusal -> refusal.kind() == Kind.USER && refusal.known())
                .collect(Collectors.toMap(Refusal::subject, refusal -> refusal));
        this.refusedNewcomers = refusals.stream()
                .filter(refusal -> refusal.kind() == Kind.USER && !refusal.known())
                .toList();
    }

    static PersonReader of(Transaction transaction, ScimConnection connection) throws SQLException {
        Rows rows = new Rows(transaction, connection.name());
        List<Refusal> refusals = new Refusals(transaction, connection.name()).all();
        SortedSet<String> known = new TreeSet<>(rows.groupNames());
        for (Refusal refusal : refusals) {
            if (refusal.kind() == Kind.GROUP && refusal.known()) {
                rows.byId(Kind.GROUP, refusal.subject()).ifPresent(group -> known.remove(group.label()));
            }
        }
        return new PersonReader(connection, FirstCycle.of(transaction, connection.name()), Names.only(known), refusals);
    }

    /** Returns why absence says nothing; empty if it does. */
    Optional<String> doubt() {
        return firstCycle.doubt(connection.name());
    }

    /** Returns the people whom the provider wanted to add and who were refused. */
    List<RejectedRow> rejectedNewcomers() {
        return refusedNewcomers.stream().map(this::rejected).toList();
    }

    /** Returns the refused person who may be the one of an id or user name that nobody has. */
    Optional<RejectedRow> rejectedNewcomer(String idOrUserName) {
        return refusedNewcomers.stream()
                .filter(refusal -> refusal.mayBeAbout(idOrUserName))
                .findFirst()
                .map(this::rejected);
    }

    private RejectedRow rejected(Refusal refusal) {
        return new RejectedRow(
                origin(refusal.what()),
                Optional.empty(),
                Optional.of(refusal.subject()).filter(name -> !name.isEmpty()),
                problem(refusal));
    }

    /** Reads people, in the order of their ids. */
    People people(Rows rows, List<StoredResource> users) throws SQLException {
        String last = users.get(users.size() - 1).id();
        Map<String, SortedSet<String>> memberships = new HashMap<>();
        for (Rows.Membership m : rows.memberships(users.get(0).id(), last)) {
            memberships.computeIfAbsent(m.user(), user -> new TreeSet<>()).add(m.group());
        }
        List<Identity> identities = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        for (StoredResource user : users) {
            Identity person = identity(user, memberships.getOrDefault(user.id(), new TreeSet<>()));
            List<String> faults = new ArrayList<>(person.faults());
            Optional.ofNullable(refusedUsers.get(user.id()))
                    .map(PersonReader::problem)
                    .ifPresent(faults::add);
            if (faults.isEmpty()) {
                identities.add(person);
            } else {
                rejected.add(new RejectedRow(
                        person.origin(),
                        Optional.of(person.id()),
                        Optional.of(person.userName()),
                        String.join("; ", faults)));
            }
        }
        return new People(identities, rejected, last);
    }

    private Identity identity(StoredResource user, SortedSet<String> memberOf) {
        JsonNode body = Json.read(user.body());
        SortedMap<String, String> attributes = FlatAttributes.of(body);
        SortedSet<String> said = new TreeSet<>(attributes.keySet());
        said.addAll(user.emptied());
        return new Identity(
                new IdentityId(user.id()),
                user.label(),
                FlatAttributes.displayName(body),
                Identity.State.of(user.active()),
                memberOf,
                attributes,
                Delivered.everything().attributes(Names.only(said)).sourceGroups(groups),
                origin(Kind.USER.path() + "/" + user.id()));
    }

    private String origin(String what) {
        return connection.name() + " " + what;
    }

    private static String problem(Refusal refusal) {
        String advice = "; correct it at the provider";
        String reason = refusal.reason();
        return "the last push was refused: " + reason + (reason.endsWith(advice) ? "" : advice);
    }
}
