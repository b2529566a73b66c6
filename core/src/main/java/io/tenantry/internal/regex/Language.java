// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All texts that an expression matches as a whole, as an automaton. Checking a text takes time linear in its length,
 * and several languages can be searched for a common text. Immutable.
 */
public final class Language {
    private static final int MOST_STEPS = 2_000;
    private static final int ACCEPT = 0;

    /** For each state, the characters that lead to the next state, or null if no character is needed. */
    private final List<@Nullable CodePoints> characters = new ArrayList<>();

    private final List<int[]> targets = new ArrayList<>();
    private final BitSet start;

    private final int mostStates;

    private Language(Regex regex, int mostStates) {
        this.mostStates = mostStates;
        Growth states = new Growth();
        states.add(null);
        start = closed(regex.build(states, ACCEPT));
    }

    /** Returns the language of an expression whose size is bounded by its length. */
    static Language of(Regex regex) {
        return new Language(regex, Integer.MAX_VALUE);
    }

    /** @throws IllegalArgumentException if repetitions make it larger than this many states */
    static Language of(Regex regex, int mostStates) {
        return new Language(regex, mostStates);
    }

    /** Returns whether the text is in this language. */
    public boolean contains(String text) {
        BitSet now = start;
        for (int i = 0; i < text.length() && !now.isEmpty(); ) {
            int c = text.codePointAt(i);
            now = after(now, c);
            i += Character.charCount(c);
        }
        return now.get(ACCEPT);
    }

    /**
     * The result of a search for a text that is in all of some languages and in none of others.
     *
     * @param decided whether the search came to an end
     * @param example such a text, not empty, if one was found
     */
    public record Common(boolean decided, Optional<String> example) {
        /** Returns whether a common text exists or may exist. */
        public boolean isPossible() {
            return !decided || example.isPresent();
        }
    }

    /** Looks for a shortest text, of at least one character, that is in all of one list and in none of the other. */
    public static Common common(List<Language> in, List<Language> notIn) {
        Trace first = new Trace(starts(in), starts(notIn), null, 0);
        Deque<Trace> open = new ArrayDeque<>(List.of(first));
        Set<List<List<BitSet>>> seen = new HashSet<>();
        for (int steps = 0; !open.isEmpty(); steps++) {
            if (steps > MOST_STEPS) {
                return new Common(false, Optional.empty());
            }
            Trace trace = open.remove();
            for (int c : trace.choices(in, notIn)) {
                Trace next = trace.then(c, in, notIn);
                if (next.isFound()) {
                    return new Common(true, Optional.of(next.text()));
                }
                if (next.isAlive() && seen.add(List.of(next.in, next.notIn))) {
                    open.add(next);
                }
            }
        }
        return new Common(true, Optional.empty());
    }

    /** The states of all languages after reading the same text. */
    private record Trace(
            List<BitSet> in, List<BitSet> notIn, @Nullable Trace before, int last) {
        boolean isFound() {
            return in.stream().allMatch(s -> s.get(ACCEPT)) && notIn.stream().noneMatch(s -> s.get(ACCEPT));
        }

        boolean isAlive() {
            return in.stream().noneMatch(BitSet::isEmpty);
        }

        Trace then(int c, List<Language> languages, List<Language> others) {
            return new Trace(step(in, languages, c), step(notIn, others, c), this, c);
        }

        /** Returns one character of each kind that the states treat differently. */
        List<Integer> choices(List<Language> languages, List<Language> others) {
            TreeSet<Integer> lows = new TreeSet<>(List.of(0, 0xD800, 0xE000));
            for (int i = 0; i < in.size(); i++) {
                languages.get(i).addBounds(in.get(i), lows);
            }
            for (int i = 0; i < notIn.size(); i++) {
                others.get(i).addBounds(notIn.get(i), lows);
            }
            List<Integer> choices = new ArrayList<>();
            for (int low : lows) {
                Integer after = lows.higher(low);
                if (low != 0xD800 && low <= Character.MAX_CODE_POINT) {
                    choices.add(readable(low, (after == null ? Character.MAX_CODE_POINT + 1 : after) - 1));
                }
            }
            return choices;
        }

        String text() {
            StringBuilder reversed = new StringBuilder();
            for (Trace t = this; t.before != null; t = t.before) {
                reversed.appendCodePoint(t.last);
            }
            return reversed.reverse().toString();
        }

        private static List<BitSet> step(List<BitSet> states, List<Language> languages, int c) {
            List<BitSet> next = new ArrayList<>();
            for (int i = 0; i < states.size(); i++) {
                next.add(languages.get(i).after(states.get(i), c));
            }
            return next;
        }

        private static int readable(int low, int high) {
            for (int c : new int[] {'a', 'A', '0', '-', ' ', '!'}) {
                if (low <= c && c <= high) {
                    return c;
                }
            }
            return low;
        }
    }

    private static List<BitSet> starts(List<Language> languages) {
        return languages.stream().map(l -> l.start).toList();
    }

    private void addBounds(BitSet states, Set<Integer> lows) {
        states.stream().mapToObj(characters::get).forEach(set -> {
            if (set != null) {
                set.ranges().forEach(r -> {
                    lows.add(r[0]);
                    lows.add(r[1] + 1);
                });
            }
        });
    }

    private BitSet after(BitSet states, int c) {
        BitSet next = new BitSet();
        for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
            CodePoints set = characters.get(s);
            if (set != null && set.contains(c)) {
                close(targets.get(s)[0], next);
            }
        }
        return next;
    }

    private BitSet closed(int state) {
        BitSet states = new BitSet();
        close(state, states);
        return states;
    }

    private void close(int state, BitSet into) {
        Deque<Integer> open = new ArrayDeque<>(List.of(state));
        while (!open.isEmpty()) {
            int s = open.pop();
            if (!into.get(s)) {
                into.set(s);
                if (characters.get(s) == null) {
                    for (int target : targets.get(s)) {
                        open.push(target);
                    }
                }
            }
        }
    }

    /** Builds the automaton, up to the allowed number of states. */
    private final class Growth implements Regex.States {
        @Override
        public int add(@Nullable CodePoints set, int... to) {
            if (targets.size() >= mostStates) {
                throw new IllegalArgumentException("its repetitions make it larger than " + mostStates + " states");
            }
            characters.add(set);
            targets.add(to);
            return targets.size() - 1;
        }

        @Override
        public void lead(int from, int... to) {
            targets.set(from, to);
        }
    }
}
