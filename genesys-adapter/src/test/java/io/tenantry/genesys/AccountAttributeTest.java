// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each attribute on its way into the organization and back, by SCIM and by the platform. */
class AccountAttributeTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final GenesysCloud genesys = Reach.MEMORY.to(fake).build();

    @AfterEach
    void stop() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void comesBackAsItWasCreatedPatchedAndClearedBesideTheOthers(AccountAttribute attribute) {
        Map<AccountAttribute, String> all = new EnumMap<>(AccountAttribute.class);
        for (AccountAttribute each : AccountAttribute.values()) {
            all.put(each, value(each, 1));
        }
        AccountId account = created(all);
        assertThat(byScim(account)).isEqualTo(all);
        assertThat(byPlatform(account)).isEqualTo(all);

        for (String next : List.of(value(attribute, 2), "")) {
            patch(account, attribute, next);
            all.put(attribute, next);
            assertThat(byScim(account)).isEqualTo(all);
            assertThat(byPlatform(account)).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isWrittenToAnAccountThatHadNone(AccountAttribute attribute) {
        AccountId account = created(Map.of());

        patch(account, attribute, value(attribute, 1));

        assertThat(byScim(account)).containsEntry(attribute, value(attribute, 1));
        assertThat(byPlatform(account)).containsEntry(attribute, value(attribute, 1));
    }

    private AccountId created(Map<AccountAttribute, String> attributes) {
        DivisionId acme = new DivisionId(fake.createDivision("Acme").id());
        Division division = new Division(acme, "Acme", false);
        return genesys.accounts()
                .create(new NewAccount("ana@acme.example", "Ana", "hr-17", division, attributes))
                .id();
    }

    private void patch(AccountId account, AccountAttribute attribute, String value) {
        Optional<String> same = Optional.empty();
        genesys.accounts()
                .update(account, new AccountChange(Optional.empty(), same, same, same, Map.of(attribute, value)));
    }

    private Map<AccountAttribute, String> byScim(AccountId account) {
        return genesys.account(account).orElseThrow().account().attributes();
    }

    private Map<AccountAttribute, String> byPlatform(AccountId account) {
        Account found = genesys.accounts().find(List.of(account)).get(0);
        return found.attributes();
    }

    /** Returns a value that the service takes for this attribute. */
    private static String value(AccountAttribute attribute, int number) {
        return switch (attribute) {
            case DATE_HIRE -> "2026-01-0" + number;
            case WORK_PHONE -> "+3225550" + number;
            default -> "value " + number;
        };
    }
}
