// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.World;
import io.tenantry.identity.IdentityId;
import io.tenantry.policy.TenantId;
import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.Erasure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A forger who computes fingerprints and hashes of lines is found in the evidence, or beside the evidence before. */
@NullUnmarked
class EvidenceForgeryTest {
    private static final TenantId A = new TenantId("a");
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T08:00:00Z");

    private final World world = new World();

    @BeforeEach
    void anaAndBobJoinThenCyJoinsAndAnaMoves() {
        at(MONDAY)
                .person("ana", "Account-a")
                .person("bob", "Account-a")
                .person("dan", "Account-b")
                .run();
        at(TUESDAY).person("cy", "Account-a").person("ana", "Account-b").run();
        at(WEDNESDAY);
    }

    @Test
    void announcementThatIsWrittenIntoALaterRowShows() {
        world.store.erase(new Erasure(new IdentityId("bob"), "request", "dpo", WEDNESDAY));
        String honest = json(MONDAY, TUESDAY);
        ForgedEvidence forged = new ForgedEvidence(honest);
        JsonNode erasure = last(forged.rows("later"));
        forged.drop(1, 1);
        forged.announce(erasure, 1, 1);

        assertThat(findings(honest)).isEmpty();
        assertThat(findings(forged.sealed())).containsExactly("row " + ForgedEvidence.number(erasure) + " was altered");
        assertThat(EvidenceVerifier.compare(honest, forged.sealed())).isNotEmpty();
    }

    @Test
    void rowsOfAnotherKindAndEarlierRowsAnnounceNoErasure() {
        ForgedEvidence forged = new ForgedEvidence(json(MONDAY, TUESDAY));
        forged.drop(1, 1);
        JsonNode end = last(forged.rows("changes"));
        forged.announce(end, 1, 1);
        ForgedEvidence.bind(end);
        forged.document.set("head", end.get("hash"));
        ForgedEvidence early = new ForgedEvidence(forged.document.toString());
        ForgedEvidence.line(last(early.rows("changes"))).put("kind", "person.erase");
        early.announce(last(early.rows("changes")), ForgedEvidence.number(end) + 1, 0);
        ForgedEvidence.bind(last(early.rows("changes")));

        assertThat(findings(forged.sealed()))
                .contains(
                        "row " + ForgedEvidence.number(end) + " lists erased parts, but it is no erasure",
                        "row 1: its approver is missing, and no row announces its erasure");
        assertThat(findings(early.sealed()))
                .contains(
                        "row " + ForgedEvidence.number(end) + " announces the erasure of a row that is not before it");
    }

    @Test
    void checkOfAChainTrustsOnlyAnErasureThatComesAfterTheRow() {
        List<Row> trail = world.store.audit().of(A);
        Row first = trail.get(0).without(List.of(new Place(1, 1)));
        AuditChain chain = new AuditChain(new Random(1));
        Row give = chain.follow(Optional.of(first), announcing(trail.get(1), AuditTrail.Kind.GIVE, new Place(1, 1)));
        Row early = chain.follow(Optional.of(first), announcing(trail.get(1), AuditTrail.Kind.ERASE, new Place(3, 0)));

        assertThat(AuditChain.check(List.of(first, give), AuditChain.START, give.hash())
                        .findings())
                .contains(
                        "row 2 lists erased parts, but it is no erasure",
                        "row 1: its approver is missing, and no row announces its erasure");
        assertThat(AuditChain.check(List.of(first, early), AuditChain.START, early.hash())
                        .findings())
                .contains("row 2 announces the erasure of a row that is not before it");
    }

    private static AuditTrail.Entry announcing(Row row, AuditTrail.Kind kind, Place place) {
        AuditTrail.Fact f = row.fact();
        return new AuditTrail.Entry(
                new AuditTrail.Fact(
                        f.at(),
                        f.run(),
                        f.policy(),
                        f.operation(),
                        f.tenant(),
                        kind,
                        Optional.empty(),
                        "",
                        List.of(place),
                        AuditTrail.Result.APPLIED),
                Optional.empty(),
                new AuditTrail.Why("", "", ""),
                List.of());
    }

    private static List<String> findings(String json) {
        return EvidenceVerifier.verify(json).findings();
    }

    private static JsonNode last(JsonNode rows) {
        return rows.get(rows.size() - 1);
    }

    private String json(Instant from, Instant to) {
        return EvidenceJson.of(world.provisioner().evidence(A, from, to));
    }

    private World at(Instant now) {
        world.clock = Clock.fixed(now, ZoneOffset.UTC);
        return world;
    }
}
