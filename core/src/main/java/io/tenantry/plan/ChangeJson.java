// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import io.tenantry.change.Change;
import io.tenantry.change.Change.LeaveSurvivingGroups.ForeignGroup;
import io.tenantry.change.ChangeCases;
import io.tenantry.change.DivisionTarget;
import io.tenantry.change.GroupTarget;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.json.JsonNode;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON form of a change; the field {@code type} holds its kind. */
final class ChangeJson {
    private ChangeJson() {}

    static JsonNode write(Change change) {
        JsonNode json = JsonNode.object();
        json.put("type", change.getClass().getSimpleName());
        return change.match(new Fields(json));
    }

    static Change read(JsonNode json) {
        String type = PlanJson.text(json, "type");
        return switch (type) {
            case "Deactivate" -> new Change.Deactivate();
            case "RestoreAccount" -> new Change.RestoreAccount();
            case "LeaveGroup" -> new Change.LeaveGroup(group(json), isLast(json));
            case "LeaveSurvivingGroups" -> new Change.LeaveSurvivingGroups(foreignGroups(json.path("groups")));
            case "JoinGroup" -> new Change.JoinGroup(groupTarget(json));
            case "RevokeRole" ->
                new Change.RevokeRole(
                        new SubjectId(PlanJson.text(json, "holder")),
                        SubjectKind.valueOf(PlanJson.text(json, "holderKind")),
                        PlanJson.text(json, "holderName"),
                        role(json),
                        division(json.path("division")),
                        isLast(json));
            case "GrantRole" -> new Change.GrantRole(groupTarget(json), role(json), target(json.path("division")));
            case "CreateDivision" -> new Change.CreateDivision(PlanJson.text(json, "name"));
            case "CreateGroup" -> new Change.CreateGroup(PlanJson.text(json, "name"));
            case "CreateAccount" ->
                new Change.CreateAccount(
                        new IdentityId(PlanJson.text(json, "externalId")),
                        PlanJson.text(json, "userName"),
                        PlanJson.text(json, "displayName"),
                        target(json.path("division")),
                        attributes(json));
            case "MoveDivision" -> new Change.MoveDivision(division(json.path("from")), target(json.path("to")));
            case "FreeUserName" -> new Change.FreeUserName(PlanJson.text(json, "meanwhile"));
            case "UpdateAccount" ->
                json.has("before")
                        ? new Change.UpdateAccount(update(json), update(json.path("before")))
                        : new Change.UpdateAccount(update(json));
            default -> throw new IllegalArgumentException("no change has the type \"" + type + "\"");
        };
    }

    private static boolean isLast(JsonNode json) {
        return json.path("last").asBoolean();
    }

    private static void last(JsonNode json, boolean last) {
        if (last) {
            json.put("last", true);
        }
    }

    private static void foreignGroups(JsonNode json, List<ForeignGroup> groups) {
        groups.forEach(e -> json.addObject()
                .put("tenant", e.tenant().value())
                .put("id", e.group().id().value())
                .put("name", e.group().name())
                .put("managed", e.managed()));
    }

    private static List<ForeignGroup> foreignGroups(JsonNode json) {
        List<ForeignGroup> groups = new ArrayList<>();
        json.forEach(e -> groups.add(new ForeignGroup(
                new TenantId(PlanJson.text(e, "tenant")),
                new Group(new GroupId(PlanJson.text(e, "id")), PlanJson.text(e, "name")),
                e.path("managed").asBoolean())));
        return groups;
    }

    private static void update(JsonNode json, AccountChange change) {
        change.active().ifPresent(a -> json.put("active", a));
        change.userName().ifPresent(n -> json.put("userName", n));
        change.displayName().ifPresent(n -> json.put("displayName", n));
        change.externalId().ifPresent(n -> json.put("externalId", n));
        attributes(json, change.attributes());
    }

    private static AccountChange update(JsonNode json) {
        return new AccountChange(
                json.has("active") ? Optional.of(json.path("active").asBoolean()) : Optional.empty(),
                PlanJson.optional(json, "userName"),
                PlanJson.optional(json, "displayName"),
                PlanJson.optional(json, "externalId"),
                attributes(json));
    }

    private static void attributes(JsonNode json, Map<AccountAttribute, String> attributes) {
        JsonNode object = json.putObject("attributes");
        attributes.forEach((attribute, value) -> object.put(attribute.key(), value));
    }

    private static Map<AccountAttribute, String> attributes(JsonNode json) {
        Map<AccountAttribute, String> attributes = new EnumMap<>(AccountAttribute.class);
        json.path("attributes")
                .properties()
                .forEach(e -> attributes.put(
                        AccountAttribute.named(e.getKey())
                                .orElseThrow(() -> new IllegalArgumentException("no attribute \"" + e.getKey() + "\"")),
                        e.getValue().asText()));
        return attributes;
    }

    private static void group(JsonNode json, GroupTarget group) {
        JsonNode object = json.putObject("group");
        object.put("name", group.name());
        group.id().ifPresent(id -> object.put("id", id.value()));
    }

    private static GroupTarget groupTarget(JsonNode json) {
        JsonNode group = json.path("group");
        return new GroupTarget(
                PlanJson.text(group, "name"), PlanJson.optional(group, "id").map(GroupId::new));
    }

    private static Group group(JsonNode json) {
        JsonNode group = json.path("group");
        return new Group(new GroupId(PlanJson.text(group, "id")), PlanJson.text(group, "name"));
    }

    private static void role(JsonNode json, Role role) {
        json.putObject("role")
                .put("id", role.id().value())
                .put("name", role.name())
                .put("privileged", role.privileged());
    }

    private static Role role(JsonNode json) {
        JsonNode role = json.path("role");
        return new Role(
                new RoleId(PlanJson.text(role, "id")),
                PlanJson.text(role, "name"),
                role.path("privileged").asBoolean());
    }

    private static void division(JsonNode json, String name, Division division) {
        json.putObject(name)
                .put("id", division.id().value())
                .put("name", division.name())
                .put("home", division.home());
    }

    private static Division division(JsonNode json) {
        return new Division(
                new DivisionId(PlanJson.text(json, "id")),
                PlanJson.text(json, "name"),
                json.path("home").asBoolean());
    }

    private static void target(JsonNode json, String name, DivisionTarget division) {
        JsonNode object = json.putObject(name);
        object.put("name", division.name());
        division.id().ifPresent(id -> object.put("id", id.value()));
    }

    private static DivisionTarget target(JsonNode json) {
        return new DivisionTarget(
                PlanJson.text(json, "name"), PlanJson.optional(json, "id").map(DivisionId::new));
    }

    /** Adds the fields of each kind. */
    private record Fields(JsonNode json) implements ChangeCases<JsonNode> {
        @Override
        public JsonNode deactivate(Change.Deactivate change) {
            return json;
        }

        @Override
        public JsonNode restoreAccount(Change.RestoreAccount change) {
            return json;
        }

        @Override
        public JsonNode revokeRole(Change.RevokeRole change) {
            json.put("holder", change.holder().value());
            json.put("holderKind", change.holderKind().name());
            json.put("holderName", change.holderName());
            role(json, change.role());
            division(json, "division", change.division());
            last(json, change.last());
            return json;
        }

        @Override
        public JsonNode leaveGroup(Change.LeaveGroup change) {
            Group group = change.group();
            group(json, new GroupTarget(group.name(), Optional.of(group.id())));
            last(json, change.last());
            return json;
        }

        @Override
        public JsonNode leaveSurvivingGroups(Change.LeaveSurvivingGroups change) {
            foreignGroups(json.putArray("groups"), change.groups());
            return json;
        }

        @Override
        public JsonNode createDivision(Change.CreateDivision change) {
            return json.put("name", change.name());
        }

        @Override
        public JsonNode createGroup(Change.CreateGroup change) {
            return json.put("name", change.name());
        }

        @Override
        public JsonNode grantRole(Change.GrantRole change) {
            group(json, change.group());
            role(json, change.role());
            target(json, "division", change.division());
            return json;
        }

        @Override
        public JsonNode createAccount(Change.CreateAccount change) {
            json.put("externalId", change.externalId().value());
            json.put("userName", change.userName());
            json.put("displayName", change.displayName());
            target(json, "division", change.division());
            attributes(json, change.attributes());
            return json;
        }

        @Override
        public JsonNode moveDivision(Change.MoveDivision change) {
            division(json, "from", change.from());
            target(json, "to", change.to());
            return json;
        }

        @Override
        public JsonNode updateAccount(Change.UpdateAccount change) {
            update(json, change.change());
            if (!change.before().isEmpty()) {
                update(json.putObject("before"), change.before());
            }
            return json;
        }

        @Override
        public JsonNode freeUserName(Change.FreeUserName change) {
            return json.put("meanwhile", change.meanwhile());
        }

        @Override
        public JsonNode joinGroup(Change.JoinGroup change) {
            group(json, change.group());
            return json;
        }
    }
}
