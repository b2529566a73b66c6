// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import io.tenantry.internal.Fold;
import io.tenantry.internal.jdbc.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rows of one connection, within one transaction. Not thread-safe. */
final class Rows {
    private static final String RESOURCE =
            "select kind, id, label, external_id, active, born, version, created, modified,"
                    + " body, emptied from scim_resource where connection = ? and kind = ?";
    private static final String CHANGE =
            "insert into scim_change (connection, user_id, moment, deleted) select connection,"
                    + " id, ?, 0 from scim_resource where connection = ? and kind = 'user'";
    private static final String MARK = " on conflict (connection, user_id) do update set moment = excluded.moment";

    private final Transaction transaction;
    private final String connection;

    Rows(Transaction transaction, String connection) {
        this.transaction = transaction;
        this.connection = connection;
    }

    Optional<StoredResource> byId(Kind kind, String id) throws SQLException {
        return transaction.one(RESOURCE + " and id = ?", Rows::resource, connection, kind.word(), id);
    }

    Optional<StoredResource> byName(Kind kind, String name) throws SQLException {
        return transaction.one(RESOURCE + " and name = ?", Rows::resource, connection, kind.word(), Fold.of(name));
    }

    List<StoredResource> byExternalId(Kind kind, String externalId) throws SQLException {
        return transaction.list(
                RESOURCE + " and external_id = ? order by born, id",
                Rows::resource,
                connection,
                kind.word(),
                externalId);
    }

    List<StoredResource> page(Kind kind, long skip, int count) throws SQLException {
        return transaction.list(
                RESOURCE + " order by born, id limit ? offset ?", Rows::resource, connection, kind.word(), count, skip);
    }

    /** Returns a part of the resources whose document has a text, in small letters of ASCII, anywhere in it. */
    List<StoredResource> containing(Kind kind, String text, long skip, int count) throws SQLException {
        return transaction.list(
                RESOURCE + " and lower(body) like ? escape '\\' order by born, id limit ? offset ?",
                Rows::resource,
                connection,
                kind.word(),
                "%" + text.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") + "%",
                count,
                skip);
    }

    /** Returns the users whose ids come after this one. */
    List<StoredResource> usersAfter(String id, int count) throws SQLException {
        return transaction.list(
                RESOURCE + " and id > ? order by id limit ?", Rows::resource, connection, Kind.USER.word(), id, count);
    }

    long count(Kind kind) throws SQLException {
        return number("select count(*) from scim_resource where connection = ? and kind = ?", connection, kind.word());
    }

    void insert(StoredResource resource) throws SQLException {
        transaction.update(
                "insert into scim_resource (connection, kind, id, name, label, external_id, active, born, version, created,"
                        + " modified, body, emptied) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                connection,
                resource.kind().word(),
                resource.id(),
                Fold.of(resource.label()),
                resource.label(),
                resource.externalId().orElse(null),
                resource.active() ? 1 : 0,
                resource.born(),
                resource.version(),
                resource.created().toEpochMilli(),
                resource.modified().toEpochMilli(),
                resource.body(),
                Json.names(resource.emptied()));
    }

    void update(StoredResource resource) throws SQLException {
        transaction.update(
                "update scim_resource set name = ?, label = ?, external_id = ?, active = ?, version = ?, modified = ?,"
                        + " body = ?, emptied = ? where connection = ? and kind = ? and id = ?",
                Fold.of(resource.label()),
                resource.label(),
                resource.externalId().orElse(null),
                resource.active() ? 1 : 0,
                resource.version(),
                resource.modified().toEpochMilli(),
                resource.body(),
                Json.names(resource.emptied()),
                connection,
                resource.kind().word(),
                resource.id());
    }

    void delete(StoredResource resource) throws SQLException {
        transaction.update(
                "delete from scim_resource where connection = ? and kind = ? and id = ?",
                connection,
                resource.kind().word(),
                resource.id());
    }

    List<Reference> members(String group) throws SQLException {
        return transaction.list(
                "select r.id, r.label from scim_member m join scim_resource r on r.connection = m.connection and r.kind ="
                        + " 'user' and r.id = m.user_id where m.connection = ? and m.group_id = ? order by r.id",
                Rows::reference,
                connection,
                group);
    }

    /** Returns the ids of all members, those who are not pushed yet included. */
    List<String> memberIds(String group) throws SQLException {
        return transaction.list(
                "select user_id from scim_member where connection = ? and group_id = ?",
                row -> row.getString(1),
                connection,
                group);
    }

    boolean isMember(String group, String user) throws SQLException {
        return number(
                        "select count(*) from scim_member where connection = ? and group_id = ? and user_id = ?",
                        connection,
                        group,
                        user)
                > 0;
    }

    List<Reference> groups(String user) throws SQLException {
        return transaction.list(
                "select r.id, r.label from scim_member m join scim_resource r on r.connection = m.connection and r.kind ="
                        + " 'group' and r.id = m.group_id where m.connection = ? and m.user_id = ? order by r.name",
                Rows::reference,
                connection,
                user);
    }

    /** Returns each membership of the users between two ids, both included. */
    List<Membership> memberships(String first, String last) throws SQLException {
        return transaction.list(
                "select m.user_id, r.label from scim_member m join scim_resource r on r.connection = m.connection and"
                        + " r.kind = 'group' and r.id = m.group_id where m.connection = ? and m.user_id >= ? and"
                        + " m.user_id <= ?",
                row -> new Membership(row.getString(1), row.getString(2)),
                connection,
                first,
                last);
    }

    /** Adds members; one who is in the group already stays. Returns those who were not. */
    List<String> join(String group, Collection<String> users) throws SQLException {
        return changed(
                "insert into scim_member (connection, group_id, user_id) values (?, ?, ?) on conflict do nothing",
                group,
                users);
    }

    /** Removes members; one who is not in the group is passed over. Returns those who were. */
    List<String> leave(String group, Collection<String> users) throws SQLException {
        return changed("delete from scim_member where connection = ? and group_id = ? and user_id = ?", group, users);
    }

    private List<String> changed(String statement, String group, Collection<String> users) throws SQLException {
        List<String> asked = List.copyOf(users);
        int[] counts = asked.isEmpty()
                ? new int[0]
                : transaction.batch(
                        statement,
                        asked.stream()
                                .map(user -> new Object[] {connection, group, user})
                                .toList());
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            // A driver that does not count answers with a negative number.
            if (counts[i] != 0) {
                changed.add(asked.get(i));
            }
        }
        return changed;
    }

    void leaveAllGroups(String user) throws SQLException {
        transaction.update("delete from scim_member where connection = ? and user_id = ?", connection, user);
    }

    void removeAllMembers(String group) throws SQLException {
        transaction.update("delete from scim_member where connection = ? and group_id = ?", connection, group);
    }

    /** Marks people as changed at a moment; who is not pushed yet is passed over. */
    void mark(long moment, Collection<String> users) throws SQLException {
        if (!users.isEmpty()) {
            transaction.batch(
                    CHANGE + " and id = ?" + MARK,
                    users.stream()
                            .map(user -> new Object[] {moment, connection, user})
                            .toList());
        }
    }

    /** Marks all members of a group as changed at a moment. */
    void markMembers(long moment, String group) throws SQLException {
        transaction.update(
                CHANGE + " and id in (select user_id from scim_member where connection = ? and group_id = ?)" + MARK,
                moment,
                connection,
                connection,
                group);
    }

    /** Keeps that a user was deleted, as long as a watermark may ask. */
    void markDeleted(long moment, String user) throws SQLException {
        transaction.update(
                "insert into scim_change (connection, user_id, moment, deleted) values (?, ?, ?, 1) on conflict (connection,"
                        + " user_id) do update set moment = excluded.moment, deleted = 1",
                connection,
                user,
                moment);
    }

    /** Returns whether no group had this name before. */
    boolean keepGroupName(String label) throws SQLException {
        return transaction.update(
                        "insert into scim_group_name (connection, label) values (?, ?) on conflict do nothing",
                        connection,
                        label)
                > 0;
    }

    /** Returns every name that a group has or had. */
    List<String> groupNames() throws SQLException {
        return transaction.list(
                "select label from scim_group_name where connection = ?", row -> row.getString(1), connection);
    }

    /** Returns whether there was a user of this id who was deleted. */
    boolean wasDeleted(String user) throws SQLException {
        return byId(Kind.USER, user).isEmpty()
                && number(
                                "select count(*) from scim_change where connection = ? and user_id = ? and deleted = 1",
                                connection,
                                user)
                        > 0;
    }

    private long number(String query, Object... values) throws SQLException {
        return transaction.one(query, row -> row.getLong(1), values).orElse(0L);
    }

    private static StoredResource resource(ResultSet row) throws SQLException {
        return new StoredResource(
                Kind.of(row.getString(1)),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getInt(5) != 0,
                row.getLong(6),
                row.getLong(7),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                row.getString(10),
                Json.names(row.getString(11)));
    }

    private static Reference reference(ResultSet row) throws SQLException {
        return new Reference(row.getString(1), row.getString(2));
    }

    /**
     * A resource that another one names.
     *
     * @param label its user name, or the name of the group
     */
    record Reference(String id, String label) {}

    /** A user and the name of one of the user's groups. */
    record Membership(String user, String group) {}
}
