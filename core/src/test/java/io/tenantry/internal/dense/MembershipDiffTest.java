// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipDiffTest {
    private record Pair(String group, String member) {}

    @Test
    void findsWhatToAddAndToRemove() {
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofMember("ana", "agents", "supervisors");
        diff.desired().ofMember("ben", List.of("agents"));
        diff.observed().ofGroup("agents", List.of("ben", "eve"));
        diff.observed().ofGroup("supervisors", List.of());

        MembershipDelta delta = diff.diff();

        assertThat(pairs(delta.additions())).containsExactly(new Pair("agents", "ana"), new Pair("supervisors", "ana"));
        assertThat(pairs(delta.removals())).containsExactly(new Pair("agents", "eve"));
        assertThat(delta.isEmpty()).isFalse();
    }

    @Test
    void showsWhatIsFoundByMemberToo() {
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofMember("ana", "agents", "supervisors");
        diff.observed().ofGroup("agents", List.of("ben", "eve"));
        MembershipDelta delta = diff.diff();

        GroupsOfMembers gained = delta.additions().byMember();

        assertThat(groupsOf(diff, gained, "ana")).containsExactlyInAnyOrder("agents", "supervisors");
        assertThat(groupsOf(diff, gained, "ben")).isEmpty();
        assertThat(groupsOf(diff, delta.removals().byMember(), "eve")).containsExactly("agents");
    }

    private static List<String> groupsOf(MembershipDiff diff, GroupsOfMembers all, String member) {
        List<String> groups = new ArrayList<>();
        all.forEach(diff.member(member), group -> groups.add(diff.groupId(group)));
        return groups;
    }

    @Test
    void findsNothingBetweenNothing() {
        assertThat(new MembershipDiff().diff().isEmpty()).isTrue();
    }

    @Test
    void addsEverythingToAnEmptySideAndRemovesEverythingForOne() {
        MembershipDiff joining = new MembershipDiff();
        joining.desired().ofGroup("g", "c", "a", "b", "a");
        MembershipDiff leaving = new MembershipDiff();
        leaving.observed().ofMember("m", "x", "y", "x");

        assertThat(pairs(joining.diff().additions()))
                .containsExactly(new Pair("g", "c"), new Pair("g", "a"), new Pair("g", "b"));
        assertThat(joining.diff().removals().size()).isZero();
        assertThat(pairs(leaving.diff().removals())).containsExactly(new Pair("x", "m"), new Pair("y", "m"));
        assertThat(leaving.diff().additions().size()).isZero();
    }

    @Test
    void toleratesNothingButDuplicates() {
        MembershipDiff diff = new MembershipDiff();
        for (int i = 0; i < 1_000; i++) {
            diff.desired().ofMember("m", "g", "g");
            diff.desired().ofGroup("g", "m", "m");
            diff.observed().ofGroup("h", "m", "m");
            diff.observed().ofMember("m", "h");
        }

        assertThat(pairs(diff.diff().additions())).containsExactly(new Pair("g", "m"));
        assertThat(pairs(diff.diff().removals())).containsExactly(new Pair("h", "m"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithSetsOnAnyIdsToldInAnyWay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MembershipDiff diff = new MembershipDiff(HashKey.random(), random.nextInt(50));
        for (int cycle = 0; cycle < 15; cycle++) {
            Set<Pair> desired = new HashSet<>();
            Set<Pair> observed = new HashSet<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                tell(random, diff, diff.desired(), desired);
                tell(random, diff, diff.observed(), observed);
            }

            MembershipDelta delta = diff.diff();

            assertThat(pairs(delta.additions())).containsExactlyElementsOf(minus(desired, observed, order(diff)));
            assertThat(pairs(delta.removals())).containsExactlyElementsOf(minus(observed, desired, order(diff)));
            diff.clear();
        }
    }

    private static void tell(SplittableRandom random, MembershipDiff diff, Memberships side, Set<Pair> pairs) {
        String head = Texts.any(random);
        List<String> tails = Stream.generate(() -> Texts.any(random))
                .limit(random.nextInt(12))
                .toList();
        String[] array = tails.toArray(String[]::new);
        if (random.nextBoolean()) {
            tails.forEach(group -> pairs.add(new Pair(group, head)));
            switch (random.nextInt(4)) {
                case 0 -> side.ofMember(head, tails);
                case 1 -> side.ofMember(head, array);
                case 2 -> side.ofMember(head, padded(tails, diff::group), 1, tails.size() + 1);
                default -> side.ofMember(diff.member(head), padded(tails, diff::group), 1, tails.size() + 1);
            }
        } else {
            tails.forEach(member -> pairs.add(new Pair(head, member)));
            switch (random.nextInt(3)) {
                case 0 -> side.ofGroup(head, tails);
                case 1 -> side.ofGroup(head, array);
                default -> side.ofGroup(diff.group(head), padded(tails, diff::member), 1, tails.size() + 1);
            }
        }
    }

    private static int[] padded(List<String> ids, java.util.function.ToIntFunction<String> ordinal) {
        return IntStream.concat(IntStream.of(-1), IntStream.concat(ids.stream().mapToInt(ordinal), IntStream.of(-1)))
                .toArray();
    }

    private static List<Pair> minus(Set<Pair> from, Set<Pair> pairs, Comparator<Pair> order) {
        return from.stream().filter(pair -> !pairs.contains(pair)).sorted(order).toList();
    }

    private static Comparator<Pair> order(MembershipDiff diff) {
        return Comparator.<Pair>comparingInt(pair -> diff.group(pair.group))
                .thenComparingInt(pair -> diff.member(pair.member));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesNotDependOnTheOrderOfCallsOnceOrdinalsAreFixed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids =
                Stream.generate(() -> Texts.any(random)).limit(400).distinct().toList();
        Map<String, List<String>> desired = memberships(random, ids);
        Map<String, List<String>> observed = memberships(random, ids);

        Set<List<List<Pair>>> answers = IntStream.range(0, 10)
                .mapToObj(i -> {
                    MembershipDiff diff = new MembershipDiff();
                    ids.forEach(diff::group);
                    ids.forEach(diff::member);
                    shuffled(desired, new Random(seed + i)).forEach(diff.desired()::ofMember);
                    shuffled(observed, new Random(seed - i)).forEach(diff.observed()::ofGroup);
                    MembershipDelta delta = diff.diff();
                    return List.of(pairs(delta.additions()), pairs(delta.removals()));
                })
                .collect(Collectors.toSet());

        assertThat(answers).hasSize(1);
    }

    private static Map<String, List<String>> memberships(SplittableRandom random, List<String> ids) {
        Map<String, List<String>> lists = new HashMap<>();
        for (String id : ids) {
            lists.put(
                    id,
                    random.ints(random.nextInt(8), 0, ids.size())
                            .mapToObj(ids::get)
                            .toList());
        }
        return lists;
    }

    private static Map<String, List<String>> shuffled(Map<String, List<String>> lists, Random random) {
        List<String> keys = new ArrayList<>(lists.keySet());
        Collections.shuffle(keys, random);
        Map<String, List<String>> shuffled = new LinkedHashMap<>();
        for (String key : keys) {
            List<String> values = new ArrayList<>(lists.get(key));
            Collections.shuffle(values, random);
            shuffled.put(key, values);
        }
        return shuffled;
    }

    @Test
    void numbersIdsInOrderOfFirstMention() {
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofMember("m0", "g0", "g1");
        diff.observed().ofGroup("g2", "m1", "m0", "00000000-0000-0000-0000-000000000000");
        diff.desired().ofMember("m3", "g3");

        assertThat(IntStream.range(0, diff.members()).mapToObj(diff::memberId))
                .containsExactly("m0", "m1", "00000000-0000-0000-0000-000000000000", "m3");
        assertThat(IntStream.range(0, diff.groups()).mapToObj(diff::groupId)).containsExactly("g0", "g1", "g2", "g3");
    }

    @Test
    void copesWithMoreThanAHundredThousandGroups() {
        MembershipDiff diff = new MembershipDiff();
        int groups = 150_000;
        for (int i = 0; i < groups; i++) {
            diff.desired().ofMember("m" + i % 10, "g" + i);
            if (i % 3 != 0) {
                diff.observed().ofGroup("g" + i, "m" + i % 10);
            }
        }

        MembershipDelta delta = diff.diff();

        assertThat(pairs(delta.additions()))
                .containsExactlyElementsOf(IntStream.range(0, groups)
                        .filter(i -> i % 3 == 0)
                        .mapToObj(i -> new Pair("g" + i, "m" + i % 10))
                        .toList());
        assertThat(delta.removals().size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4_095, 4_096, 4_097, 20_000})
    void comparesGroupsOfAnySizeToldInOneCall(int size) {
        List<String> members = IntStream.range(0, size).mapToObj(i -> "m" + i).toList();
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofGroup("g", members);
        diff.observed().ofGroup("g", members.subList(1, size).toArray(String[]::new));
        diff.observed().ofGroup("h", members.subList(0, 2));
        diff.desired().ofGroup("h", "m1", "m" + size);

        MembershipDelta delta = diff.diff();

        assertThat(pairs(delta.additions())).containsExactly(new Pair("g", "m0"), new Pair("h", "m" + size));
        assertThat(pairs(delta.removals())).containsExactly(new Pair("h", "m0"));
    }

    @Test
    void givesEqualAnswersWhenAskedAgain() {
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofMember("a", "g");
        MembershipDelta first = diff.diff();
        MembershipDelta second = diff.diff();
        diff.observed().ofGroup("g", "a", "b");
        MembershipDelta third = diff.diff();

        assertThat(pairs(first.additions()))
                .isEqualTo(pairs(second.additions()))
                .containsExactly(new Pair("g", "a"));
        assertThat(third.additions().size()).isZero();
        assertThat(pairs(third.removals())).containsExactly(new Pair("g", "b"));
    }

    @Test
    void groupsPairsTogether() {
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofGroup("g", "a", "b");
        diff.desired().ofGroup("h", "a");
        MembershipPairs additions = diff.diff().additions();

        List<List<Integer>> seen = new ArrayList<>();
        additions.forEach((member, group) -> seen.add(List.of(member, group)));
        assertThat(seen).containsExactly(List.of(0, 0), List.of(1, 0), List.of(0, 1));
    }

    @Test
    void refusesToReadIdsThatWereCleared() {
        MembershipDiff diff = new MembershipDiff();
        diff.desired().ofMember("a", "g");
        MembershipPairs additions = diff.diff().additions();

        diff.clear();

        assertThat(additions.member(0)).isZero();
        assertThatThrownBy(() -> additions.memberId(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> additions.groupId(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesOrdinalsItNeverGave() {
        MembershipDiff diff = new MembershipDiff();
        diff.member("a");
        diff.group("g");

        assertThatThrownBy(() -> diff.desired().ofMember(1, new int[] {0}, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> diff.desired().ofMember(0, new int[] {1}, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> diff.desired().ofMember("a", new int[] {-1}, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> diff.observed().ofGroup(1, new int[] {0}, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> diff.observed().ofGroup(0, new int[] {1}, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(diff.diff().isEmpty()).isTrue();
    }

    @Test
    void refusesToCompareAfterACallThatFailedHalfWay() {
        MembershipDiff diff = new MembershipDiff();
        Collection<@Nullable String> broken = Arrays.asList("m", null);

        assertThatThrownBy(() -> observe(diff, broken)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(diff::diff).isInstanceOf(IllegalStateException.class);
        diff.clear();
        assertThat(diff.diff().isEmpty()).isTrue();
    }

    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"})
    private static void observe(MembershipDiff diff, Collection<@Nullable String> members) {
        diff.observed().ofGroup("g", (Collection) members);
    }

    private static List<Pair> pairs(MembershipPairs pairs) {
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> new Pair(pairs.groupId(i), pairs.memberId(i)))
                .toList();
    }
}
