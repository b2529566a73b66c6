// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AccountIndexTest {
    private static Account account(String id, String userName, Optional<String> external, String division) {
        return new Account(
                new AccountId(id),
                AccountState.ACTIVE,
                userName,
                "Name of " + id,
                external,
                new DivisionId(division),
                Map.of(AccountAttribute.TITLE, "", AccountAttribute.WORK_PHONE, "+431"));
    }

    private static final Account ANN = account("a1", "Ann@bpo.example", Optional.of("ext"), "d1");
    private static final Account BOB = account("a2", "bob@bpo.example", Optional.of("ext"), "d2");
    private static final Account NAMESAKE = account("A1", "ANN@bpo.example", Optional.empty(), "d1");

    @Test
    void givesAccountsBackAsTheyCame() {
        AccountIndex index = new AccountIndex(List.of(ANN, BOB, NAMESAKE));
        List<Account> read = new ArrayList<>();
        index.forEach(read::add);
        assertThat(read).containsExactly(ANN, BOB, NAMESAKE);
        assertThat(index.find(NAMESAKE.id())).contains(NAMESAKE);
        assertThat(index.find(new AccountId("a3"))).isEmpty();
    }

    @Test
    void findsAllByExternalIdAndByNameInAnyCase() {
        AccountIndex index = new AccountIndex(List.of(ANN, BOB, NAMESAKE));
        assertThat(index.withExternalId("ext")).containsExactly(ANN, BOB);
        assertThat(index.withExternalId("EXT")).isEmpty();
        assertThat(index.withUserName("aNN@BPO.example")).containsExactly(ANN, NAMESAKE);
        assertThat(index.withUserName("nobody")).isEmpty();
    }

    @Test
    void countsARepeatedAccountOnce() {
        AccountIndex index = new AccountIndex(List.of(ANN, ANN));
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.withUserName("ann@bpo.example")).containsExactly(ANN);
    }

    @Test
    void countsTheActiveAccountsOfEachDivision() {
        AccountIndex index = new AccountIndex(List.of(ANN, BOB, NAMESAKE));
        assertThat(index.activeByDivision())
                .containsExactlyInAnyOrderEntriesOf(Map.of(new DivisionId("d1"), 2, new DivisionId("d2"), 1));
    }

    @Test
    void findsNoAccountForAMemberThatIsNone() {
        AccountIndex index = new AccountIndex(List.of(ANN));
        DirectorySnapshot snapshot = new DirectorySnapshot(index, Completeness.complete(1, 1));
        GroupId group = new GroupId("g");
        AccountId ghost = new AccountId("ghost");
        snapshot.members(group, Listing.complete(List.of(ghost, ANN.id(), ghost)));
        assertThat(index.find(ghost)).isEmpty();
        assertThat(snapshot.groupsOf(1)).containsExactly(group);
        assertThat(snapshot.memberCount(group)).isEqualTo(3);
    }

    @Test
    void showsTheGroupsOfAnAccountAlsoAfterMoreWasRead() {
        AccountIndex index = new AccountIndex(List.of(ANN, BOB));
        DirectorySnapshot snapshot = new DirectorySnapshot(index, Completeness.complete(2, 1));
        GroupId one = new GroupId("g1");
        GroupId two = new GroupId("g2");
        snapshot.members(one, Listing.complete(List.of(ANN.id(), BOB.id())));
        assertThat(snapshot.observed(BOB).groups()).containsExactly(one);
        assertThat(snapshot.observed(ANN).groups()).containsExactly(one);
        snapshot.members(two, Listing.complete(List.of(ANN.id())));
        assertThat(snapshot.observed(ANN).groups()).containsExactly(one, two);
        assertThat(snapshot.observed(BOB).groups()).containsExactly(one);
        assertThat(snapshot.grantsOf(SubjectId.of(ANN.id()))).isEmpty();
    }

    @Test
    void joinsLinkedRowsWhetherOrNotBothWereRead() {
        Lexicon lexicon = new Lexicon();
        People people = new People(lexicon, List.of());
        people.add(Identity.of("i1", "ann@bpo.example", "Ann", List.of(), Map.of()));
        people.add(Identity.of("i3", "cid@bpo.example", "Cid", List.of(), Map.of()));
        AccountIndex index = new AccountIndex(lexicon);
        index.add(ANN);
        index.add(BOB);
        LinkTable links = new LinkTable(people, index);
        links.add(new IdentityId("i1"), ANN.id());
        links.add(new IdentityId("gone"), BOB.id());
        links.add(new IdentityId("i3"), new AccountId("vanished"));
        assertThat(IntStream.range(0, 3).filter(links::isAbandoned)).containsExactly(1);
        assertThat(links.identityOf(1)).isEqualTo(new IdentityId("gone"));
        assertThat(links.account(new IdentityId("i1"))).contains(ANN);
        assertThat(links.account(new IdentityId("i3"))).isEmpty();
        assertThat(links.account(new IdentityId("i9"))).isEmpty();
        assertThat(links.identity(BOB.id())).contains(new IdentityId("gone"));
        assertThat(links.identity(new AccountId("vanished"))).contains(new IdentityId("i3"));
        assertThat(new int[] {links.accountOf(0), links.accountOf(1)}).containsExactly(0, -1);
        assertThat(links.isClaimedFrom(0, 0)).isFalse();
        assertThat(links.isClaimedFrom(1, 0)).isTrue();
    }
}
