// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A reader of filters that nobody here wrote finds the same users. */
class FilterJudgeTest {
    private static final List<String> WORDS =
            List.of("Ana", "ana", "Ben", "a", "n", "B", "an", "na", "work", "or", "home");
    private static final List<String> TEXTS = List.of(
            "userName",
            "displayName",
            "title",
            "name.givenName",
            "emails.value",
            "emails.type",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department");
    private static final List<String> OPERATORS = List.of("eq", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ", "Co");

    private final SplittableRandom random = new SplittableRandom(20261130);

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private ObjectNode user() {
        ObjectNode user = SentJson.newObject().put("userName", one(WORDS)).put("active", random.nextBoolean());
        if (random.nextBoolean()) {
            user.put("title", one(WORDS));
        }
        if (random.nextBoolean()) {
            user.put("displayName", one(WORDS));
        }
        if (random.nextBoolean()) {
            user.putObject("name").put("givenName", one(WORDS));
        }
        if (random.nextBoolean()) {
            user.putObject(Schemas.ENTERPRISE).put("department", one(WORDS));
        }
        if (random.nextBoolean()) {
            ArrayNode emails = user.putArray("emails");
            for (int i = random.nextInt(3); i >= 0; i--) {
                emails.addObject().put("value", one(WORDS)).put("type", one(List.of("work", "home")));
            }
        }
        return user;
    }

    private String term(int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 8)) {
            case 0 -> one(TEXTS) + " pr";
            case 1 -> "active eq " + random.nextBoolean();
            case 2, 3 -> one(TEXTS) + " " + one(OPERATORS) + " \"" + one(WORDS) + "\"";
            case 4 -> "emails[type eq \"" + one(WORDS) + "\" and value " + one(OPERATORS) + " \"" + one(WORDS) + "\"]";
            case 5 -> "not (" + whole(depth + 1) + ")";
            default -> "(" + whole(depth + 1) + ")";
        };
    }

    private String whole(int depth) {
        StringBuilder filter = new StringBuilder(term(depth));
        for (int i = random.nextInt(3); i > 0; i--) {
            filter.append(one(List.of(" and ", " or ", " AND "))).append(term(depth));
        }
        return filter.toString();
    }

    @Test
    void findsTheSameUsersAsAnotherReader() throws ScimException {
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            ObjectNode user = user();
            String text = whole(0);
            boolean theirs = FilterEvaluator.evaluate(Filter.fromString(text), user);

            assertThat(FilterParser.read(Kind.USER, text).holds(user))
                    .as("%s of %s", text, user)
                    .isEqualTo(theirs);
            found += theirs ? 1 : 0;
        }
        assertThat(found).isBetween(2_000, 18_000);
    }
}
