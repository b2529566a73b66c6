// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleIndexTest {
    private static final int[] NONE = {};

    @SuppressWarnings("ArrayRecordComponent")
    private record Clause(int rule, int[] required, int[] forbidden) {
        boolean holds(Set<Integer> facts) {
            return Arrays.stream(required).allMatch(facts::contains)
                    && Arrays.stream(forbidden).noneMatch(facts::contains);
        }
    }

    @Test
    void matchesRequiredAndForbiddenFacts() {
        RuleIndex index = RuleIndex.builder()
                .clause(0, new int[] {1}, NONE)
                .clause(1, new int[] {1, 2}, NONE)
                .clause(2, new int[] {2}, new int[] {3})
                .clause(3, NONE, new int[] {1})
                .clause(4, NONE, NONE)
                .clause(5, new int[] {3}, NONE)
                .clause(5, new int[] {1}, NONE)
                .build();

        assertThat(match(index)).containsExactly(3, 4);
        assertThat(match(index, 1)).containsExactly(0, 4, 5);
        assertThat(match(index, 2)).containsExactly(2, 3, 4);
        assertThat(match(index, 2, 1, 2)).containsExactly(0, 1, 2, 4, 5);
        assertThat(match(index, 3, 2)).containsExactly(3, 4, 5);
        assertThat(match(index, 99, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)).containsExactly(3, 4);
    }

    @Test
    void matchesNothingWithoutRules() {
        RuleIndex index = RuleIndex.builder().build();

        assertThat(match(index, 0, 1)).isEmpty();
        assertThat(index.rules()).isZero();
    }

    @Test
    void neverMatchesAClauseThatContradictsItself() {
        RuleIndex index =
                RuleIndex.builder().clause(0, new int[] {1, 2}, new int[] {2}).build();

        assertThat(match(index, 1, 2)).isEmpty();
        assertThat(match(index, 1)).isEmpty();
        assertThat(index.rules()).isEqualTo(1);
    }

    @Test
    void looksOnlyAtTheRangeItIsGiven() {
        RuleIndex index = RuleIndex.builder()
                .clause(0, new int[] {1}, NONE)
                .clause(1, new int[] {2}, NONE)
                .build();
        RuleIndex.Scratch scratch = index.scratch();

        assertThat(index.match(new int[] {1, 2, 1}, 1, 2, scratch)).isEqualTo(1);
        assertThat(scratch.rule(0)).isEqualTo(1);
        assertThatThrownBy(() -> scratch.rule(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> index.match(new int[] {1}, 0, 2, scratch))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesForeignScratchAndNegativeOrdinals() {
        RuleIndex index = RuleIndex.builder().build();
        RuleIndex.Scratch foreign = RuleIndex.builder().build().scratch();

        assertThatThrownBy(() -> index.match(NONE, 0, 0, foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RuleIndex.builder().clause(-1, NONE, NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RuleIndex.builder().clause(0, new int[] {-1}, NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RuleIndex.builder().clause(0, NONE, new int[] {-1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersManyMatchesToo() {
        RuleIndex.Builder builder = RuleIndex.builder();
        for (int rule = 999; rule >= 0; rule--) {
            builder.clause(rule, new int[] {rule % 7}, NONE);
        }

        assertThat(match(builder.build(), 6, 5, 4, 3, 2, 1, 0))
                .containsExactly(IntStream.range(0, 1_000).toArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithPlainEvaluation(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int facts = 1 + random.nextInt(30);
        List<Clause> clauses = IntStream.range(0, random.nextInt(200))
                .mapToObj(i -> new Clause(random.nextInt(60), some(random, facts, 4), some(random, facts, 3)))
                .toList();
        RuleIndex.Builder builder = RuleIndex.builder();
        clauses.forEach(clause -> builder.clause(clause.rule, clause.required, clause.forbidden));
        RuleIndex index = builder.build();
        RuleIndex.Scratch scratch = index.scratch();

        for (int i = 0; i < 2_000; i++) {
            int[] identity = some(random, facts + 3, 20);
            int count = index.match(identity, 0, identity.length, scratch);
            assertThat(IntStream.range(0, count).map(scratch::rule).toArray())
                    .containsExactly(plain(clauses, identity));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesNotDependOnTheOrderOfClausesOrFacts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Clause> clauses = new ArrayList<>(IntStream.range(0, 300)
                .mapToObj(i -> new Clause(random.nextInt(100), some(random, 40, 3), some(random, 40, 2)))
                .toList());
        List<Integer> facts =
                new ArrayList<>(Arrays.stream(some(random, 40, 30)).boxed().toList());
        int[] expected = match(index(clauses), ints(facts));

        for (int i = 0; i < 20; i++) {
            Collections.shuffle(clauses, new Random(seed + i));
            Collections.shuffle(facts, new Random(seed - i));
            assertThat(match(index(clauses), ints(facts))).containsExactly(expected);
        }
    }

    private static RuleIndex index(List<Clause> clauses) {
        RuleIndex.Builder builder = RuleIndex.builder();
        clauses.forEach(clause -> builder.clause(clause.rule, clause.required, clause.forbidden));
        return builder.build();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] some(SplittableRandom random, int bound, int most) {
        return random.ints(random.nextInt(most + 1), 0, bound).toArray();
    }

    private static int[] plain(List<Clause> clauses, int[] identity) {
        Set<Integer> facts = Arrays.stream(identity).boxed().collect(Collectors.toSet());
        return clauses.stream()
                .filter(clause -> clause.holds(facts))
                .mapToInt(Clause::rule)
                .distinct()
                .sorted()
                .toArray();
    }

    private static int[] match(RuleIndex index, int... facts) {
        RuleIndex.Scratch scratch = index.scratch();
        int count = index.match(facts, 0, facts.length, scratch);
        assertThat(scratch.size()).isEqualTo(count);
        return IntStream.range(0, count).map(scratch::rule).toArray();
    }
}
