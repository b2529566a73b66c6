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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user as SCIM shows it: with its external id, but with the name of its division instead of the id.
 *
 * @param groups the groups, if the answer has them
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
    private static final FieldNames NAMES = AttributeMapping.scimUserNames(
            "id", "userName", "displayName", "active", "externalId", "groups", Scim.ENTERPRISE);
    private static final FieldNames ENTERPRISE_NAMES = AttributeMapping.scimEnterpriseNames("division");

    static ScimUser read(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        Json.object(parser, NAMES, fields::take);
        return fields.user();
    }

    Account in(DivisionId division) {
        return new Account(id, state, userName, displayName, externalId, division, attributes);
    }

    /** Returns the part of a change that this user does not show yet. */
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

    /** Without a list of groups the listing is doubtful: a missing list does not prove that there are none. */
    Listing<GroupId> listedGroups() {
        return groups.map(Listing::complete)
                .orElseGet(() -> new Listing<>(
                        List.of(), Completeness.doubtful(0, 1, "SCIM did not return the groups of the account")));
    }

    private static final class Fields {
        private final Map<AccountAttribute, String> attributes = AttributeMapping.emptyScimUser();
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
                case "displayName" -> displayName = Json.textOrEmpty(parser);
                case "externalId" -> externalId = Json.text(parser);
                case "groups" -> groups(parser);
                case Scim.ENTERPRISE -> enterprise(parser);
                default -> AttributeMapping.readScimUser(field, parser, attributes);
            }
        }

        private void enterprise(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            Json.object(parser, ENTERPRISE_NAMES, (field, value) -> {
                if (field.equals("division")) {
                    division = Json.text(value);
                } else {
                    AttributeMapping.readScimEnterprise(field, value, attributes);
                }
            });
        }

        private void groups(JsonParser parser) throws IOException {
            List<GroupId> read = new ArrayList<>();
            Json.array(parser, element -> read.add(new GroupId(IdFields.in(element, "value", "group of a SCIM user"))));
            groups = read;
        }
    }
}
