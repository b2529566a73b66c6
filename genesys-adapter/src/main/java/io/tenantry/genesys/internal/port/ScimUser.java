// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user as SCIM shows it: with its external id, but with the name of its division in place of the id.
 *
 * @param groups the groups, if the answer told them
 */
record ScimUser(
        AccountId id,
        AccountState state,
        String userName,
        String displayName,
        Optional<String> externalId,
        Optional<String> divisionName,
        Map<AccountAttribute, String> attributes,
        Optional<List<GroupId>> groups) {
    private static final FieldNames NAMES = FieldNames.of(
            "id",
            "userName",
            "displayName",
            "active",
            "title",
            "externalId",
            "phoneNumbers",
            "groups",
            Scim.ENTERPRISE);
    private static final FieldNames ENTERPRISE_NAMES =
            FieldNames.of("division", "department", "employeeNumber", "dateHire");
    private static final FieldNames PHONE_NAMES = FieldNames.of("value", "type");

    static ScimUser read(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        Json.object(parser, NAMES, fields::take);
        return fields.user();
    }

    Account in(DivisionId division) {
        return new Account(id, state, userName, displayName, externalId, division, attributes);
    }

    /** Returns what of a change this user does not show yet. */
    AccountChange missing(AccountChange change) {
        Map<AccountAttribute, String> rest = new EnumMap<>(AccountAttribute.class);
        change.attributes().forEach((attribute, value) -> {
            if (!value.equals(attributes.get(attribute))) {
                rest.put(attribute, value);
            }
        });
        return new AccountChange(
                change.active().filter(on -> on != (state == AccountState.ACTIVE)),
                change.userName().filter(name -> !name.equals(userName)),
                change.displayName().filter(name -> !name.equals(displayName)),
                change.externalId().filter(id -> !externalId.equals(Optional.of(id))),
                rest);
    }

    /** The platform's expansion of a user is best effort, and so what an answer leaves out proves nothing. */
    Listing<GroupId> listedGroups() {
        return groups.map(Listing::complete)
                .orElseGet(() -> new Listing<>(
                        List.of(), Completeness.doubtful(0, 1, "the groups of an account were not told")));
    }

    /** SCIM leaves out what is empty, so all that is absent from a whole user is empty. */
    private static final class Fields {
        private static final EnumMap<AccountAttribute, String> EMPTY = Arrays.stream(AccountAttribute.values())
                .collect(Collectors.toMap(a -> a, a -> "", (a, b) -> b, () -> new EnumMap<>(AccountAttribute.class)));

        private final Map<AccountAttribute, String> attributes = new EnumMap<>(EMPTY);
        private @Nullable String id;
        private @Nullable Boolean active;
        private @Nullable String userName;
        private String displayName = "";
        private @Nullable String externalId;
        private @Nullable String division;
        private @Nullable List<GroupId> groups;

        ScimUser user() throws IOException {
            boolean isActive = Json.required(active, "active of a SCIM user");
            return new ScimUser(
                    new AccountId(IdFields.checked(id, "SCIM user")),
                    isActive ? AccountState.ACTIVE : AccountState.INACTIVE,
                    Json.required(userName, "userName of a SCIM user"),
                    displayName,
                    Optional.ofNullable(externalId),
                    Optional.ofNullable(division),
                    attributes,
                    Optional.ofNullable(groups));
        }

        private void take(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "id" -> id = Json.text(parser);
                case "active" -> active = Json.truth(parser);
                case "userName" -> userName = Json.text(parser);
                case "displayName" -> displayName = orEmpty(parser);
                case "externalId" -> externalId = Json.text(parser);
                case "title" -> attributes.put(AccountAttribute.TITLE, orEmpty(parser));
                case "phoneNumbers" -> phones(parser);
                case "groups" -> groups(parser);
                case Scim.ENTERPRISE -> enterprise(parser);
                default -> {}
            }
        }

        private void enterprise(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            Json.object(parser, ENTERPRISE_NAMES, (field, value) -> {
                switch (field) {
                    case "division" -> division = Json.text(value);
                    case "department" -> attributes.put(AccountAttribute.DEPARTMENT, orEmpty(value));
                    case "employeeNumber" -> attributes.put(AccountAttribute.EMPLOYEE_NUMBER, orEmpty(value));
                    case "dateHire" -> attributes.put(AccountAttribute.DATE_HIRE, orEmpty(value));
                    default -> {}
                }
            });
        }

        private void phones(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            Json.array(parser, element -> {
                String[] phone = {"", ""};
                Json.object(element, PHONE_NAMES, (field, value) -> {
                    switch (field) {
                        case "type" -> phone[0] = orEmpty(value);
                        case "value" -> phone[1] = orEmpty(value);
                        default -> {}
                    }
                });
                if (phone[0].equals("work")) {
                    attributes.merge(AccountAttribute.WORK_PHONE, Phone.plain(phone[1]), (a, b) -> a.isEmpty() ? b : a);
                }
            });
        }

        private void groups(JsonParser parser) throws IOException {
            List<GroupId> read = new ArrayList<>();
            Json.array(parser, element -> read.add(new GroupId(IdFields.in(element, "value", "group of a SCIM user"))));
            groups = read;
        }

        private static String orEmpty(JsonParser parser) throws IOException {
            String text = Json.text(parser);
            return text == null ? "" : text;
        }
    }
}
