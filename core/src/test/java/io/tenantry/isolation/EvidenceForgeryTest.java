// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
        List<Row> trail = AuditTrail.of(world.store, A);
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

    @Test
    void entitlementThatTheEvidenceBeforeProvesCannotBeLeftOut() {
        String first = json(MONDAY, TUESDAY);
        String second = json(TUESDAY, WEDNESDAY);
        ForgedEvidence forged = new ForgedEvidence(second);
        JsonNode dropped = older(forged);
        remove(forged.rows("holdings"), dropped);

        assertThat(EvidenceVerifier.compare(first, second)).isEmpty();
        assertThat(EvidenceVerifier.compare(first, forged.sealed()))
                .containsExactly("row " + ForgedEvidence.number(dropped)
                        + " gives an entitlement that is missing from those held in one of the evidences");
    }

    @Test
    void rowThatGivesNothingIsNoEntitlementHeld() {
        ForgedEvidence first = new ForgedEvidence(json(MONDAY, TUESDAY));
        ForgedEvidence forged = new ForgedEvidence(json(TUESDAY, WEDNESDAY));
        forged.rows("holdings").add(first.rows("changes").get(0));
        ForgedEvidence failed = new ForgedEvidence(json(TUESDAY, WEDNESDAY));
        JsonNode row = older(failed);
        ForgedEvidence.line(row).put("result", "FAILED");
        ForgedEvidence.bind(row);

        assertThat(findings(forged.sealed())).contains("row 1 is among those held, but gives no entitlement");
        assertThat(findings(failed.sealed()))
                .contains("row " + ForgedEvidence.number(row) + " is among those held, but gives no entitlement");
    }

    @Test
    void rowOfAnotherTenantIsNoEntitlementHeld() {
        ForgedEvidence other =
                new ForgedEvidence(EvidenceJson.of(world.provisioner().evidence(new TenantId("b"), MONDAY, TUESDAY)));
        ForgedEvidence forged = new ForgedEvidence(json(TUESDAY, WEDNESDAY));
        JsonNode row = last(other.rows("holdings"));
        forged.rows("holdings").add(row);

        assertThat(findings(forged.sealed())).contains("row " + ForgedEvidence.number(row) + " is of another tenant");
    }

    @Test
    void entitlementHeldTwiceShows() {
        ForgedEvidence forged = new ForgedEvidence(json(TUESDAY, WEDNESDAY));
        JsonNode row = older(forged);
        forged.rows("holdings").add(row.deepCopy());
        ForgedEvidence again = new ForgedEvidence(json(TUESDAY, WEDNESDAY));
        JsonNode copy = older(again).deepCopy();
        ForgedEvidence.line(copy).put("number", 2);
        ForgedEvidence.bind(copy);
        again.rows("holdings").add(copy);

        assertThat(findings(forged.sealed()))
                .contains("row " + ForgedEvidence.number(row) + " is twice among those held");
        assertThat(findings(again.sealed()))
                .contains("rows " + ForgedEvidence.number(row)
                        + " and 2 give the same entitlement, and both are among those held");
        assertThat(EvidenceVerifier.compare(json(MONDAY, TUESDAY), again.sealed()))
                .isNotEmpty();
    }

    @Test
    void entitlementOfAnErasedHolderIsNotAmongThoseHeld() {
        String before = json(TUESDAY, WEDNESDAY);
        world.store.erase(new Erasure(new IdentityId("bob"), "request", "dpo", WEDNESDAY));
        String honest = json(TUESDAY, WEDNESDAY);
        ForgedEvidence forged = new ForgedEvidence(before);
        JsonNode row = ForgedEvidence.stream(forged.rows("holdings"))
                .filter(r -> r.at("/openings/0/body/identity").asText().equals("bob"))
                .findFirst()
                .orElseThrow();
        forged.drop(ForgedEvidence.number(row), 0);
        forged.document.set("later", new ForgedEvidence(honest).document.get("later"));

        assertThat(findings(honest)).isEmpty();
        assertThat(EvidenceVerifier.compare(before, honest)).isEmpty();
        assertThat(findings(forged.sealed()))
                .contains("row " + ForgedEvidence.number(row) + " is among those held, but its holder is unknown");
    }

    @Test
    void honestErasureRaisesNoAlarmBesideAnyOtherEvidence() {
        List<String> before = List.of(json(MONDAY, TUESDAY), json(TUESDAY, WEDNESDAY), json(MONDAY, WEDNESDAY));
        world.store.erase(new Erasure(new IdentityId("bob"), "request", "dpo", WEDNESDAY));
        at(WEDNESDAY.plusSeconds(1)).person("eve", "Account-a").run();
        Instant end = WEDNESDAY.plusSeconds(2);
        List<String> after = List.of(
                json(MONDAY, TUESDAY),
                json(TUESDAY, WEDNESDAY),
                json(MONDAY, WEDNESDAY),
                json(TUESDAY, end),
                json(MONDAY, end));

        assertThat(before)
                .allSatisfy(b -> assertThat(after)
                        .allSatisfy(
                                a -> assertThat(EvidenceVerifier.compare(b, a)).isEmpty()));
        assertThat(after)
                .allSatisfy(b -> assertThat(after)
                        .allSatisfy(
                                a -> assertThat(EvidenceVerifier.compare(b, a)).isEmpty()));
    }

    @Test
    void periodThatWasStretchedOverRowsOfTheNextOneShows() {
        ForgedEvidence forged = new ForgedEvidence(json(MONDAY, TUESDAY));
        forged.document.put("to", WEDNESDAY.toString());
        forged.rows("later").removeAll();

        assertThat(EvidenceVerifier.compare(forged.sealed(), json(TUESDAY, WEDNESDAY)))
                .isNotEmpty()
                .allMatch(f -> f.contains("in the period of the earlier evidence, which does not have"));
    }

    @Test
    void evidencesWithAGapBetweenThemCannotBeCompared() {
        String first = json(MONDAY, TUESDAY);
        world.store.erase(new Erasure(new IdentityId("bob"), "request", "dpo", WEDNESDAY));
        String touching = json(MONDAY, TUESDAY);
        String third = json(WEDNESDAY, WEDNESDAY.plusSeconds(1));

        assertThat(EvidenceVerifier.compare(first, third))
                .singleElement()
                .asString()
                .contains("ask for the evidence between them");
        assertThat(EvidenceVerifier.compare(touching, third))
                .singleElement()
                .asString()
                .contains("ask for the evidence between them");
    }

    @Test
    void periodThatWasStretchedShowsInTheEvidenceItself() {
        ForgedEvidence end = new ForgedEvidence(json(MONDAY, TUESDAY));
        end.document.put("to", WEDNESDAY.toString());
        ForgedEvidence begin = new ForgedEvidence(json(TUESDAY, WEDNESDAY));
        begin.document.put("from", MONDAY.toString());
        ForgedEvidence narrow = new ForgedEvidence(json(MONDAY, WEDNESDAY));
        narrow.document.put("from", TUESDAY.plusSeconds(1).toString());
        ForgedEvidence bare = new ForgedEvidence(begin.sealed());
        ForgedEvidence.stream(begin.rows("holdings"))
                .filter(r -> ForgedEvidence.number(r)
                        <= begin.document.get("startNumber").asLong())
                .forEach(r -> remove(bare.rows("holdings"), r));

        assertThat(findings(end.sealed())).containsExactly("row 9 lies in the period, but it is not among its rows");
        assertThat(findings(begin.sealed())).contains("row 4 lies in the period, but it is not among its rows");
        assertThat(findings(narrow.sealed())).contains("row 1 lies before the period");
        assertThat(EvidenceVerifier.compare(json(MONDAY, TUESDAY), bare.sealed()))
                .isNotEmpty();
    }

    private static void remove(ArrayNode rows, JsonNode row) {
        List<JsonNode> left =
                ForgedEvidence.stream(rows).filter(r -> !r.equals(row)).toList();
        rows.removeAll().addAll(left);
    }

    /** Returns an entitlement held since before the period. */
    private static JsonNode older(ForgedEvidence evidence) {
        return ForgedEvidence.stream(evidence.rows("holdings"))
                .filter(r -> ForgedEvidence.number(r)
                        <= evidence.document.get("startNumber").asLong())
                .findFirst()
                .orElseThrow();
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
