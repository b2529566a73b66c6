// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;

/**
 * The body of an error, in one of three shapes: the platform's, SCIM's, and the token endpoint's. SCIM paths also
 * answer in the platform's shape, if a gateway in front of them refuses.
 *
 * @param code the platform's {@code code}, or the token endpoint's {@code error}
 * @param scimType SCIM's error type
 * @param message for a person; the form with placeholders if there is one, because the other quotes values
 * @param limit the key of the limit that was hit
 */
record ErrorBody(String code, String scimType, String message, String limit) {
    private static final FieldNames NAMES = FieldNames.of(
            "code",
            "error",
            "scimType",
            "message",
            "detail",
            "description",
            "error_description",
            "messageWithParams",
            "limit");
    private static final FieldNames KEY = FieldNames.of("key");
    private static final ErrorBody NONE = new ErrorBody("", "", "", "");

    /** Reads what is readable; an unreadable body gives an empty error. */
    static ErrorBody of(Answer answer) {
        try {
            return Json.parse(answer.body(), ErrorBody::read);
        } catch (UnreadableAnswerException e) {
            return NONE;
        }
    }

    boolean says(String text) {
        return message.contains(text);
    }

    /** Returns everything on one line that is safe to log. */
    String text() {
        StringBuilder text = new StringBuilder();
        append(text, code, "");
        append(text, scimType, "");
        append(text, limit, "limit ");
        append(text, message, "");
        return text.toString();
    }

    private static void append(StringBuilder text, String part, String label) {
        if (!part.isEmpty()) {
            text.append(text.isEmpty() ? "" : ": ").append(label).append(LogText.line(part));
        }
    }

    private static ErrorBody read(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        Json.object(parser, NAMES, fields::take);
        String message = fields.template.isEmpty() ? fields.message : fields.template;
        return new ErrorBody(fields.code, fields.scimType, message, fields.limit);
    }

    private static final class Fields {
        private String code = "";
        private String scimType = "";
        private String message = "";
        private String template = "";
        private String limit = "";

        void take(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "code", "error" -> code = text(parser);
                case "scimType" -> scimType = text(parser);
                case "message", "detail", "description", "error_description" -> message = text(parser);
                case "messageWithParams" -> template = text(parser);
                case "limit" -> limit = key(parser);
                default -> {}
            }
        }

        private static String text(JsonParser parser) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        }

        private static String key(JsonParser parser) throws IOException {
            String[] key = {""};
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                Json.object(parser, KEY, (name, value) -> key[0] = text(value));
            }
            return key[0];
        }
    }
}
