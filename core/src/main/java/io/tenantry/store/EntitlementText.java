// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.change.Entitlement;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;

/** The stored form of entitlements. Its keys never change. */
final class EntitlementText {
    private EntitlementText() {}

    static Json json(Entitlement entitlement) {
        return entitlement.match(new Writer());
    }

    static Entitlement read(Json json) {
        return switch (json.text("kind")) {
            case "residence" -> new Entitlement.Residence(division(json));
            case "membership" -> new Entitlement.Membership(group(json));
            case "account-role" -> new Entitlement.AccountRole(role(json), division(json));
            case "group-role" -> new Entitlement.GroupRole(group(json), role(json), division(json));
            default -> throw new IllegalArgumentException("no kind of entitlement: " + json.text("kind"));
        };
    }

    private static Division division(Json json) {
        Json of = json.object("division");
        return new Division(new DivisionId(of.text("id")), of.text("name"), false);
    }

    private static Group group(Json json) {
        Json of = json.object("group");
        return new Group(new GroupId(of.text("id")), of.text("name"));
    }

    private static Role role(Json json) {
        Json of = json.object("role");
        return new Role(new RoleId(of.text("id")), of.text("name"));
    }

    /** Writes the fields of each kind of entitlement. */
    private static final class Writer implements Entitlement.Cases<Json> {
        @Override
        public Json residence(Entitlement.Residence held) {
            return kind("residence").put("division", division(held.division()));
        }

        @Override
        public Json membership(Entitlement.Membership held) {
            return kind("membership").put("group", group(held.group()));
        }

        @Override
        public Json accountRole(Entitlement.AccountRole held) {
            return kind("account-role").put("role", role(held.role())).put("division", division(held.division()));
        }

        @Override
        public Json groupRole(Entitlement.GroupRole held) {
            return kind("group-role")
                    .put("group", group(held.group()))
                    .put("role", role(held.role()))
                    .put("division", division(held.division()));
        }

        private static Json kind(String kind) {
            return new Json().put("kind", kind);
        }

        private static Json division(Division division) {
            return named(division.id().value(), division.name());
        }

        private static Json group(Group group) {
            return named(group.id().value(), group.name());
        }

        private static Json role(Role role) {
            return named(role.id().value(), role.name());
        }

        private static Json named(String id, String name) {
            return new Json().put("id", id).put("name", name);
        }
    }
}
