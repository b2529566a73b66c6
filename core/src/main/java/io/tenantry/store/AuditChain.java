// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.internal.CanonicalJson;
import io.tenantry.internal.Sha256;
import io.tenantry.store.AuditTrail.Entry;
import io.tenantry.store.AuditTrail.Kind;
import io.tenantry.store.AuditTrail.Opening;
import io.tenantry.store.AuditTrail.Part;
import io.tenantry.store.AuditTrail.Place;
import io.tenantry.store.AuditTrail.Row;
import io.tenantry.store.AuditTrail.Seal;
import io.tenantry.store.AuditTrail.Who;
import io.tenantry.store.AuditTrail.Why;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Binds audit entries to each other. The hash of a row covers its own line and the hash before it, so an entry that was
 * altered, removed, added or moved breaks the chain at that place. Text that identifies a person is in the line only as
 * a salted digest, so the clear text can be erased and the chain still verifies. Safe for use by several threads if the
 * random generator is.
 */
public final class AuditChain {
    /** The hash that the first row of a tenant follows. */
    public static final String START = "0".repeat(64);

    private static final int SALT = 32;

    private final RandomGenerator random;

    /**
     * Creates a writer of rows.
     *
     * @param random the generator of salts: a {@link java.security.SecureRandom}, except in a test
     */
    public AuditChain(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Returns the row of an entry that follows the last row of its tenant, or that starts the chain if there is none.
     */
    public Row follow(Optional<Row> last, Entry entry) {
        long number = last.map(Row::number).orElse(0L) + 1;
        Row open =
                new Row(number, entry.fact(), seals(entry), last.map(Row::hash).orElse(START), "");
        return new Row(number, open.fact(), open.seals(), open.previous(), hash(open));
    }

    private List<Seal> seals(Entry entry) {
        List<Seal> seals = new ArrayList<>();
        entry.who().ifPresent(w -> seals.add(seal(Part.WHO, body(w))));
        seals.add(seal(Part.WHY, body(entry.why())));
        entry.approvedBy().forEach(by -> seals.add(seal(Part.APPROVER, Map.of("by", by))));
        return seals;
    }

    private static Map<String, String> body(Who who) {
        return Map.of("identity", who.identity(), "account", who.account());
    }

    private static Map<String, String> body(Why why) {
        return Map.of("rule", why.rule(), "fact", why.fact(), "detail", why.detail());
    }

    private Seal seal(Part part, Map<String, String> body) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        Opening opening = new Opening(Base64.getUrlEncoder().withoutPadding().encodeToString(salt), body);
        return new Seal(part, digest(part, opening), Optional.of(opening));
    }

    private static String digest(Part part, Opening opening) {
        CanonicalJson body = new CanonicalJson();
        opening.body().forEach(body::put);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("tenantry/audit/2/" + part.key()).getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        bytes.writeBytes(Base64.getUrlDecoder().decode(opening.salt()));
        bytes.writeBytes(body.text().getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(bytes.toByteArray());
    }

    // This is the leaf hash of RFC 9162, so that a tree over the lines can be added later.
    private static String hash(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(row.line().getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(bytes.toByteArray());
    }

    /** Returns the hash of the last row, or {@code start} if there are no rows. */
    public static String head(List<Row> rows, String start) {
        return rows.isEmpty() ? start : rows.get(rows.size() - 1).hash();
    }

    /**
     * Checks a chain, or a part of one, and every clear text in it.
     *
     * @param start the hash that the first row has to follow
     * @param end the hash of the last row, so that the check finds rows cut off at the end
     */
    public static Report check(List<Row> rows, String start, String end) {
        List<String> findings = new ArrayList<>();
        String before = start;
        long number = rows.isEmpty() ? 0 : rows.get(0).number();
        for (Row row : rows) {
            if (row.number() != number) {
                findings.add("row " + number + " is missing or was moved: row " + row.number() + " is in its place");
            } else if (!row.previous().equals(before)) {
                findings.add("row " + number + " does not follow the row before it");
            } else if (!row.hash().equals(hash(row))) {
                findings.add("row " + number + " was altered");
            }
            number = row.number() + 1;
            before = row.hash();
        }
        if (!before.equals(end)) {
            findings.add("rows at the end are missing");
        }
        return clearTexts(rows, findings);
    }

    private static Report clearTexts(List<Row> rows, List<String> findings) {
        Set<Place> announced = new HashSet<>();
        rows.forEach(r -> r.fact()
                .erased()
                .forEach(p -> fault(r, p)
                        .ifPresentOrElse(f -> findings.add("row " + r.number() + f), () -> announced.add(p))));
        long opened = 0;
        long erased = 0;
        for (Row row : rows) {
            for (int i = 0; i < row.seals().size(); i++) {
                Seal seal = row.seals().get(i);
                boolean gone = announced.contains(new Place(row.number(), i));
                opened += seal.opening().isPresent() ? 1 : 0;
                erased += seal.opening().isEmpty() && gone ? 1 : 0;
                trouble(seal, gone)
                        .ifPresent(t -> findings.add(
                                "row " + row.number() + ": its " + seal.part().key() + " " + t));
            }
        }
        return new Report(opened, erased, findings);
    }

    private static Optional<String> fault(Row row, Place erased) {
        if (row.fact().kind() != Kind.ERASE) {
            return Optional.of(" lists erased parts, but it is no erasure");
        }
        return erased.row() < row.number()
                ? Optional.empty()
                : Optional.of(" announces the erasure of a row that is not before it");
    }

    private static Optional<String> trouble(Seal seal, boolean announced) {
        return seal.opening()
                .map(o -> announced
                        ? Optional.of("is still there, but a row announces its erasure")
                        : seal.digest().equals(digest(seal.part(), o))
                                ? Optional.<String>empty()
                                : Optional.of("was altered"))
                .orElseGet(() ->
                        announced ? Optional.empty() : Optional.of("is missing, and no row announces its erasure"));
    }

    /**
     * The result of a check of a chain. Immutable.
     *
     * @param opened how many clear texts match their digests
     * @param erased how many were erased, as a later row announces
     * @param findings the faults, in the order of the rows
     */
    public record Report(long opened, long erased, List<String> findings) {
        /** Copies the findings. */
        public Report {
            findings = List.copyOf(findings);
        }
    }
}
