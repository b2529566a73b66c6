// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.util.Set;

/**
 * Decides from the permission policies of a role whether its holders can change people's access: any permission except
 * "view" on roles and grants, or on the OAuth clients that carry them. The choice is our reading of the vendor's
 * permission names.
 */
final class Privilege {
    private static final FieldNames NAMES = FieldNames.of("domain", "actionSet");
    private static final Set<String> DOMAINS = Set.of("*", "authorization", "oauth");

    private Privilege() {}

    /** Reads the list of policies at the parser; a missing list means no privilege. */
    static boolean in(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        boolean[] any = {false};
        Json.array(parser, policy -> any[0] |= isPrivileged(policy));
        return any[0];
    }

    private static boolean isPrivileged(JsonParser parser) throws IOException {
        boolean[] domain = {false};
        boolean[] action = {false};
        Json.object(parser, NAMES, (field, value) -> {
            if (field.equals("domain")) {
                String named = Json.text(value);
                domain[0] = named != null && DOMAINS.contains(named);
            } else if (field.equals("actionSet") && value.currentToken() != JsonToken.VALUE_NULL) {
                Json.array(value, each -> action[0] |= !"view".equals(Json.text(each)));
            }
        });
        return domain[0] && action[0];
    }
}
