// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user as the platform interface shows it, with the version that its writes need. */
record PlatformUser(Account account, long version) {
    private static final FieldNames NAMES = FieldNames.of(
            "id",
            "name",
            "division",
            "department",
            "email",
            "addresses",
            "state",
            "title",
            "username",
            "version",
            "employerInfo");
    private static final FieldNames EMPLOYER_NAMES = FieldNames.of("employeeId", "dateHire");
    private static final FieldNames ADDRESS_NAMES = FieldNames.of("address", "mediaType", "type");

    static PlatformUser read(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        Json.object(parser, NAMES, fields::take);
        return fields.user();
    }

    static AccountId id(JsonParser parser) throws IOException {
        return new AccountId(IdFields.of(parser, "user"));
    }

    /** An attribute that an answer could have shown and left out is empty; employer and phones only if they were shown. */
    private static final class Fields {
        private final Map<AccountAttribute, String> attributes = new EnumMap<>(AccountAttribute.class);
        private @Nullable String id;
        private @Nullable String state;
        private @Nullable String divisionId;
        private @Nullable String email;
        private String userName = "";
        private String name = "";
        private long version;

        Fields() {
            attributes.put(AccountAttribute.TITLE, "");
            attributes.put(AccountAttribute.DEPARTMENT, "");
        }

        PlatformUser user() throws UnreadableAnswerException {
            Account account = new Account(
                    new AccountId(IdFields.checked(id, "user")),
                    state(Json.required(state, "state of a user")),
                    email == null ? userName : email,
                    name,
                    Optional.empty(),
                    new DivisionId(IdFields.checked(divisionId, "division of a user")),
                    attributes);
            return new PlatformUser(account, version);
        }

        private void take(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "id" -> id = Json.text(parser);
                case "state" -> state = Json.text(parser);
                case "email" -> email = Json.text(parser);
                case "username" -> userName = orEmpty(parser);
                case "name" -> name = orEmpty(parser);
                case "version" -> version = Json.integer(parser);
                case "title" -> attributes.put(AccountAttribute.TITLE, orEmpty(parser));
                case "department" -> attributes.put(AccountAttribute.DEPARTMENT, orEmpty(parser));
                case "division" -> divisionId = IdFields.of(parser, "division of a user");
                case "employerInfo" -> employer(parser);
                case "addresses" -> addresses(parser);
                default -> {}
            }
        }

        private void employer(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            attributes.put(AccountAttribute.EMPLOYEE_NUMBER, "");
            attributes.put(AccountAttribute.DATE_HIRE, "");
            Json.object(parser, EMPLOYER_NAMES, (field, value) -> {
                switch (field) {
                    case "employeeId" -> attributes.put(AccountAttribute.EMPLOYEE_NUMBER, orEmpty(value));
                    case "dateHire" -> attributes.put(AccountAttribute.DATE_HIRE, orEmpty(value));
                    default -> {}
                }
            });
        }

        private void addresses(JsonParser parser) throws IOException {
            attributes.put(AccountAttribute.WORK_PHONE, "");
            Json.array(parser, element -> {
                String[] address = {"", "", ""};
                Json.object(element, ADDRESS_NAMES, (field, value) -> {
                    switch (field) {
                        case "mediaType" -> address[0] = orEmpty(value);
                        case "type" -> address[1] = orEmpty(value);
                        case "address" -> address[2] = orEmpty(value);
                        default -> {}
                    }
                });
                if (address[0].equals("PHONE") && address[1].equals("WORK") && !address[2].isEmpty()) {
                    attributes.merge(
                            AccountAttribute.WORK_PHONE, Phone.plain(address[2]), (a, b) -> a.isEmpty() ? b : a);
                }
            });
        }

        private static String orEmpty(JsonParser parser) throws IOException {
            String text = Json.text(parser);
            return text == null ? "" : text;
        }

        private static AccountState state(String word) throws UnreadableAnswerException {
            return switch (word) {
                case "active" -> AccountState.ACTIVE;
                case "inactive" -> AccountState.INACTIVE;
                case "deleted" -> AccountState.DELETED;
                default -> throw new UnreadableAnswerException("a user in a state that is not known");
            };
        }
    }
}
