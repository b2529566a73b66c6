// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.World;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.AuditTrail.Fact;
import io.tenantry.store.AuditTrail.Opening;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Seal;
import io.tenantry.store.Erasure;
import io.tenantry.store.JdbcStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auditor who has the JSON alone finds every alteration, even one whose fingerprint was made to fit. */
@NullUnmarked
class EvidenceVerifierTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00.123456789Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T08:00:00Z");

    private final World world = new World();

    @BeforeEach
    void anaAndBobJoinAndAnaMoves() {
        world.jointAgents =
                List.of(new JointAgent("joe", List.of(A, B), A, "queue", "cto", LocalDate.parse("2027-01-31")));
        at(MONDAY)
                .person("ana", "Account-a")
                .person("bob", "Account-a", "Supervisors-a")
                .run();
        at(TUESDAY).person("ana", "Account-b").run();
    }

    @Test
    void evidenceStandsAsItWasMade() {
        TenantEvidence evidence = evidence(A, MONDAY, WEDNESDAY);
        EvidenceVerifier.Report report = EvidenceVerifier.verify(EvidenceJson.of(evidence));

        assertThat(report.findings()).isEmpty();
        assertThat(report.rows()).isEqualTo(evidence.changes().size());
        assertThat(report.opened()).isPositive();
        assertThat(report.erased() + report.missing()).isZero();
        assertThat(EvidenceVerifier.verify(EvidenceJson.of(evidence(B, TUESDAY, WEDNESDAY)))
                        .findings())
                .isEmpty();
    }

    @Test
    void everyByteThatCountsIsBound() {
        String json = EvidenceJson.of(evidence(A, MONDAY, WEDNESDAY));

        for (String altered : List.of(
                json.replace("2027-01-31", "2028-01-31"),
                json.replaceFirst("\"by\" : \"test\"", "\"by\" : \"ceo\""),
                json.replaceFirst("entitlement.take", "entitlement.give"),
                json.replaceFirst("\"salt\" : \"..", "\"salt\" : \"AA"),
                json.replaceFirst("Tenant_A_Agents", "Tenant_B_Agents"),
                json.replaceFirst("\"format\"", "\"formal\""),
                json.replaceFirst("\"body\" : \\{", "\"note\" : \"x\", \"body\" : {"),
                json.replaceFirst("\"hash\" : \"", "\"hash\" : \"x\", \"hash\" : \""),
                json + "{}",
                "{}",
                "nothing")) {
            assertThat(altered).isNotEqualTo(json);
            assertThat(EvidenceVerifier.verify(altered).findings()).as(altered).isNotEmpty();
        }
    }

    @Test
    void alteredRemovedSwappedAndCutRowsShowThoughTheFingerprintFits() {
        int rows = evidence(A, MONDAY, WEDNESDAY).changes().size();

        for (int i = 0; i < rows; i++) {
            int row = i;
            assertThat(forged(l -> l.set(row, altered(l.get(row)))))
                    .as("altered %d", i)
                    .isNotEmpty();
            assertThat(forged(l -> l.remove(row))).as("removed %d", i).isNotEmpty();
            assertThat(forged(l -> Collections.swap(l, row, (row + 1) % rows)))
                    .as("swapped %d", i)
                    .isNotEmpty();
            assertThat(forged(l -> l.subList(row, rows).clear()))
                    .as("cut at %d", i)
                    .isNotEmpty();
            assertThat(forged(l -> l.set(row, otherPerson(l.get(row)))))
                    .as("other person in %d", i)
                    .isNotEmpty();
            assertThat(forged(l -> l.set(row, silent(l.get(row)))))
                    .as("hidden in %d", i)
                    .isNotEmpty();
        }
        assertThat(rows).isGreaterThan(8);
        assertThat(forged(l -> {})).isEmpty();
    }

    @Test
    void entitlementThatIsLeftOutOrMadeUpShows() {
        TenantEvidence e = evidence(A, MONDAY, WEDNESDAY);
        List<HeldEntitlement> less = e.holdings().subList(1, e.holdings().size());
        List<HeldEntitlement> more = new ArrayList<>(e.holdings());
        evidence(A, MONDAY, TUESDAY).holdings().stream()
                .filter(h -> !e.holdings().contains(h))
                .forEach(more::add);

        assertThat(EvidenceVerifier.verify(EvidenceJson.of(with(e, less, e.changes(), e.head())))
                        .findings())
                .singleElement()
                .asString()
                .contains("gives an entitlement that is missing from those held");
        assertThat(EvidenceVerifier.verify(EvidenceJson.of(with(e, more, e.changes(), e.head())))
                        .findings())
                .isNotEmpty()
                .allMatch(f -> f.contains("a later row takes it away"));
    }

    @Test
    void trailThatWasCutAndBoundAnewShowsBesideTheEarlierEvidence() {
        String earlier = EvidenceJson.of(evidence(A, MONDAY, WEDNESDAY));
        TenantEvidence e = evidence(A, MONDAY, WEDNESDAY);
        List<Row> cut = e.changes().subList(0, e.changes().size() - 3);
        String later = EvidenceJson.of(
                with(e, HeldEntitlement.after(cut), cut, cut.get(cut.size() - 1).hash()));

        assertThat(EvidenceVerifier.verify(later).findings()).isEmpty();
        assertThat(EvidenceVerifier.compare(earlier, later))
                .containsExactly("the later evidence ends before the earlier one: rows at the end are missing");
    }

    @Test
    void olderCopyOfTheStoreShowsBesideTheEarlierEvidenceThoughNoRowIsMissing(@TempDir Path folder) throws Exception {
        World one = new World();
        one.clock = Clock.fixed(MONDAY, ZoneOffset.UTC);
        Path file = folder.resolve("store.db");
        try (JdbcStore store = JdbcStore.file(file)) {
            one.store = store;
            one.person("ana", "Account-a").run();
        }
        Path copy = Files.copy(file, folder.resolve("copy.db"));
        List<String> made = new ArrayList<>();
        for (Path from : List.of(file, file, copy)) {
            try (JdbcStore store = JdbcStore.file(from)) {
                one.store = store;
                one.clock = Clock.fixed(TUESDAY.plusSeconds(made.size()), ZoneOffset.UTC);
                made.add(EvidenceJson.of(one.provisioner().evidence(A, MONDAY, TUESDAY)));
            }
        }

        assertThat(EvidenceVerifier.compare(made.get(0), made.get(1))).isEmpty();
        assertThat(EvidenceVerifier.compare(made.get(1), made.get(2)))
                .containsExactly("the evidence made later has generation 1 of the store, and the one made before has 2:"
                        + " an older copy of the store was put back");
    }

    @Test
    void forkedTrailShowsBesideTheEarlierEvidence() {
        String earlier = EvidenceJson.of(evidence(A, MONDAY, WEDNESDAY));
        String honest = EvidenceJson.of(evidence(A, TUESDAY, WEDNESDAY));
        World other = new World();
        other.clock = Clock.fixed(MONDAY, ZoneOffset.UTC);
        other.person("ana", "Account-a")
                .person("bob", "Account-a", "Supervisors-a")
                .run();
        other.clock = Clock.fixed(TUESDAY, ZoneOffset.UTC);
        other.remove("bob").run();
        String forked = EvidenceJson.of(other.provisioner().evidence(A, MONDAY, WEDNESDAY));

        assertThat(EvidenceVerifier.compare(earlier, honest)).isEmpty();
        assertThat(EvidenceVerifier.verify(forked).findings()).isEmpty();
        assertThat(EvidenceVerifier.compare(earlier, forked))
                .isNotEmpty()
                .allMatch(f -> f.contains("forked or rewritten"));
        assertThat(EvidenceVerifier.compare(EvidenceJson.of(evidence(A, MONDAY, MONDAY.plusSeconds(1))), honest))
                .isEmpty();
    }

    @Test
    void erasedPersonIsCountedAndTheEarlierEvidenceStillStands() {
        String earlier = EvidenceJson.of(evidence(A, MONDAY, WEDNESDAY));
        int erased = world.store.erase(new Erasure(new IdentityId("ana"), "data-subject-request", "dpo", WEDNESDAY));
        at(WEDNESDAY);
        TenantEvidence evidence = evidence(A, MONDAY, WEDNESDAY);
        EvidenceVerifier.Report report = EvidenceVerifier.verify(EvidenceJson.of(evidence));

        assertThat(report.findings()).isEmpty();
        assertThat(report.erased()).isPositive().isLessThan(erased);
        assertThat(report.missing()).isZero();
        assertThat(evidence.alteration()).isEmpty();
        assertThat(evidence.later())
                .singleElement()
                .satisfies(r -> assertThat(r.fact().kind()).isEqualTo(AuditTrail.Kind.ERASE));
        assertThat(EvidenceText.of(evidence))
                .contains("(erased)", "trail: begins here\n")
                .doesNotContain("acc-1", "ana");
        TenantEvidence next = evidence(A, WEDNESDAY.minusNanos(1000), WEDNESDAY);
        assertThat(EvidenceText.of(next)).contains("trail: continues after row " + next.startNumber() + "\n");
        assertThat(next.startNumber()).isPositive();
        assertThat(EvidenceJson.of(evidence)).doesNotContain("acc-1", "\"ana\"");
        assertThat(EvidenceVerifier.verify(earlier).findings()).isEmpty();
        assertThat(EvidenceVerifier.compare(earlier, EvidenceJson.of(evidence))).isEmpty();
    }

    @Test
    void erasureWithoutAnAnnouncementIsAFinding() {
        TenantEvidence e = evidence(A, MONDAY, WEDNESDAY);

        EvidenceVerifier.Report report = EvidenceVerifier.verify(EvidenceJson.of(with(
                e, e.holdings(), changed(e.changes(), l -> l.set(0, silent(l.get(0)))), e.head())));

        assertThat(report.missing()).isEqualTo(1);
        assertThat(report.findings()).anyMatch(f -> f.contains("no row announces its erasure"));
    }

    @Test
    void lettersOfOneLookAreOneTextInEveryForm() {
        world.person("zoe\u0301", "Account-a").run();
        String json = EvidenceJson.of(evidence(A, MONDAY, WEDNESDAY));

        assertThat(EvidenceVerifier.verify(json).findings()).isEmpty();
        assertThat(json).contains("zo\u00e9");
    }

    private List<String> forged(java.util.function.Consumer<List<Row>> forgery) {
        TenantEvidence e = evidence(A, MONDAY, WEDNESDAY);
        return EvidenceVerifier.verify(EvidenceJson.of(with(e, e.holdings(), changed(e.changes(), forgery), e.head())))
                .findings();
    }

    private static List<Row> changed(List<Row> rows, java.util.function.Consumer<List<Row>> forgery) {
        List<Row> all = new ArrayList<>(rows);
        forgery.accept(all);
        return all;
    }

    private static TenantEvidence with(
            TenantEvidence e, List<HeldEntitlement> holdings, List<Row> changes, String head) {
        return new TenantEvidence(
                e.organization(),
                e.tenant(),
                e.name(),
                e.policyHash(),
                e.madeAt(),
                e.generation(),
                e.from(),
                e.to(),
                holdings,
                changes,
                e.startNumber(),
                e.start(),
                head,
                e.later(),
                e.holds(),
                e.exceptions(),
                e.lastSweep(),
                e.alteration());
    }

    private static Row altered(Row r) {
        Fact f = r.fact();
        Fact other = new Fact(
                f.at().plusNanos(1_000),
                f.run(),
                f.policy(),
                f.operation(),
                f.tenant(),
                f.kind(),
                f.entitlement(),
                f.about(),
                f.erased(),
                f.result());
        return new Row(r.number(), other, r.seals(), r.previous(), r.hash());
    }

    private static Row otherPerson(Row row) {
        return seals(row, o -> {
            Map<String, String> body = new HashMap<>(o.body());
            body.replaceAll((k, v) -> v + "x");
            return new Opening(o.salt(), body);
        });
    }

    private static Row seals(Row r, UnaryOperator<Opening> change) {
        List<Seal> seals = r.seals().stream()
                .map(s -> new Seal(s.part(), s.digest(), s.opening().map(change)))
                .toList();
        return new Row(r.number(), r.fact(), seals, r.previous(), r.hash());
    }

    private static Row silent(Row r) {
        List<Seal> seals = new ArrayList<>(r.seals());
        Seal first = seals.get(0);
        seals.set(0, new Seal(first.part(), first.digest(), Optional.empty()));
        return new Row(r.number(), r.fact(), seals, r.previous(), r.hash());
    }

    private TenantEvidence evidence(TenantId tenant, Instant from, Instant to) {
        return world.provisioner().evidence(tenant, from, to);
    }

    private World at(Instant now) {
        world.clock = Clock.fixed(now, ZoneOffset.UTC);
        return world;
    }
}
