// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.Organization;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;

/** Which organization the credential belongs to. */
public final class PlatformOrganization {
    private static final FieldNames NAMES = FieldNames.of("id", "name", "thirdPartyOrgName");

    private PlatformOrganization() {}

    /** Reads it over this pipeline. */
    public static Organization read(Pipeline pipeline) {
        return pipeline.send(Call.get("/api/v2/organizations/me"), PlatformOrganization::organization);
    }

    static Organization organization(JsonParser parser) throws IOException {
        String[] texts = {null, null, null};
        Json.object(parser, NAMES, (field, value) -> {
            switch (field) {
                case "id" -> texts[0] = Json.text(value);
                case "name" -> texts[1] = Json.text(value);
                case "thirdPartyOrgName" -> texts[2] = Json.text(value);
                default -> {}
            }
        });
        return new Organization(
                Json.required(texts[0], "id of the organization"),
                Json.required(texts[1], "name of the organization"),
                Json.required(texts[2], "short name of the organization"));
    }
}
