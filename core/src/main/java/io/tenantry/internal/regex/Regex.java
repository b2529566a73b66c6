// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression that is regular in the strict sense: characters, sequence, choice and repetition, without references
 * and looking around.
 */
sealed interface Regex {
    /** Builds the states of this expression in front of the next state, and returns the first of them. */
    int build(States states, int then);

    record Chars(CodePoints of) implements Regex {
        @Override
        public int build(States states, int then) {
            return states.add(of, then);
        }
    }

    record Sequence(List<Regex> of) implements Regex {
        @Override
        public int build(States states, int then) {
            int first = then;
            for (int i = of.size() - 1; i >= 0; i--) {
                first = of.get(i).build(states, first);
            }
            return first;
        }
    }

    record Choice(List<Regex> of) implements Regex {
        @Override
        public int build(States states, int then) {
            return states.add(
                    null, of.stream().mapToInt(r -> r.build(states, then)).toArray());
        }
    }

    /** {@code most} is {@link #UNBOUNDED} for a repetition without end. */
    record Repeat(Regex of, int least, int most) implements Regex {
        @Override
        public int build(States states, int then) {
            int first = then;
            if (most == UNBOUNDED) {
                first = states.add(null, then);
                int body = of.build(states, first);
                states.lead(first, body, then);
            }
            for (int i = least; i < most; i++) {
                first = states.add(null, of.build(states, first), then);
            }
            for (int i = 0; i < least; i++) {
                first = of.build(states, first);
            }
            return first;
        }
    }

    /** The states of an automaton, built from the last to the first. */
    interface States {
        /**
         * Adds a state and returns it.
         *
         * @param set the characters that lead to the next states, or null if no character is needed
         */
        int add(@Nullable CodePoints set, int... to);

        /** Changes the next states of a state. */
        void lead(int from, int... to);
    }

    int UNBOUNDED = -1;
}
