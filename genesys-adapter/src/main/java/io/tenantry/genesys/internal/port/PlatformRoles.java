// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.Roles;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;

/** Roles through the authorization interface. */
public final class PlatformRoles implements Roles {
    private static final FieldNames NAMES = FieldNames.of("id", "name", "permissionPolicies");
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
        Call call = Call.get("/api/v2/authorization/roles")
                .with("pageSize", size)
                .with("pageNumber", number)
                .with("userCount", "false");
        return pipeline.send(call, Page.of(PlatformRoles::role));
    }

    static Role role(JsonParser parser) throws IOException {
        String[] id = {null};
        String[] name = {""};
        boolean[] privileged = {false};
        Json.object(parser, NAMES, (field, value) -> {
            switch (field) {
                case "id" -> id[0] = Json.text(value);
                case "name" -> name[0] = Json.required(Json.text(value), "name of a role");
                case "permissionPolicies" -> privileged[0] = Privilege.in(value);
                default -> {}
            }
        });
        return new Role(new RoleId(IdFields.checked(id[0], "role")), name[0], privileged[0]);
    }
}
