// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Fingerprint;
import io.tenantry.internal.Fold;
import io.tenantry.internal.dense.Column;
import io.tenantry.internal.dense.Dictionary;
import io.tenantry.internal.dense.IntRows;
import io.tenantry.policy.AttributeRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * All people of a source, in columns of ordinals instead of objects: a million people take about a tenth of the memory,
 * and comparing a person with an account compares ints. Each source group and each value of an attribute is a
 * <em>fact</em>, interned once. One thread fills it; after that it is only read.
 */
public final class People {
    /** Stands for the value of a mapped attribute that the source does not deliver, or that no account can have. */
    static final int UNKNOWN = -1;

    private static final char SEPARATOR = 0;

    final Lexicon lexicon;
    final Dictionary facts = new Dictionary();
    final Column ids = new Column(-1);
    final Column foldedNames = new Column(-1);
    private final BitSet usedNames = new BitSet();
    final Column displayNames = new Column(-1);
    final BitSet enabled = new BitSet();

    /** People for whom the source does not deliver whether they may log in. */
    private final BitSet stateless = new BitSet();

    final BitSet contradicted = new BitSet();

    /** User names from contradicting rows. */
    final Set<String> contestedNames = new HashSet<>();

    /** The sets of source groups; many people have the same set. */
    final IntRows groupSets = new IntRows();

    final Column groupSetOf = new Column(-1);
    private final Column attributeStarts = new Column(0);
    private final Column attributesOf = new Column(-1);
    private int[] groups = new int[64];

    /** The names of the facts that are source groups; there are few compared with people. */
    private final Map<Integer, String> groupNames = new HashMap<>();

    private final Column spelledNames = new Column(-1);
    private final Dictionary attributeNames = new Dictionary();
    private final Column attributeOfFact = new Column(-1);
    private final List<AttributeRule> rules;
    private final Column[] mapped;

    /** The people to whom the source gives a value that no account can have, by rule. */
    final Map<AttributeRule, BitSet> refused = new LinkedHashMap<>();

    /** The different deliveries of sources; each person has the number of one. The first delivers everything. */
    private final List<Delivered> deliveries = new ArrayList<>(List.of(Delivered.everything()));

    private final Column deliveryOf = new Column(0);
    private final Column originFiles = new Column(-1);
    private final Column originLines = new Column(-1);
    private final Column rowOfId = new Column(-1);
    private final Fingerprint print = new Fingerprint();
    private final int noText;
    private int repeats;

    /**
     * Creates an empty table of people.
     *
     * @param lexicon the texts shared with the accounts that these people are compared with
     * @param rules the rules for attributes that are mapped to accounts
     */
    public People(Lexicon lexicon, List<AttributeRule> rules) {
        this.lexicon = lexicon;
        this.rules = List.copyOf(rules);
        this.noText = lexicon.words.intern("");
        this.mapped = new Column[rules.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = new Column(noText);
        }
        attributeStarts.add(0);
    }

    /** Returns a table of these people without mapped attributes. */
    public static People of(Collection<Identity> people) {
        People table = new People(new Lexicon(), List.of());
        people.forEach(table::add);
        return table;
    }

    /**
     * Adds a person. A row that repeats another row counts once, and is among the {@link #repeats}. Different rows of
     * one identity contradict each other, and it is unknown which of them is right.
     */
    public void add(Identity identity) {
        int before = row(identity.id());
        if (before >= 0) {
            repeat(before, identity);
            return;
        }
        int row = size();
        int id = lexicon.ids.intern(identity.id().value());
        ids.add(id);
        rowOfId.set(id, row);
        name(identity.userName());
        displayNames.add(lexicon.words.intern(identity.displayName()));
        enabled.set(row, identity.state() == Identity.State.ENABLED);
        stateless.set(row, identity.state() == Identity.State.UNKNOWN);
        deliveryOf.add(delivery(identity.delivered()));
        origin(row, identity.origin());
        groupSetOf.add(groupSet(identity.sourceGroups()));
        identity.attributes().forEach((name, value) -> attributesOf.add(fact(attributeFact(name, value), name)));
        attributeStarts.add(attributesOf.size());
        for (int i = 0; i < mapped.length; i++) {
            mapped[i].add(
                    rules.get(i).value(identity).map(lexicon.words::intern).orElse(UNKNOWN));
            if (rules.get(i).refuses(identity)) {
                refused.computeIfAbsent(rules.get(i), r -> new BitSet()).set(row);
            }
        }
        print.add(said(identity));
    }

    // Nearly all people have the same delivery as the person before them.
    private int delivery(Delivered delivered) {
        int last = deliveries.size() - 1;
        int known = deliveries.get(last).equals(delivered) ? last : deliveries.indexOf(delivered);
        if (known < 0) {
            deliveries.add(delivered);
        }
        return known < 0 ? last + 1 : known;
    }

    private void name(String userName) {
        String folded = Fold.of(userName);
        int name = lexicon.names.intern(folded);
        foldedNames.add(name);
        usedNames.set(name);
        spelledNames.add(folded.equals(userName) ? -1 : lexicon.words.intern(userName));
    }

    private int groupSet(SortedSet<String> names) {
        groups = names.size() > groups.length ? new int[names.size() * 2] : groups;
        int count = 0;
        for (String name : names) {
            int fact = fact(groupFact(name), "");
            groupNames.putIfAbsent(fact, name);
            groups[count++] = fact;
        }
        return groupSets.intern(groups, count);
    }

    private int fact(String fact, String attribute) {
        int ordinal = facts.intern(fact);
        if (ordinal == attributeOfFact.size()) {
            attributeOfFact.add(isGroup(fact) ? -1 : attributeNames.intern(attribute));
        }
        return ordinal;
    }

    private void repeat(int row, Identity identity) {
        Identity other = get(row);
        if (!Arrays.equals(said(identity), said(other))) {
            contestedNames.add(identity.userName());
            contradict(row, other);
        } else {
            repeats++;
        }
        if (identity.origin().compareTo(other.origin()) < 0) {
            origin(row, identity.origin());
        }
    }

    private void contradict(int row, Identity other) {
        if (!contradicted.get(row)) {
            contradicted.set(row);
            print.remove(said(other));
            print.add("contradicted", other.id().value());
        }
    }

    /** Returns how many rows repeated an earlier row. */
    public int repeats() {
        return repeats;
    }

    /** Returns how many people there are. */
    public int size() {
        return ids.size();
    }

    /** Returns a person as an object. */
    public Identity get(int row) {
        SortedSet<String> sourceGroups = new TreeSet<>();
        SortedMap<String, String> attributes = new TreeMap<>();
        int set = groupSetOf.get(row);
        for (int i = groupSets.start(set); i < groupSets.end(set); i++) {
            sourceGroups.add(groupNames.get(groupSets.value(i)));
        }
        for (int i = attributesFrom(row); i < attributesTo(row); i++) {
            String fact = facts.text(attributeAt(i));
            int cut = fact.indexOf(SEPARATOR, 1);
            attributes.put(fact.substring(1, cut), fact.substring(cut + 1));
        }
        return new Identity(
                id(row),
                userName(row),
                lexicon.words.text(displayNames.get(row)),
                state(row),
                sourceGroups,
                attributes,
                deliveries.get(deliveryOf.get(row)),
                origin(row));
    }

    private Identity.State state(int row) {
        return stateless.get(row) ? Identity.State.UNKNOWN : Identity.State.of(enabled.get(row));
    }

    /** Returns the different deliveries of the sources of these people. */
    List<Delivered> deliveries() {
        return Collections.unmodifiableList(deliveries);
    }

    /** Returns the index in {@link #deliveries} for a person. */
    int deliveryOf(int row) {
        return deliveryOf.get(row);
    }

    /** Returns the place of a person's first fact that is an attribute. */
    int attributesFrom(int row) {
        return attributeStarts.get(row);
    }

    /** Returns the place after a person's last fact that is an attribute. */
    int attributesTo(int row) {
        return attributeStarts.get(row + 1);
    }

    /** Returns the fact at a place. */
    int attributeAt(int place) {
        return attributesOf.get(place);
    }

    /** Returns how many facts are known about a person. */
    int factCount(int row) {
        return groupCount(groupSetOf.get(row)) + attributesTo(row) - attributesFrom(row);
    }

    /** Returns how many source groups a set contains. */
    int groupCount(int set) {
        return groupSets.end(set) - groupSets.start(set);
    }

    /** Writes the known facts about a person to the start of an array, and returns their number. */
    int copyFacts(int row, int[] target) {
        int at = copyGroups(groupSetOf.get(row), target);
        for (int i = attributesFrom(row); i < attributesTo(row); i++) {
            target[at++] = attributeAt(i);
        }
        return at;
    }

    /** Writes the source groups of a set to the start of an array, and returns their number. */
    int copyGroups(int set, int[] target) {
        int at = 0;
        for (int i = groupSets.start(set); i < groupSets.end(set); i++) {
            target[at++] = groupSets.value(i);
        }
        return at;
    }

    /** Returns whether a fact is the value of an attribute; otherwise it is a source group. */
    boolean isAttribute(int fact) {
        return attributeOfFact.get(fact) >= 0;
    }

    /** Returns whether a person has this user name, in upper or lower case. */
    boolean isNamed(String userName) {
        int name = lexicon.names.find(Fold.of(userName));
        return name >= 0 && usedNames.get(name);
    }

    /** Returns the id of a person. */
    IdentityId id(int row) {
        return new IdentityId(lexicon.ids.text(ids.get(row)));
    }

    private String userName(int row) {
        int spelled = spelledNames.get(row);
        return spelled < 0 ? lexicon.names.text(foldedNames.get(row)) : lexicon.words.text(spelled);
    }

    /**
     * Returns whether a display name, by its text ordinal, may stay: it is the person's, or the source delivers none.
     */
    boolean isDisplayName(int row, int name) {
        int wanted = displayNames.get(row);
        return wanted == name || wanted == noText;
    }

    /** Returns the row of an identity, or -1. */
    public int row(IdentityId id) {
        return rowOf(id.value());
    }

    /** Returns the identity with this id, or else the only one with this user name. */
    public Optional<IdentityId> find(String idOrUserName) {
        int found = rowOf(idOrUserName);
        int name = lexicon.names.find(Fold.of(idOrUserName));
        boolean byName = found < 0;
        for (int row = 0; byName && row < size(); row++) {
            if (foldedNames.get(row) == name) {
                if (found >= 0) {
                    return Optional.empty();
                }
                found = row;
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(id(found));
    }

    /** Returns the row of the identity with this id, or -1. */
    int rowOf(String id) {
        int ordinal = lexicon.ids.find(id);
        return ordinal < 0 ? -1 : rowOfId.get(ordinal);
    }

    /** Returns the row of the identity whose id has this ordinal, or -1. */
    int rowOfId(int id) {
        return rowOfId.get(id);
    }

    /** Returns the fingerprint of all people, independent of the order in which they were added. */
    public String fingerprint() {
        return print.text();
    }

    /** Shows the values of an attribute, each once, with the ordinals of their facts. */
    void values(String attribute, BiConsumer<Integer, String> action) {
        int name = attributeNames.find(attribute);
        int cut = attributeFact(attribute, "").length();
        for (int fact = 0; name >= 0 && fact < facts.size(); fact++) {
            if (attributeOfFact.get(fact) == name) {
                action.accept(fact, facts.text(fact).substring(cut));
            }
        }
    }

    /**
     * Returns the text ordinals of the values that an attribute rule maps, by row; {@link #UNKNOWN} where the source
     * does not deliver the attribute.
     */
    Column mapped(int rule) {
        return mapped[rule];
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

    // Origins such as users.csv:17 differ only in the line, so file and line are kept separately.
    private void origin(int row, String origin) {
        int cut = origin.lastIndexOf(':');
        int line = cut < 0 ? -1 : number(origin, cut + 1);
        originFiles.set(row, lexicon.words.intern(line < 0 ? origin : origin.substring(0, cut)));
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
        String file = lexicon.words.text(originFiles.get(row));
        return originLines.get(row) < 0 ? file : file + ":" + originLines.get(row);
    }

    private static String[] said(Identity i) {
        return new String[] {
            i.id().value(),
            i.userName(),
            i.displayName(),
            i.state().name(),
            i.sourceGroups().toString(),
            i.attributes().toString(),
            i.delivered().equals(Delivered.everything()) ? "" : i.delivered().toString()
        };
    }
}
