// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Quirk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The account ends in the right division, for each way of writing it and each behaviour of the service. */
class DivisionWritesTest {
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme").id()), "Acme", false);

    @ParameterizedTest
    @EnumSource
    void endsInTheDivision(DivisionWrites way) {
        Directory genesys = Reach.MEMORY.to(fake).divisionWrites(way).build();

        Account created = placed(genesys, acme);

        assertThat(genesys.accounts().find(List.of(created.id())))
                .extracting(Account::division)
                .containsExactly(acme.id());
        assertThat(fake.user(created.id().value()).divisionId())
                .isEqualTo(acme.id().value());
    }

    @Test
    void createsADivisionWithTheDescriptionThatTheServiceRequires() {
        Reach.MEMORY.to(fake).build().divisions().create("Beta");

        assertThat(fake.recorder().writes())
                .extracting(write -> write.requestBody())
                .containsExactly("{\"name\":\"Beta\",\"description\":\"\"}");
    }

    @Test
    void costsOneWriteByName() {
        placed(Reach.MEMORY.to(fake).build(), acme);

        assertThat(fake.recorder().writes()).hasSize(1);
    }

    @Test
    void costsOneWriteByIdWhereTheServiceKnowsTheAttribute() {
        fake.set(Quirk.GenesysDivisionId.ACCEPTED);

        placed(
                Reach.MEMORY
                        .to(fake)
                        .divisionWrites(DivisionWrites.SCIM_GENESYS_DIVISION_ID)
                        .build(),
                acme);

        assertThat(fake.recorder().writes()).hasSize(1);
    }

    @Test
    void repairsWhatTheServiceSilentlyPutIntoHome() {
        fake.set(Quirk.UnknownScimDivision.SILENTLY_HOME);
        Directory genesys = Reach.MEMORY.to(fake).build();
        Division renamed = new Division(acme.id(), "Acme before it was renamed", false);

        Account created = placed(genesys, renamed);

        assertThat(created.division()).isEqualTo(acme.id());
    }

    @Test
    void reachesADivisionByItsIdWhereItsNameIsRefused() {
        Directory genesys = Reach.MEMORY.to(fake).build();
        Division renamed = new Division(acme.id(), "Acme before it was renamed", false);

        Account created = placed(genesys, renamed);

        assertThat(created.division()).isEqualTo(acme.id());
    }

    @Test
    void asksThePlatformWhereTwoDivisionsHaveOneName() {
        fake.set(Quirk.DivisionNames.DUPLICATES_ALLOWED);
        Division second =
                new Division(new DivisionId(fake.createDivision("Acme").id()), "Acme", false);
        Directory genesys = Reach.MEMORY.to(fake).build();

        Account created = placed(genesys, second);

        assertThat(created.division()).isEqualTo(second.id());
        assertThat(fake.user(created.id().value()).divisionId())
                .isEqualTo(second.id().value());
    }

    @Test
    void placesAnAccountThatTheServiceBroughtBackInsteadOfMakingIt() {
        User deleted = fake.createUser("D", "dora@acme.example");
        fake.change("delete", org -> org.with(deleted.withState(UserState.DELETED)));
        Directory genesys = Reach.MEMORY.to(fake).build();

        Account created = genesys.accounts().create(new NewAccount("hr-9", "dora@acme.example", "D", acme, Map.of()));

        assertThat(created.id().value()).isEqualTo(deleted.id());
        assertThat(created.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(created.division()).isEqualTo(acme.id());
    }

    @Test
    void refusesAnAccountThatCameBackWithMembershipsOfAnotherTenant() {
        User deleted = fake.createUser("D", "dora@acme.example");
        fake.addMembers(fake.createGroup("other tenant").id(), deleted.id());
        fake.change("delete", org -> org.with(deleted.withState(UserState.DELETED)));
        Directory genesys = Reach.MEMORY.to(fake).build();

        assertThatExceptionOfType(DirectoryException.class)
                .isThrownBy(() ->
                        genesys.accounts().create(new NewAccount("hr-9", "dora@acme.example", "D", acme, Map.of())))
                .extracting(DirectoryException::failure)
                .isEqualTo(Failure.ALREADY_EXISTS);
        assertThat(fake.user(deleted.id()).state()).isEqualTo(UserState.INACTIVE);
    }

    private static Account placed(Directory genesys, Division division) {
        Account created =
                genesys.accounts().create(new NewAccount("hr-1", "ana@acme.example", "Ana", division, Map.of()));
        if (!genesys.limits().placesOnCreate()) {
            genesys.divisions().move(division, List.of(created.id()));
        }
        return created;
    }
}
