// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.Roles;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Roles through the authorization interface. */
public final class PlatformRoles implements Roles {
    private static final FieldNames NAMES = FieldNames.of("id", "name", "permissionPolicies");
    private static final FieldNames POLICY = FieldNames.of("domain", "entityName", "actionSet");
    private static final FieldNames DOMAIN = FieldNames.of("domain", "permissionMap");
    private static final FieldNames PERMISSION = FieldNames.of("domain", "entityType", "action", "divisionAware");
    /** The page size of the vendor's own Terraform provider; the maximum is not documented. */
    private static final int PAGE = 100;

    private final Pipeline pipeline;

    /** Reads over this pipeline. */
    public PlatformRoles(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Listing<Role> list() {
        return new PagedRead<>("roles", PAGE, this::page, Role::id).listing();
    }

    /** Counting the users of each role is slow and on by default. */
    private Page<Role> page(int size, int number) {
        return pipeline.send(paged("roles", size, number).with("userCount", "false"), Page.of(PlatformRoles::role));
    }

    /** A row of the catalogue is a domain with all its permissions. */
    @Override
    public Listing<Permission> permissions() {
        Listing<Domain> domains = new PagedRead<>("permissions", PAGE, this::catalogue, Domain::name).listing();
        return new Listing<>(
                domains.entries().stream()
                        .flatMap(d -> d.permissions().stream())
                        .toList(),
                domains.completeness());
    }

    private Page<Domain> catalogue(int size, int number) {
        return pipeline.send(paged("permissions", size, number), Page.of(PlatformRoles::domain));
    }

    private static Call paged(String what, int size, int number) {
        return Call.get("/api/v2/authorization/" + what).with("pageSize", size).with("pageNumber", number);
    }

    private record Domain(String name, List<Permission> permissions) {}

    private static Domain domain(JsonParser parser) throws IOException {
        String[] name = {null};
        List<Permission> permissions = new ArrayList<>();
        Json.object(parser, DOMAIN, (field, value) -> {
            if (field.equals("domain")) {
                name[0] = Json.text(value);
            } else if (value.currentToken() != JsonToken.VALUE_NULL) {
                Json.values(value, entity -> Json.array(entity, each -> permissions.add(permission(each))));
            }
        });
        return new Domain(Json.required(name[0], "domain of permissions"), permissions);
    }

    private static Permission permission(JsonParser parser) throws IOException {
        String[] parts = {"", "", ""};
        boolean[] divided = {false};
        Json.object(parser, PERMISSION, (field, value) -> {
            switch (field) {
                case "domain" -> parts[0] = Json.textOrEmpty(value);
                case "entityType" -> parts[1] = Json.textOrEmpty(value);
                case "action" -> parts[2] = Json.textOrEmpty(value);
                default -> divided[0] = value.currentToken() == JsonToken.VALUE_TRUE;
            }
        });
        return new Permission(String.join(":", parts), divided[0], Privilege.in(parts[0], parts[1], parts[2]));
    }

    static Role role(JsonParser parser) throws IOException {
        String[] id = {null};
        String[] name = {""};
        boolean[] privileged = {false};
        Set<String> permissions = new HashSet<>();
        Json.object(parser, NAMES, (field, value) -> {
            switch (field) {
                case "id" -> id[0] = Json.text(value);
                case "name" -> name[0] = Json.required(Json.text(value), "name of a role");
                default -> privileged[0] = policies(value, permissions);
            }
        });
        return new Role(new RoleId(IdFields.checked(id[0], "role")), name[0], privileged[0], permissions);
    }

    /** Reads the list of policies at the parser, and returns whether one of them is a privilege. */
    private static boolean policies(JsonParser parser, Set<String> permissions) throws IOException {
        boolean[] privileged = {false};
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            Json.array(parser, policy -> privileged[0] |= policy(policy, permissions));
        }
        return privileged[0];
    }

    private static boolean policy(JsonParser parser, Set<String> permissions) throws IOException {
        String[] parts = {"", ""};
        List<String> actions = new ArrayList<>();
        Json.object(parser, POLICY, (field, value) -> {
            switch (field) {
                case "domain" -> parts[0] = Json.textOrEmpty(value);
                case "entityName" -> parts[1] = Json.textOrEmpty(value);
                default -> {
                    if (value.currentToken() != JsonToken.VALUE_NULL) {
                        Json.array(value, each -> actions.add(Json.textOrEmpty(each)));
                    }
                }
            }
        });
        actions.forEach(action -> permissions.add(parts[0] + ":" + parts[1] + ":" + action));
        return actions.stream().anyMatch(action -> Privilege.in(parts[0], parts[1], action));
    }
}
