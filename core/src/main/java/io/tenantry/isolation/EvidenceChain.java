// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.store.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Audit entries, each bound to all before it: a link's hash is the SHA-256 of the hash before it and of its own entry. An entry
 * that was altered, removed, added or moved breaks the chain at that place. Whoever keeps the last hash of an earlier chain can
 * tell that a later one grew out of it.
 */
public final class EvidenceChain {
    /** The hash that the first link of all follows. */
    public static final String START = "0".repeat(64);

    private EvidenceChain() {}

    /** Returns the entries as a chain from {@link #START}. */
    public static List<Link> of(List<AuditTrail.Entry> entries) {
        return of(entries, 1, START);
    }

    /**
     * Returns the entries as a chain.
     *
     * @param first the number of the first link
     * @param previous the hash it follows
     */
    public static List<Link> of(List<AuditTrail.Entry> entries, long first, String previous) {
        List<Link> links = new ArrayList<>(entries.size());
        String before = previous;
        for (AuditTrail.Entry entry : entries) {
            Link link = new Link(first + links.size(), entry, before, hash(before, entry));
            links.add(link);
            before = link.hash();
        }
        return links;
    }

    /**
     * Returns the first thing that is wrong with a chain, in words; empty if nothing is.
     *
     * @param start the hash that the first link has to follow
     * @param end the hash of the last link, so that links cut off at the end show
     */
    public static Optional<String> verify(List<Link> links, String start, String end) {
        String before = start;
        long number = links.isEmpty() ? 0 : links.get(0).number() - 1;
        for (Link link : links) {
            number++;
            if (link.number() != number) {
                return Optional.of(
                        "row " + number + " is missing or was moved: row " + link.number() + " stands there");
            }
            if (!link.previous().equals(before)) {
                return Optional.of("row " + number + " does not follow the row before it");
            }
            if (!link.hash().equals(hash(before, link.entry()))) {
                return Optional.of("row " + number + " was altered");
            }
            before = link.hash();
        }
        return before.equals(end) ? Optional.empty() : Optional.of("rows at the end are missing");
    }

    /** Returns the hash of the last link, or what a first link would follow. */
    static String head(List<Link> links, String start) {
        return links.isEmpty() ? start : links.get(links.size() - 1).hash();
    }

    // Lengths stand before the fields, so that no two different entries have one text.
    private static String hash(String previous, AuditTrail.Entry e) {
        StringBuilder text = new StringBuilder(previous);
        for (String field : fields(e)) {
            text.append(field.length()).append(':').append(field);
        }
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    static List<String> fields(AuditTrail.Entry e) {
        return List.of(
                e.at().toString(),
                e.run(),
                Integer.toString(e.operation()),
                e.tenant(),
                e.identity(),
                e.account(),
                e.change(),
                e.rule(),
                e.fact(),
                e.approvedBy(),
                e.outcome());
    }

    /**
     * One entry in its place. Immutable.
     *
     * @param number 1 for the first of all
     * @param previous the hash of the link before it
     */
    public record Link(long number, AuditTrail.Entry entry, String previous, String hash) {}
}
