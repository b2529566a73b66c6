// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.genesys.internal.call.PathText;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads identifiers; an id that no path could carry makes the answer unreadable. */
final class IdFields {
    private IdFields() {}

    /** Returns the {@code id} of the object at the parser. */
    static String of(JsonParser parser, String what) throws IOException {
        return in(parser, "id", what);
    }

    /** Returns the id in this field of the object at the parser. */
    static String in(JsonParser parser, String field, String what) throws IOException {
        return checked(Json.only(parser, field), what);
    }

    static String checked(@Nullable String id, String what) throws UnreadableAnswerException {
        String given = Json.required(id, "id of a " + what);
        if (!PathText.isId(given)) {
            throw new UnreadableAnswerException("the id of a " + what + " is not a valid id");
        }
        return given;
    }
}
