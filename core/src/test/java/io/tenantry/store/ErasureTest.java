// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An erasure takes every text that names the person, and no text that only looks like it. */
@NullUnmarked
class ErasureTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final TenantId A = new TenantId("a");

    @ParameterizedTest
    @CsvSource({
        "5, users.csv:5, false",
        "5, 5 people would leave, false",
        "5, row 5 of users.csv, false",
        "5, 5, true",
        "5, identity 5 is linked to it, true",
        "5, 'carries the id of another identity, 5', true",
        "5, the name \"5\" is taken, true",
        "5, identity 57, false",
        "4711023, users.csv:4711023, false",
        "4711023, waits for 4711023., true",
        "4711023, identity:4711023, true",
        "4711023, account 47110235, false",
        "x, group x of the tenant, false",
        "ana, 'account of Ana, who left', true",
        "ana, Anastasia left, false",
        "boss@x.example, the user name BOSS@X.example is taken, true",
        "jos\u00e9@x.example, JOSE\u0301@x.example approved, true"
    })
    void textMentionsThePersonOnlyIfItShowsAName(String id, String text, boolean mentioned) {
        Erasure erasure = erasure(id);

        assertThat(erasure.isMentionedIn(text)).isEqualTo(mentioned);
        assertThat(erasure.redacted(text)).isEqualTo(mentioned ? "(erased)" : text);
    }

    @ParameterizedTest
    @CsvSource({
        "boss@x.example, Boss@X.example, true",
        "boss@x.example, ' boss@x.example', true",
        "boss@x.example, boss@x.example (ticket 7), true",
        "boss@x.example, Boss <boss@x.example>, true",
        "boss@x.example, sso:boss@x.example, true",
        "boss@x.example, the-boss@x.example, false",
        "boss@x.example, boss@x.example.org, false",
        "ana, ana.lopez@x.example, false",
        "ana, approved by ana., true",
        "jos\u00e9@x.example, JOSE\u0301@X.EXAMPLE, true",
        "7, ticket 7, false",
        "7, 7, true"
    })
    void approverIsThePersonUnderAnyFormOfTheNameAndNotUnderALongerOne(String name, String approver, boolean same) {
        assertThat(erasure(name).isNamed(approver)).isEqualTo(same);
    }

    @Test
    void numbersOfLinesInTheReasonsOfOtherPeopleStay() {
        List<Row> rows = rows(
                entry("4", "acc-4", "users.csv:5", "Boss"),
                entry("5", "acc-5", "users.csv:6", "Boss"),
                entry("6", "acc-6", "linked to identity 5", "Boss"));

        assertThat(erasure("5").places(rows)).containsExactly(new Place(2, 0), new Place(2, 1), new Place(3, 1));
    }

    @Test
    void approverIsErasedInEveryCase() {
        List<Row> rows = rows(entry("1", "acc-1", "users.csv:2", "Boss@X.example"));
        Erasure erasure = new Erasure(new IdentityId("e77"), Set.of(), Set.of("boss@x.example"), "request", "dpo", NOW);
        Journal.Run run = new Journal.Run("r", "plan", "hash", List.of("Boss@X.example", "cto"), NOW);

        assertThat(erasure.places(rows)).containsExactly(new Place(1, 2));
        assertThat(run.without(erasure).approvedBy()).containsExactly("cto");
    }

    @Test
    void whatIsNeverErasedNamesThePersonInNoForm() {
        assertThatThrownBy(() -> new Erasure(
                        new IdentityId("e77"), Set.of(), Set.of("ana@x.example"), "request", "Ana@X.example", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("requestedBy");
        assertThatThrownBy(() -> new Erasure(
                        new IdentityId("e77"), Set.of(new AccountId("acc-1")), Set.of(), "request", "ACC-1", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("requestedBy");
        assertThatThrownBy(() -> new Erasure(new IdentityId("e77"), "request-E77", "dpo", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not name the person");
    }

    @Test
    void announcementIsNotEarlierThanTheRowsThatItFollows() {
        Row last = rows(entry("1", "acc-1", "users.csv:2", "Boss")).get(0);
        Erasure typed = new Erasure(new IdentityId("1"), "request", "dpo", Instant.parse("2016-01-01T00:00:00Z"));

        assertThat(typed.announcement(last, List.of(new Place(1, 0))).fact().at())
                .isEqualTo(NOW);
    }

    private static Erasure erasure(String id) {
        return new Erasure(new IdentityId(id), "request", "dpo", NOW);
    }

    private static List<Row> rows(Entry... entries) {
        AuditChain chain = new AuditChain(new Random(1));
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries) {
            rows.add(chain.follow(rows.stream().reduce((a, b) -> b), entry));
        }
        return rows;
    }

    private static Entry entry(String identity, String account, String fact, String approver) {
        return new Entry(
                new Fact(NOW, "run", "hash", 1, A, Kind.UPDATE, Optional.empty(), "", List.of(), Result.APPLIED),
                Optional.of(new Who(identity, account)),
                new Why("rule", fact, ""),
                List.of(approver));
    }
}
