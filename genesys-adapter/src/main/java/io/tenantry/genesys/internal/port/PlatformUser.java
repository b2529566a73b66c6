// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.genesys.internal.json.UnreadableAnswerException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user as the platform interface shows it, with the version that its writes need. */
record PlatformUser(Account account, long version) {
    private static final FieldNames NAMES =
            AttributeMapping.platformUserNames("id", "name", "division", "email", "state", "username", "version");

    static PlatformUser read(JsonParser parser) throws IOException {
        Fields fields = new Fields();
        Json.object(parser, NAMES, fields::take);
        return fields.user();
    }

    static AccountId id(JsonParser parser) throws IOException {
        return new AccountId(IdFields.of(parser, "user"));
    }

    private static final class Fields {
        private final Map<AccountAttribute, String> attributes = AttributeMapping.emptyPlatformUser();
        private @Nullable String id;
        private @Nullable String state;
        private @Nullable String divisionId;
        private @Nullable String email;
        private String userName = "";
        private String name = "";
        private long version;

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
                case "username" -> userName = Json.textOrEmpty(parser);
                case "name" -> name = Json.textOrEmpty(parser);
                case "version" -> version = Json.integer(parser);
                case "division" -> divisionId = IdFields.of(parser, "division of a user");
                default -> AttributeMapping.readPlatformUser(field, parser, attributes);
            }
        }

        private static AccountState state(String word) throws UnreadableAnswerException {
            return switch (word) {
                case "active" -> AccountState.ACTIVE;
                case "inactive" -> AccountState.INACTIVE;
                case "deleted" -> AccountState.DELETED;
                default -> throw new UnreadableAnswerException("a user has an unknown state");
            };
        }
    }
}
