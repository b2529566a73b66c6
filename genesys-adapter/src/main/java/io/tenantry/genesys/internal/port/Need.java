// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.Credential;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.SubjectId;
import io.tenantry.genesys.internal.port.Permissions.Reach;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A permission that we need, where, and what for. The page on going live lists the same. */
enum Need {
    READ_ACCOUNTS("directory:user:view", Where.EVERYWHERE, "read all accounts"),
    READ_GRANTS("authorization:grant:view", Where.EVERYWHERE, "read who holds which role"),
    READ_ROLES("authorization:role:view", Where.ANYWHERE, "read the roles and their permissions"),
    READ_RULES("directory:group:view", Where.ANYWHERE, "read the rules of groups"),
    CREATE_ACCOUNTS("directory:user:add", Where.SHARED_AND_TENANTS, "create accounts"),
    CHANGE_ACCOUNTS(
            "directory:user:edit",
            Where.SHARED_AND_TENANTS,
            "change, deactivate, reactivate, restore and move accounts"),
    GRANT_ROLES("authorization:grant:add", Where.TENANTS, "grant roles to groups"),
    REVOKE_ROLES("authorization:grant:delete", Where.TENANTS, "revoke roles"),
    CREATE_GROUPS("directory:group:add", Where.ANY_TENANT, "create groups"),
    CHANGE_GROUPS("directory:group:edit", Where.ANY_TENANT, "add and remove members of groups"),
    CREATE_DIVISIONS("authorization:division:add", Where.ANY_TENANT, "create divisions");

    private final String permission;
    private final Where where;
    private final String purpose;

    Need(String permission, Where where, String purpose) {
        this.permission = permission;
        this.where = where;
        this.purpose = purpose;
    }

    String permission() {
        return permission;
    }

    /** Returns an OAuth client with the permissions that it needs. */
    static Credential of(SubjectId client) {
        return new Credential(client, permissions(true), permissions(false));
    }

    private static Set<String> permissions(boolean reading) {
        return Stream.of(values())
                .filter(n -> n.compareTo(READ_RULES) <= 0 == reading)
                .map(Need::permission)
                .collect(Collectors.toSet());
    }

    Stream<MissingPermission> missing(ManagedDivisions managed, Reach reach) {
        return where.lacking(managed, reach).map(d -> new MissingPermission(permission, d, purpose));
    }

    private enum Where {
        EVERYWHERE {
            @Override
            Stream<Optional<DivisionId>> lacking(ManagedDivisions managed, Reach reach) {
                return reach.everywhere() ? Stream.empty() : Stream.of(Optional.empty());
            }
        },
        /** No division limits it. */
        ANYWHERE {
            @Override
            Stream<Optional<DivisionId>> lacking(ManagedDivisions managed, Reach reach) {
                return reach.isNowhere() ? Stream.of(Optional.empty()) : Stream.empty();
            }
        },
        /** No division limits it, and the role that writes has it: that belongs into these divisions alone. */
        ANY_TENANT {
            @Override
            Stream<Optional<DivisionId>> lacking(ManagedDivisions managed, Reach reach) {
                return reach.isNowhere() ? SHARED_AND_TENANTS.lacking(managed, reach) : Stream.empty();
            }
        },
        TENANTS {
            @Override
            Stream<Optional<DivisionId>> lacking(ManagedDivisions managed, Reach reach) {
                return in(managed.tenants(), reach);
            }
        },
        SHARED_AND_TENANTS {
            @Override
            Stream<Optional<DivisionId>> lacking(ManagedDivisions managed, Reach reach) {
                return Stream.concat(in(managed.shared(), reach), in(managed.tenants(), reach));
            }
        };

        abstract Stream<Optional<DivisionId>> lacking(ManagedDivisions managed, Reach reach);

        private static Stream<Optional<DivisionId>> in(Set<DivisionId> divisions, Reach reach) {
            return divisions.stream().filter(d -> !reach.covers(d)).sorted().map(Optional::of);
        }
    }
}
