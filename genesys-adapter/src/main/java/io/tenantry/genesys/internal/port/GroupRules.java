// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what the service shows of the rule of a group, as a text for people. */
final class GroupRules {
    private static final FieldNames SETTINGS = FieldNames.of("query");
    private static final FieldNames QUERY = FieldNames.of("skillConditions");
    private static final FieldNames SKILLS = FieldNames.of("routingSkillConditions", "languageSkillConditions");
    private static final FieldNames CONDITION =
            FieldNames.of("routingSkill", "languageSkill", "comparator", "proficiency");

    private GroupRules() {}

    static String conditions(JsonParser parser) throws IOException {
        List<String> all = new ArrayList<>();
        inside(
                parser,
                SETTINGS,
                query -> inside(
                        query,
                        QUERY,
                        conditions -> each(
                                conditions, one -> inside(one, SKILLS, skills -> each(skills, s -> skill(s, all))))));
        return String.join(", ", all);
    }

    private static void inside(JsonParser parser, FieldNames names, Json.Element take) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            Json.object(parser, names, (name, value) -> take.take(value));
        }
    }

    private static void each(JsonParser parser, Json.Element take) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            Json.array(parser, take);
        }
    }

    private static void skill(JsonParser parser, List<String> all) throws IOException {
        String[] parts = {"", "", ""};
        Json.object(parser, CONDITION, (field, value) -> {
            switch (field) {
                case "routingSkill" -> parts[0] = "skill " + value.getText();
                case "languageSkill" -> parts[0] = "language " + value.getText();
                case "comparator" -> parts[1] = value.getText();
                default -> parts[2] = value.getText();
            }
        });
        all.add(String.join(" ", parts));
    }
}
