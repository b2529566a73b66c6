// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.NewAccount;
import io.tenantry.genesys.DivisionWrites;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.util.List;

/** Writes SCIM users, patches and filters. */
public final class Scim {
    static final String USERS = "/api/v2/scim/v2/users";
    static final String USER = "/api/v2/scim/v2/users/{}";
    static final String GROUP = "/api/v2/scim/v2/groups/{}";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GENESYS = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";
    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private Scim() {}

    /**
     * Returns a filter for an attribute that equals a value, with every character of the value escaped.
     *
     * @throws DirectoryException if the value holds a control character, which no filter can
     */
    public static String equal(String attribute, String value) {
        StringBuilder filter = new StringBuilder(attribute).append(" eq \"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new DirectoryException(
                        Failure.REJECTED, "a value with a control character cannot be searched for", null);
            }
            if (c == '"' || c == '\\') {
                filter.append('\\');
            }
            filter.append(c);
        }
        return filter.append('"').toString();
    }

    /** Returns a new user, with its division in the chosen form or without one. */
    static byte[] user(NewAccount account, DivisionWrites way) {
        return Json.object(out -> {
            out.writeFieldName("schemas");
            Json.texts(
                    out,
                    way == DivisionWrites.SCIM_GENESYS_DIVISION_ID
                            ? List.of(CORE, ENTERPRISE, GENESYS)
                            : List.of(CORE, ENTERPRISE));
            out.writeStringField("userName", account.userName());
            out.writeStringField("displayName", account.displayName());
            out.writeBooleanField("active", true);
            out.writeStringField("externalId", account.externalId());
            AttributeMapping.writeUser(out, account.attributes());
            out.writeObjectFieldStart(ENTERPRISE);
            if (way == DivisionWrites.SCIM_NAME) {
                out.writeStringField("division", account.division().name());
            }
            AttributeMapping.writeEnterprise(out, account.attributes());
            out.writeEndObject();
            if (way == DivisionWrites.SCIM_GENESYS_DIVISION_ID) {
                out.writeObjectFieldStart(GENESYS);
                out.writeStringField("divisionId", account.division().id().value());
                out.writeEndObject();
            }
        });
    }

    /** Returns a change as one patch. An emptied attribute is removed, because an empty value may leave the old one. */
    static byte[] patch(AccountChange change) {
        return patch(out -> {
            if (change.active().isPresent()) {
                operation(
                        out,
                        "replace",
                        "active",
                        () -> out.writeBoolean(change.active().orElseThrow()));
            }
            change.userName().ifPresent(v -> replace(out, "userName", v));
            change.displayName().ifPresent(v -> replace(out, "displayName", v));
            change.externalId().ifPresent(v -> replace(out, "externalId", v));
            change.attributes().forEach((attribute, value) -> attribute(out, AttributeMapping.of(attribute), value));
        });
    }

    /** Returns a patch that adds these members to a group or removes them. */
    static byte[] members(String verb, List<String> ids) {
        return patch(out -> operation(out, verb, "members", () -> {
            out.writeStartArray();
            for (String id : ids) {
                out.writeStartObject();
                out.writeStringField("value", id);
                out.writeEndObject();
            }
            out.writeEndArray();
        }));
    }

    private static byte[] patch(Json.Content operations) {
        return Json.object(out -> {
            out.writeFieldName("schemas");
            Json.texts(out, List.of(PATCH));
            out.writeArrayFieldStart("Operations");
            operations.write(out);
            out.writeEndArray();
        });
    }

    private static void attribute(JsonGenerator out, AttributeMapping mapping, String value) {
        if (value.isEmpty()) {
            Unchecked.run(() -> operation(out, "remove", mapping.removedPath(), () -> {}));
        } else {
            replace(out, mapping.replacedPath(), value);
        }
    }

    private static void replace(JsonGenerator out, String path, String value) {
        Unchecked.run(() -> operation(out, "replace", path, () -> out.writeString(value)));
    }

    private static void operation(JsonGenerator out, String verb, String path, Unchecked.Action value)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("op", verb);
        out.writeStringField("path", path);
        if (!verb.equals("remove") || path.equals("members")) {
            out.writeFieldName("value");
            value.run();
        }
        out.writeEndObject();
    }

    /** Lets a lambda write; the target is memory, so only invalid Unicode can fail. */
    private static final class Unchecked {
        @FunctionalInterface
        interface Action {
            void run() throws IOException;
        }

        static void run(Action action) {
            try {
                action.run();
            } catch (IOException e) {
                throw new DirectoryException(
                        Failure.REJECTED, "a value cannot be written as JSON; fix it in the source", e);
            }
        }
    }
}
