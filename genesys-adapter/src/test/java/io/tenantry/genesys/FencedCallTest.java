// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.NewAccount;
import io.tenantry.fixtures.Exchange;
import io.tenantry.fixtures.FakeGenesysCloud;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.quirk.Quirk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A call asks before each request that may change something whether it may still write. Here it may send one: the
 * process was stopped after it, and another run has the organization.
 */
@NullUnmarked
class FencedCallTest {
    private static final String USERS = "/api/v2/scim/v2/users";

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();
    private final Division acme =
            new Division(new DivisionId(fake.createDivision("Acme").id()), "Acme", false);
    private final Directory genesys = Reach.MEMORY.to(fake).build();

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void accountThatTheOtherRunMadeAndPutIntoAGroupIsNotShut() {
        fake.faults().on("POST", USERS).commitThenLose();
        fake.faults().on("GET", USERS).running(this::otherRunJoinsAna).pass();

        DirectoryException failed = afterOneWrite(() -> genesys.accounts().create(ana()));

        assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(fake.usersByEmail("ana@acme.example"))
                .extracting(User::state)
                .containsExactly(UserState.ACTIVE);
        assertThat(writes()).containsExactly("POST " + USERS);
    }

    @Test
    void lostCreateIsLookedUpAndNotSentAgain() {
        fake.faults().on("POST", USERS).lose();

        DirectoryException failed = afterOneWrite(() -> genesys.accounts().create(ana()));

        assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(fake.usersByEmail("ana@acme.example")).isEmpty();
        assertThat(writes()).containsExactly("POST " + USERS);
    }

    @Test
    void accountThatWasCreatedElsewhereIsNotMoved() {
        Directory moving = Reach.MEMORY
                .to(fake)
                .divisionWrites(DivisionWrites.PLATFORM_MOVE)
                .build();
        fake.faults().on("POST", USERS).commitThenLose();

        DirectoryException failed = afterOneWrite(moving, () -> {
            var account = moving.accounts().create(ana());
            moving.divisions().move(acme, List.of(account.id()));
        });

        assertThat(failed.getMessage()).contains("another run has the organization");
        assertThat(writes()).containsExactly("POST " + USERS);
    }

    @Test
    void accountThatCouldNotBeRestoredAsInactiveIsNotRestoredAsActive() {
        User deleted = fake.createUser("Ana", "ana@acme.example");
        fake.change("delete", org -> org.with(deleted.withState(UserState.DELETED)));
        fake.faults().on("PATCH", "/api/v2/users/*").answer(400);

        DirectoryException failed = afterOneWrite(() -> genesys.accounts().restore(new AccountId(deleted.id())));

        assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
        assertThat(fake.user(deleted.id()).state()).isEqualTo(UserState.DELETED);
    }

    @Test
    void refusedRequestIsNotSentAgain() {
        User ana = fake.createUser("Ana", "ana@acme.example");
        fake.faults().on("PATCH", USERS + "/*").answer(429);

        DirectoryException failed =
                afterOneWrite(() -> genesys.accounts().update(new AccountId(ana.id()), AccountChange.deactivation()));

        assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
        assertThat(fake.user(ana.id()).state()).isEqualTo(UserState.ACTIVE);
        assertThat(writes()).containsExactly("PATCH " + USERS + "/" + ana.id());
    }

    @Test
    void requestWithoutAnAnswerIsNotSentAgainAndMayHaveTakenEffect() {
        User ana = fake.createUser("Ana", "ana@acme.example");
        fake.faults().on("PATCH", USERS + "/*").commitThenLose();

        DirectoryException failed =
                afterOneWrite(() -> genesys.accounts().update(new AccountId(ana.id()), AccountChange.deactivation()));

        assertThat(failed.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(writes()).containsExactly("PATCH " + USERS + "/" + ana.id());
    }

    @Test
    void changeOfMembersIsNotRepeatedAfterAConflict() {
        User ana = fake.createUser("Ana", "ana@acme.example");
        fake.set(Quirk.StaleEtag.CONFLICT_409);
        Group group = genesys.groups().create("Acme agents");
        fake.recorder().clear();
        fake.faults().on("POST", "/api/v2/groups/*/members").answer(409);

        DirectoryException failed =
                afterOneWrite(() -> genesys.groups().add(group.id(), List.of(new AccountId(ana.id()))));

        assertThat(failed.getMessage()).contains("another run has the organization");
        assertThat(writes()).hasSize(1);
    }

    @Test
    void readsAreNotAskedForAndTheFenceEndsWithTheCall() {
        genesys.fenced(() -> Optional.of("may not"), () -> genesys.groups().list());

        assertThat(genesys.groups().create("Acme agents").name()).isEqualTo("Acme agents");
    }

    private void otherRunJoinsAna() {
        String ana = fake.usersByEmail("ana@acme.example").get(0).id();
        fake.addMembers(fake.createGroup("Acme agents").id(), ana);
    }

    private DirectoryException afterOneWrite(Runnable call) {
        return afterOneWrite(genesys, call);
    }

    private static DirectoryException afterOneWrite(Directory directory, Runnable call) {
        AtomicInteger asked = new AtomicInteger();
        DirectoryException failed = catchThrowableOfType(
                DirectoryException.class,
                () -> directory.fenced(
                        () -> asked.getAndIncrement() == 0
                                ? Optional.empty()
                                : Optional.of("another run has the organization"),
                        call));
        assertThat(failed).isNotNull();
        return failed;
    }

    private List<String> writes() {
        return fake.recorder().writes().stream()
                .filter(e -> !e.path().startsWith("/oauth"))
                .map((Exchange e) -> e.method() + " " + e.path())
                .toList();
    }

    private NewAccount ana() {
        return new NewAccount("hr-17", "ana@acme.example", "Ana", acme, Map.of());
    }
}
