// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.dense.Dictionary;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The columns of a snapshot, by the order of arrival. */
final class IdentityRows {
    static final int PRINT_BYTES = 32;

    private final TextColumn ids = new TextColumn();
    private final TextColumn userNames = new TextColumn();
    private final TextColumn displayNames = new TextColumn();
    private final BitSet enabled = new BitSet();
    private final FactTable facts = new FactTable();
    private final IntChunks factsOfRows = new IntChunks();
    private final IntChunks factStarts = new IntChunks();
    private final Origins origins = new Origins();
    private final TextForm form = new TextForm();
    private final MessageDigest sha = sha256();
    private int[] scratch = new int[16];
    private int mostFacts;
    private int size;

    IdentityRows() {
        factStarts.add(0);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds a row and returns its fingerprint, which depends on all of it but its origin. */
    byte[] add(Identity identity, Predicate<String> kept) {
        form.clear();
        text(ids, identity.id().value());
        text(userNames, identity.userName());
        text(displayNames, identity.displayName());
        enabled.set(size, identity.enabled());
        form.add(identity.enabled() ? "enabled" : "disabled");
        addFacts(identity, kept);
        origins.add(identity.origin());
        size++;
        sha.update(form.bytes, 0, form.size);
        return sha.digest();
    }

    private void text(TextColumn column, String text) {
        column.add(text);
        print(text);
    }

    // With its length in front, so that no text can run over into the next.
    private void print(String text) {
        form.add(Integer.toString(text.length()));
        form.add(text);
    }

    private void addFacts(Identity identity, Predicate<String> kept) {
        int count = 0;
        scratch = Arrays.copyOf(
                scratch,
                Math.max(
                        scratch.length,
                        identity.sourceGroups().size() + identity.attributes().size()));
        print(Integer.toString(identity.sourceGroups().size()));
        for (String group : identity.sourceGroups()) {
            scratch[count++] = facts.group(group);
            print(group);
        }
        for (var attribute : identity.attributes().entrySet()) {
            if (kept.test(attribute.getKey())) {
                scratch[count++] = facts.attribute(attribute.getKey(), attribute.getValue());
                print(attribute.getKey());
                print(attribute.getValue());
            }
        }
        Arrays.sort(scratch, 0, count);
        for (int i = 0; i < count; i++) {
            factsOfRows.add(scratch[i]);
        }
        factStarts.add(factsOfRows.size());
        mostFacts = Math.max(mostFacts, count);
    }

    int size() {
        return size;
    }

    int mostFacts() {
        return mostFacts;
    }

    FactTable facts() {
        return facts;
    }

    TextColumn ids() {
        return ids;
    }

    String userName(int row) {
        return userNames.get(row);
    }

    String origin(int row) {
        return origins.get(row);
    }

    boolean enabled(int row) {
        return enabled.get(row);
    }

    int copyFacts(int row, int[] into) {
        int from = factStarts.get(row);
        int count = factStarts.get(row + 1) - from;
        factsOfRows.copy(from, into, count);
        return count;
    }

    Identity identity(int row) {
        SortedSet<String> groups = new TreeSet<>();
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int i = factStarts.get(row); i < factStarts.get(row + 1); i++) {
            Fact fact = facts.fact(factsOfRows.get(i));
            if (fact instanceof Fact.Attribute a) {
                attributes.put(a.name(), a.value());
            } else if (fact instanceof Fact.SourceGroup g) {
                groups.add(g.name());
            }
        }
        return new Identity(
                new IdentityId(ids.get(row)),
                userNames.get(row),
                displayNames.get(row),
                enabled.get(row),
                groups,
                attributes,
                origins.get(row));
    }

    /** Origins such as {@code users.csv:17}: the part before the number once for all rows. */
    private static final class Origins {
        private static final int NO_LINE = -1;

        private final Dictionary places = new Dictionary();
        private final IntChunks placeOfRow = new IntChunks();
        private final IntChunks lineOfRow = new IntChunks();

        void add(String origin) {
            int colon = origin.lastIndexOf(':');
            int line = colon < 0 ? NO_LINE : line(origin.substring(colon + 1));
            placeOfRow.add(places.intern(line == NO_LINE ? origin : origin.substring(0, colon)));
            lineOfRow.add(line);
        }

        /** The line of a number exactly as {@code Integer.toString} writes it, since anything else would not come back as it was. */
        private static int line(String text) {
            boolean plain = !text.isEmpty()
                    && text.length() < 10
                    && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (text.charAt(0) != '0' || text.length() == 1);
            return plain ? Integer.parseInt(text) : NO_LINE;
        }

        String get(int row) {
            int line = lineOfRow.get(row);
            String place = places.text(placeOfRow.get(row));
            return line == NO_LINE ? place : place + ':' + line;
        }
    }
}
