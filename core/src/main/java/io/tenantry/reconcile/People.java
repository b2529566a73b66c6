// SPDX-License-Identifier: Apache-2.0
package io.tenantry.reconcile;

import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.dense.Column;
import io.tenantry.internal.dense.Dictionary;
import io.tenantry.policy.AttributeRule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everybody a source gave, in columns of ordinals rather than as objects: a million people take about a tenth of the memory,
 * and comparing one with an account compares ints. Each source group and each value of an attribute is a <em>fact</em>,
 * interned once. Filled by one thread, then only read.
 */
public final class People {
    private static final char SEPARATOR = 0;

    final Dictionary texts;
    final Dictionary facts = new Dictionary();
    final Column ids = new Column(-1);
    final Column userNames = new Column(-1);
    final Column foldedNames = new Column(-1);
    final Column displayNames = new Column(-1);
    final BitSet enabled = new BitSet();
    final BitSet contradicted = new BitSet();
    private final List<AttributeRule> rules;
    private final Column[] mapped;
    private final Column originFiles = new Column(-1);
    private final Column originLines = new Column(-1);
    private final Column factStarts = new Column(0);
    private final Column factsOf = new Column(-1);
    private final Column rowOfId = new Column(-1);
    private final Fingerprint print = new Fingerprint();
    private final int noText;

    /**
     * Creates an empty crowd.
     *
     * @param texts shared with the accounts that these people are compared with
     * @param rules the attributes that are mapped to accounts
     */
    public People(Dictionary texts, List<AttributeRule> rules) {
        this.texts = texts;
        this.rules = List.copyOf(rules);
        this.noText = texts.intern("");
        this.mapped = new Column[rules.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = new Column(noText);
        }
        factStarts.add(0);
    }

    /**
     * Adds somebody. A row that a shifting page repeated counts once; rows of one identity that say different things contradict
     * each other, and nobody can tell which of them is true.
     */
    public void add(Identity identity) {
        int before = row(identity.id());
        if (before >= 0) {
            repeat(before, identity);
            return;
        }
        int row = size();
        int id = texts.intern(identity.id().value());
        ids.add(id);
        rowOfId.set(id, row);
        userNames.add(texts.intern(identity.userName()));
        foldedNames.add(texts.intern(fold(identity.userName())));
        displayNames.add(texts.intern(identity.displayName()));
        enabled.set(row, identity.enabled());
        origin(row, identity.origin());
        identity.sourceGroups().forEach(g -> factsOf.add(facts.intern(groupFact(g))));
        identity.attributes().forEach((name, value) -> factsOf.add(facts.intern(attributeFact(name, value))));
        factStarts.add(factsOf.size());
        for (int i = 0; i < mapped.length; i++) {
            String value = identity.attributes().get(rules.get(i).from());
            mapped[i].add(value == null ? noText : texts.intern(value));
        }
        print.add(said(identity));
    }

    private void repeat(int row, Identity identity) {
        Identity other = get(row);
        if (!Arrays.equals(said(identity), said(other)) && !contradicted.get(row)) {
            contradicted.set(row);
            print.remove(said(other));
            print.add("contradicted", identity.id().value());
        }
        if (identity.origin().compareTo(other.origin()) < 0) {
            origin(row, identity.origin());
        }
    }

    /** Returns how many there are. */
    public int size() {
        return ids.size();
    }

    /** Returns somebody as an object again. */
    public Identity get(int row) {
        SortedSet<String> groups = new TreeSet<>();
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int i = factStarts.get(row); i < factStarts.get(row + 1); i++) {
            String fact = facts.text(factsOf.get(i));
            int cut = fact.indexOf(SEPARATOR, 1);
            if (isGroup(fact)) {
                groups.add(fact.substring(1));
            } else {
                attributes.put(fact.substring(1, cut), fact.substring(cut + 1));
            }
        }
        return new Identity(
                new IdentityId(texts.text(ids.get(row))),
                texts.text(userNames.get(row)),
                texts.text(displayNames.get(row)),
                enabled.get(row),
                groups,
                attributes,
                origin(row));
    }

    /** Returns the row of an identity, or -1. */
    public int row(IdentityId id) {
        int text = texts.find(id.value());
        return text < 0 ? -1 : rowOfId.get(text);
    }

    /** Returns the row of the identity whose id has this text ordinal, or -1. */
    int rowOfText(int text) {
        return rowOfId.get(text);
    }

    /** Returns the fingerprint of everybody, the same in whatever order they were added. */
    public String fingerprint() {
        return print.text();
    }

    /** Copies the facts of somebody, and returns how many there are; an array that is too small is not written to. */
    int facts(int row, int[] into) {
        int from = factStarts.get(row);
        int count = factStarts.get(row + 1) - from;
        for (int i = 0; i < count && count <= into.length; i++) {
            into[i] = factsOf.get(from + i);
        }
        return count;
    }

    /** Returns the text ordinal of the value that an attribute rule maps. */
    int mapped(int row, int rule) {
        return mapped[rule].get(row);
    }

    static String groupFact(String group) {
        return "g" + group;
    }

    static String attributeFact(String name, String value) {
        return "a" + name + SEPARATOR + value;
    }

    static boolean isGroup(String fact) {
        return fact.charAt(0) == 'g';
    }

    static String fold(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }

    // Origins such as users.csv:17 differ in the line only, so file and line are kept apart.
    private void origin(int row, String origin) {
        int cut = origin.lastIndexOf(':');
        int line = cut < 0 ? -1 : number(origin, cut + 1);
        originFiles.set(row, texts.intern(line < 0 ? origin : origin.substring(0, cut)));
        originLines.set(row, line);
    }

    private static int number(String text, int from) {
        boolean digits = text.length() > from
                && text.length() - from < 10
                && text.charAt(from) != '0'
                && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text, from, text.length(), 10) : -1;
    }

    private String origin(int row) {
        String file = texts.text(originFiles.get(row));
        return originLines.get(row) < 0 ? file : file + ":" + originLines.get(row);
    }

    private static String[] said(Identity i) {
        return new String[] {
            i.id().value(),
            i.userName(),
            i.displayName(),
            i.enabled() ? "enabled" : "disabled",
            i.sourceGroups().toString(),
            i.attributes().toString()
        };
    }
}
