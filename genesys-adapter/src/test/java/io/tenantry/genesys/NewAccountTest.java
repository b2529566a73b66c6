// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.directory.Account;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An account is created in its division, even if that was renamed meanwhile, and the answer is that account or no
 * account.
 */
class NewAccountTest {
    private static final String USERS = "/api/v2/scim/v2/users";
    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme = division("Acme");
    private final Directory genesys = Reach.MEMORY.to(fake).build();

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void isCreatedUnderTheNameThatTheDivisionHasNow() {
        rename(acme, "Acme Renamed");
        Division other = division("Acme");

        Account created = genesys.accounts().create(ana(acme));

        assertThat(created.division()).isEqualTo(acme.id());
        assertThat(divisionsOf(created))
                .containsExactly(acme.id().value())
                .doesNotContain(other.id().value());
    }

    @Test
    void isCreatedInItsDivisionWhereTwoSwapNames() {
        Division beta = division("Beta");
        rename(acme, "Between");
        rename(beta, "Acme");
        rename(acme, "Beta");

        Account created = genesys.accounts().create(ana(acme));

        assertThat(divisionsOf(created)).containsExactly(acme.id().value());
    }

    @Test
    void isCreatedUnplacedAndMovedWhereTheNameIsNotTheOnlyOne() {
        fake.set(Quirk.DivisionNames.DUPLICATES_ALLOWED);
        division("Acme");
        Division second = division("Acme");

        Account created = genesys.accounts().create(ana(second));

        assertThat(divisionsOf(created))
                .containsExactly(fake.org().home().id(), second.id().value());
    }

    @Test
    void isCreatedUnplacedAndMovedWhereTheNameDiffersFromAnotherInCaseAlone() {
        fake.set(Quirk.DivisionNames.DUPLICATES_ALLOWED);
        division("ACME");

        Account created = genesys.accounts().create(ana(acme));

        assertThat(divisionsOf(created))
                .containsExactly(fake.org().home().id(), acme.id().value());
    }

    @ParameterizedTest
    @EnumSource
    void isNotCreatedForADivisionThatIsGone(DivisionWrites way) {
        Directory chosen = Reach.MEMORY.to(fake).divisionWrites(way).build();
        delete(acme);

        assertFails(Failure.NOT_FOUND, chosen, ana(acme));

        assertThat(fake.recorder().writes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCIM_NAME", "SCIM_GENESYS_DIVISION_ID"})
    void isNotHalfMadeForADivisionThatWentAfterItWasListed(DivisionWrites way) {
        fake.set(Quirk.GenesysDivisionId.ACCEPTED);
        Directory chosen = Reach.MEMORY.to(fake).divisionWrites(way).build();
        chosen.divisions().list();
        delete(acme);

        assertFails(Failure.NOT_FOUND, chosen, ana(acme));

        assertThat(fake.org().users()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"externalId\":\"hr-99\"", "\"userName\":\"eve@acme.example\""})
    void isUnknownWhereTheAnswerShowsAnother(String shown) {
        User eve = fake.createUser("Eve", "eve@acme.example");
        String name = shown.contains("userName") ? shown : "\"userName\":\"ana@acme.example\"," + shown;
        fake.faults()
                .on("POST", USERS)
                .times(2)
                .answerWith(201, "{\"id\":\"" + eve.id() + "\",\"active\":true,\"displayName\":\"Eve\"," + name + "}");

        assertFails(Failure.OUTCOME_UNKNOWN, genesys, ana(acme));

        assertThat(fake.user(eve.id())).isEqualTo(eve);
    }

    @Test
    void isFoundWhereTheAnswerShowedAnother() {
        User eve = fake.createUser("Eve", "eve@acme.example");
        fake.faults()
                .on("POST", USERS)
                .afterCommit()
                .answerWith(
                        201,
                        "{\"id\":\"" + eve.id()
                                + "\",\"active\":true,\"userName\":\"eve@acme.example\",\"displayName\":\"Eve\"}");

        Account created = genesys.accounts().create(ana(acme));

        assertThat(created.userName()).isEqualTo("ana@acme.example");
        assertThat(created.division()).isEqualTo(acme.id());
        assertThat(fake.user(eve.id())).isEqualTo(eve);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409})
    void isUnknownWhereALostCreateTookEffectAndNoSearchShowsIt(int refusedWith) {
        fake.faults().on("POST", USERS).commitThenLose();
        fake.faults().on("POST", USERS).nth(1).answer(refusedWith);
        fake.faults()
                .on("GET", USERS)
                .always()
                .answerWith(200, "{\"totalResults\":0,\"startIndex\":1,\"itemsPerPage\":0,\"Resources\":[]}");

        assertFails(Failure.OUTCOME_UNKNOWN, genesys, ana(acme));

        assertThat(fake.usersByEmail("ana@acme.example")).hasSize(1);
    }

    @Test
    void isNotTakenWhereALostCreateRestoredItWithMembershipsOfAnotherTenant() {
        User deleted = fake.createUser("Ana", "ana@acme.example");
        fake.addMembers(fake.createGroup("other tenant").id(), deleted.id());
        fake.change("delete", org -> org.with(deleted.withState(UserState.DELETED)));
        fake.faults().on("POST", USERS).commitThenLose();

        assertFails(Failure.ALREADY_EXISTS, genesys, ana(acme));

        assertThat(fake.user(deleted.id()).state()).isEqualTo(UserState.INACTIVE);
    }

    @Test
    void isUnknownWhereItWasCreatedAndCouldNotBeMoved() {
        fake.set(Quirk.UnknownScimDivision.SILENTLY_HOME);
        fake.set(Quirk.DivisionNames.DUPLICATES_ALLOWED);
        Division second = division("Acme");
        fake.faults()
                .on("POST", "/api/v2/authorization/divisions/*/objects/USER")
                .always()
                .answer(403);

        assertFails(Failure.OUTCOME_UNKNOWN, genesys, ana(second));

        assertThat(fake.usersByEmail("ana@acme.example")).hasSize(1);
    }

    @Test
    void isFoundByANameHoweverItsAccentsAreWritten() {
        fake.createUser("J", "j\u00fcrgen@acme.example");
        fake.createUser("Z", "zoe\u0308@acme.example");
        fake.advance(Duration.ofMinutes(10));

        assertThat(List.of("ju\u0308rgen@acme.example", "J\u00dcRGEN@acme.example", "zo\u00eb@acme.example"))
                .allSatisfy(
                        n -> assertThat(genesys.accounts().findByUserName(n)).hasSize(1));
    }

    private Division division(String name) {
        return new Division(new DivisionId(fake.createDivision(name).id()), name, false);
    }

    private void rename(Division division, String name) {
        fake.change(
                "rename",
                org -> org.with(
                        org.division(division.id().value()).orElseThrow().named(name, "")));
    }

    private void delete(Division division) {
        fake.change(
                "delete division",
                org -> org.with(
                        org.division(division.id().value()).orElseThrow().withDeleted(true)));
    }

    /** Returns where an account has lived, from the first on. */
    private List<String> divisionsOf(Account account) {
        return fake.history().snapshots().stream()
                .flatMap(s -> s.org().user(account.id().value()).stream())
                .map(User::divisionId)
                .distinct()
                .toList();
    }

    private static NewAccount ana(Division division) {
        return new NewAccount("hr-17", "ana@acme.example", "Ana", division, Map.of());
    }

    private static void assertFails(Failure failure, Directory genesys, NewAccount account) {
        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class, () -> genesys.accounts().create(account));
        assertThat(failed).isNotNull();
        assertThat(failed.failure()).as(failed.getMessage()).isEqualTo(failure);
    }
}
