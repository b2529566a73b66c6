// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.Kinds;
import io.tenantry.World;
import io.tenantry.change.Entitlement;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Result;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import io.tenantry.store.Baseline;
import io.tenantry.store.Erasure;
import io.tenantry.store.Held;
import io.tenantry.store.Journal;
import io.tenantry.store.MemoryStore;
import io.tenantry.store.Quarantine;
import io.tenantry.store.StoreWrite;
import io.tenantry.store.Trails;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After any history and any erasures, chains verify, earlier anchors hold, and no byte of an erased text is left. */
@NullUnmarked
class ErasureLawsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");
    private static final List<TenantId> TENANTS = List.of(new TenantId("a"), new TenantId("b"));
    private static final List<Result> RESULTS = List.of(Result.values());
    private static final int PEOPLE = 8;

    private final World world = new World();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void randomHistoriesWithRandomErasuresVerifyAndHoldNoErasedText(long seed) {
        History history = new History(new Random(seed));
        for (int step = 0; step < 60; step++) {
            history.step();
            history.check("seed " + seed + ", step " + step);
        }
        assertThat(history.erased).as("seed %d", seed).isNotEmpty();
        assertThat(history.exported)
                .allSatisfy(json ->
                        assertThat(EvidenceVerifier.verify(json).findings()).isEmpty());
    }

    @Test
    void secondErasureHasNoEffect() {
        History history = new History(new Random(7));
        history.record();
        Erasure erasure = new Erasure(new IdentityId("identity-0-x"), "request", "dpo", BEGIN);
        history.store.erase(erasure);
        List<Row> once = Trails.all(history.store);

        assertThat(history.store.erase(erasure)).isZero();
        assertThat(Trails.all(history.store)).isEqualTo(once);
    }

    @Test
    void accountThatFoundAnotherOwnerKeepsThatOwnersRows() {
        MemoryStore store = new MemoryStore(Clock.fixed(BEGIN, ZoneOffset.UTC), new Random(1));
        store.commit(List.of(
                new StoreWrite.Audit(List.of(joined("ana", "acc-1"), joined("", "acc-1"), joined("bob", "acc-1")))));

        store.erase(new Erasure(new IdentityId("ana"), "request", "dpo", BEGIN));

        assertThat(AuditTrail.of(store, TENANTS.get(0)))
                .extracting(Row::who)
                .containsExactly(
                        Optional.empty(), Optional.empty(), Optional.of(new Who("bob", "acc-1")), Optional.empty());
    }

    @Test
    void storeOfAHostWidensAnErasureToEveryAccountOfThePerson() {
        MemoryStore store = new MemoryStore(Clock.fixed(BEGIN, ZoneOffset.UTC), new Random(1));
        store.commit(List.of(
                new StoreWrite.Audit(List.of(joined("ana", "acc-1"), joined("bob", "acc-2"), joined("ana", "acc-3")))));

        Erasure whole = new Erasure(new IdentityId("ana"), "request", "dpo", BEGIN)
                .widened(Trails.all(store).stream(), Optional.of(new AccountId("acc-4")));

        assertThat(whole.accounts())
                .containsExactlyInAnyOrder(new AccountId("acc-1"), new AccountId("acc-3"), new AccountId("acc-4"));
    }

    @Test
    void equalEntriesHaveDifferentDigests() {
        MemoryStore store = new MemoryStore();
        store.commit(List.of(new StoreWrite.Audit(List.of(joined("ana", "acc-1"), joined("ana", "acc-1")))));
        List<Row> rows = Trails.all(store);

        assertThat(rows.get(0).seals().get(0).digest())
                .isNotEqualTo(rows.get(1).seals().get(0).digest());
    }

    @Test
    void erasureKeepsNoNameOfThePersonItself() {
        assertThatThrownBy(() -> new Erasure(new IdentityId("ana"), "request", "ana", BEGIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Erasure(new IdentityId("ana"), "ana has asked", "dpo", BEGIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyKindOfEntitlementIsInTheHistories() {
        assertThat(entitlements(1).stream().map(Entitlement::getClass).collect(Collectors.toSet()))
                .isEqualTo(Kinds.of(Entitlement.class));
        assertThat(Stream.concat(entitlements(1).stream(), entitlements(2).stream())
                        .map(Entitlement::what))
                .doesNotHaveDuplicates();
    }

    /** Returns an entitlement of each kind. */
    private static List<Entitlement> entitlements(int n) {
        Division division = new Division(new DivisionId("d" + n), "Division " + n, false);
        Group group = new Group(new GroupId("g" + n), "Gruppe \u00e4\"" + n);
        Role role = new Role(new RoleId("r" + n), "Role " + n);
        return List.of(
                new Entitlement.Residence(division),
                new Entitlement.Membership(group),
                new Entitlement.AccountRole(role, division),
                new Entitlement.GroupRole(group, role, division));
    }

    private static Entry joined(String identity, String account) {
        Entitlement group = new Entitlement.Membership(new Group(new GroupId("g1"), "Agents"));
        Fact fact = new Fact(
                BEGIN, "run", "hash", 1, TENANTS.get(0), Kind.GIVE, Optional.of(group), "", List.of(), Result.APPLIED);
        return new Entry(fact, Optional.of(new Who(identity, account)), new Why("rule", "fact", ""), List.of("cto"));
    }

    /** A store in which things happen at random. */
    private final class History {
        final Set<String> erased = new HashSet<>();
        final MemoryStore store;
        private final Random random;
        private final Map<TenantId, Baseline.TrailEnd> ends = new HashMap<>();
        final List<String> exported = new ArrayList<>();
        private Instant now = BEGIN;

        History(Random random) {
            this.random = random;
            this.store = new MemoryStore(Clock.fixed(BEGIN, ZoneOffset.UTC), random);
        }

        void step() {
            now = now.plusNanos(random.nextInt(1_000_000_000));
            switch (random.nextInt(8)) {
                case 0 -> erase(random.nextInt(PEOPLE));
                case 1 -> anchor();
                case 2 -> remember();
                default -> record();
            }
        }

        void record() {
            List<Entry> entries = new ArrayList<>();
            for (int i = random.nextInt(4) + 1; i > 0; i--) {
                entries.add(entry(random.nextInt(PEOPLE)));
            }
            store.commit(List.of(new StoreWrite.Audit(entries)));
        }

        private Entry entry(int person) {
            Kind kind = random.nextBoolean() ? Kind.GIVE : Kind.TAKE;
            Fact fact = new Fact(
                    clock(),
                    "run-" + random.nextInt(9),
                    "hash",
                    random.nextInt(50),
                    TENANTS.get(random.nextInt(2)),
                    kind,
                    Optional.of(entitlement()),
                    "",
                    List.of(),
                    RESULTS.get(random.nextInt(RESULTS.size())));
            String detail = random.nextInt(4) == 0 ? "waits for account-" + random.nextInt(PEOPLE) + "-x." : "";
            List<String> by = random.nextBoolean() ? List.of(user(random.nextInt(PEOPLE)), "ticket 7") : List.of("cto");
            return new Entry(fact, who(person), new Why("rule", "fact of identity-" + person + "-x", detail), by);
        }

        /** A clock that is sometimes wrong. */
        private Instant clock() {
            return random.nextInt(15) == 0 ? now.plusSeconds(random.nextInt(61) - 30) : now;
        }

        private Optional<Who> who(int person) {
            return switch (random.nextInt(4)) {
                case 0 -> Optional.of(new Who("identity-" + person + "-x", ""));
                case 1 -> Optional.empty();
                default -> Optional.of(new Who("identity-" + person + "-x", "account-" + person + "-x"));
            };
        }

        private Entitlement entitlement() {
            List<Entitlement> all = entitlements(random.nextInt(3));
            return all.get(random.nextInt(all.size()));
        }

        private String user(int person) {
            return "user" + person + "@acme.example";
        }

        private int calls;

        /** Other parts of the store that name people. */
        private void remember() {
            int person = random.nextInt(PEOPLE);
            store.commit(List.of(new StoreWrite.Link(
                    new IdentityId("identity-" + person + "-x"), new AccountId("account-" + person + "-x"))));
            store.commit(List.of(
                    new StoreWrite.Begin(new Journal.Run("r", "plan", "hash", List.of(user(person), "cto"), now))));
            store.commit(List.of(new StoreWrite.Intend(
                    new Journal.Intent(
                            "r",
                            ++calls,
                            List.of("1 join group for identity-" + person + "-x"),
                            List.of(joined("identity-" + person + "-x", "account-" + person + "-x")),
                            now),
                    List.of())));
            store.commit(List.of(new StoreWrite.Keep(new Held.All(
                    List.of(new Held("p", "c", Optional.of(TENANTS.get(0)), 1, user(person) + " would leave", now))))));
            store.commit(List.of(
                    new StoreWrite.Keep(new Quarantine("tenant a", 1, now, now, "refused account-" + person + "-x"))));
        }

        private void anchor() {
            for (TenantId tenant : TENANTS) {
                ends.put(tenant, Baseline.TrailEnd.of(tenant, AuditTrail.of(store, tenant)));
                exported.add(EvidenceJson.of(evidence(tenant, BEGIN, now)));
            }
        }

        private void erase(int person) {
            String identity = "identity-" + person + "-x";
            String account = "account-" + person + "-x";
            List<String> names = List.of(identity, account, user(person));
            store.erase(new Erasure(
                    new IdentityId(identity),
                    Set.of(new AccountId(account)),
                    Set.of(user(person)),
                    "request-" + erased.size(),
                    "dpo",
                    now));
            erased.addAll(names);
            assertThat(content()).doesNotContain(names);
        }

        /** Everything that the store holds, and every form in which a part of it leaves the house. */
        private String content() {
            StringBuilder text = new StringBuilder();
            store.links((identity, account) -> text.append(identity).append(account));
            text.append(store.runs(1000)).append(store.open());
            text.append(store.notes().holds()).append(store.notes().quarantines());
            text.append(store.notes()).append(Trails.all(store));
            for (TenantId tenant : TENANTS) {
                TenantEvidence evidence = evidence(tenant, BEGIN, now.plusSeconds(1));
                text.append(EvidenceJson.of(evidence)).append(EvidenceText.of(evidence));
                text.append(EvidenceCsv.changes(evidence)).append(EvidenceCsv.holdings(evidence));
            }
            return text.toString();
        }

        void check(String when) {
            for (TenantId tenant : TENANTS) {
                List<Row> rows = AuditTrail.of(store, tenant);
                assertThat(AuditChain.check(rows, AuditChain.START, AuditChain.head(rows, AuditChain.START))
                                .findings())
                        .as(when)
                        .isEmpty();
                Optional.ofNullable(ends.get(tenant))
                        .ifPresent(e -> assertThat(e.alteration(rows)).as(when).isEmpty());
                Instant from = BEGIN.plusSeconds(random.nextInt(20));
                String json = EvidenceJson.of(evidence(tenant, from, from.plusSeconds(random.nextInt(20))));
                assertThat(EvidenceVerifier.verify(json).findings()).as(when).isEmpty();
                TenantEvidence first = evidence(tenant, BEGIN, from);
                TenantEvidence second = evidence(tenant, from, now.plusSeconds(1));
                assertThat(second.startNumber())
                        .as(when)
                        .isLessThanOrEqualTo(
                                first.startNumber() + first.changes().size());
                assertThat(EvidenceVerifier.compare(EvidenceJson.of(first), EvidenceJson.of(second)))
                        .as(when)
                        .isEmpty();
            }
        }

        private TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
            return TenantEvidence.of(
                    world.policy(),
                    List.of(),
                    tenant,
                    from,
                    to,
                    now,
                    store.notes().generation() + 1,
                    AuditTrail.of(store, tenant),
                    store.notes().holds(),
                    Optional.empty(),
                    Optional.ofNullable(ends.get(tenant)));
        }
    }
}
