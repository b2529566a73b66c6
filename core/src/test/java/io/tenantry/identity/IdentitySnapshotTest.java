// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitySnapshotTest {
    private static final Completeness PROOF = Completeness.complete(7, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesBackEverybodyByIdInWhateverOrderTheyCame(long seed) {
        Random random = new Random(seed);
        List<Identity> people = people(random, 5000);
        List<Identity> sorted = new ArrayList<>(people);
        sorted.sort(Comparator.comparing(Identity::id));

        IdentitySnapshot snapshot = snapshot(people);

        assertThat(snapshot).containsExactlyElementsOf(sorted);
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(snapshot.indexOf(sorted.get(i).id())).hasValue(i);
            assertThat(snapshot.id(i)).isEqualTo(sorted.get(i).id());
            assertThat(snapshot.userName(i)).isEqualTo(sorted.get(i).userName());
            assertThat(snapshot.enabled(i)).isEqualTo(sorted.get(i).enabled());
        }
        assertThat(snapshot.indexOf(new IdentityId("nobody"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void numbersTheFactsOfEverybody(long seed) {
        List<Identity> people = people(new Random(seed), 500);

        IdentitySnapshot snapshot = snapshot(people);

        Set<Fact> all = new HashSet<>();
        int[] facts = new int[snapshot.mostFacts()];
        for (Identity person : people) {
            Set<Fact> expected = new HashSet<>();
            person.sourceGroups().forEach(g -> expected.add(new Fact.SourceGroup(g)));
            person.attributes().forEach((name, value) -> expected.add(new Fact.Attribute(name, value)));
            int count = snapshot.copyFacts(snapshot.indexOf(person.id()).orElseThrow(), facts);
            Set<Fact> had = new HashSet<>();
            for (int i = 0; i < count; i++) {
                had.add(snapshot.fact(facts[i]));
                assertThat(snapshot.findFact(snapshot.fact(facts[i]))).hasValue(facts[i]);
            }
            assertThat(had).isEqualTo(expected).hasSize(count);
            all.addAll(expected);
        }
        assertThat(snapshot.factCount()).isEqualTo(all.size());
        assertThat(snapshot.findFact(new Fact.SourceGroup("none"))).isEmpty();
    }

    @Test
    void tellsFactsApartThatHaveTheSameLetters() {
        Identity a = Identity.of("1", "a@x.example", "A", List.of("a1:b", "1:bc"), Map.of("b", "cd", "bc", "d"));

        IdentitySnapshot snapshot = snapshot(List.of(a));

        assertThat(snapshot.factCount()).isEqualTo(4);
        assertThat(snapshot.get(0)).isEqualTo(a);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void hasOneDigestForOneContent(long seed) {
        Random random = new Random(seed);
        List<Identity> people = people(random, 300);
        List<Identity> shuffled = new ArrayList<>(people);
        Collections.shuffle(shuffled, random);
        String digest = snapshot(people).digest();

        assertThat(snapshot(shuffled).digest()).isEqualTo(digest).hasSize(64);
        assertThat(snapshot(moved(people)).digest()).isEqualTo(digest);
        for (int i = 0; i < 40; i++) {
            List<Identity> changed = new ArrayList<>(people);
            int at = random.nextInt(people.size());
            changed.set(at, changed(people.get(at), i));
            assertThat(snapshot(changed).digest()).as("change " + i % 6).isNotEqualTo(digest);
        }
        assertThat(snapshot(people.subList(1, people.size())).digest()).isNotEqualTo(digest);
    }

    private static List<Identity> moved(List<Identity> people) {
        return people.stream()
                .map(p -> new Identity(
                        p.id(),
                        p.userName(),
                        p.displayName(),
                        p.enabled(),
                        p.sourceGroups(),
                        p.attributes(),
                        "elsewhere"))
                .toList();
    }

    private static Identity changed(Identity p, int kind) {
        TreeSet<String> groups = new TreeSet<>(p.sourceGroups());
        TreeMap<String, String> attributes = new TreeMap<>(p.attributes());
        if (kind % 6 == 0) {
            groups.add("One more");
        }
        if (kind % 6 == 1) {
            attributes.put("jobTitle", "Another");
        }
        return new Identity(
                kind % 6 == 2 ? new IdentityId("another") : p.id(),
                kind % 6 == 3 ? "another@x.example" : p.userName(),
                kind % 6 == 4 ? "Another" : p.displayName(),
                (kind % 6 == 5) != p.enabled(),
                groups,
                attributes,
                p.origin());
    }

    @Test
    void believesNeitherOfTwoWithOneId() {
        IdentitySnapshot snapshot = snapshot(List.of(
                person("1", "a@x.example", "x:1"),
                person("2", "b@x.example", "x:2"),
                person("1", "c@x.example", "x:3")));

        assertThat(snapshot).containsExactly(person("2", "b@x.example", "x:2"));
        String problem = "the source gave this id twice, so neither is taken; correct the source";
        Optional<IdentityId> id = Optional.of(new IdentityId("1"));
        assertThat(snapshot.rejected())
                .containsExactly(new RejectedRow("x:1", id, problem), new RejectedRow("x:3", id, problem));
    }

    @Test
    void keepsOriginsAsTheyWere() {
        List<String> origins =
                List.of("users.csv:17", "users.csv:007", "memory", "a:b:0", "x:", ":3", "f:99999999999", "f:-1");
        List<Identity> people = new ArrayList<>();
        origins.forEach(o -> people.add(person("id" + people.size(), "a@x.example", o)));

        assertThat(snapshot(people)).extracting(Identity::origin).containsExactlyElementsOf(origins);
    }

    @Test
    void keepsOnlyTheAttributesAskedFor() {
        MemorySource source =
                MemorySource.of(Identity.of("1", "a@x.example", "A", List.of(), Map.of("a", "1", "b", "2")));

        assertThat(IdentitySnapshot.of(source, "b"::equals).get(0).attributes()).isEqualTo(Map.of("b", "2"));
        assertThat(IdentitySnapshot.of(source).get(0).attributes()).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void carriesTheProofAndTheRejectedRowsOfItsSource() {
        MemorySource source = MemorySource.named("hr");

        IdentitySnapshot snapshot = IdentitySnapshot.of(source);

        assertThat(snapshot.completeness().doubts()).containsExactly("hr has nobody in it");
        assertThat(snapshot.rejected()).isEmpty();
        assertThat(snapshot.size()).isZero();
        assertThat(snapshot).isEmpty();
        assertThatThrownBy(() -> snapshot.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(snapshot).hasToString("IdentitySnapshot[0 people, 0 rows rejected, incomplete]");
    }

    private static Identity person(String id, String userName, String origin) {
        return new Identity(new IdentityId(id), userName, "P", true, new TreeSet<>(), new TreeMap<>(), origin);
    }

    private static IdentitySnapshot snapshot(List<Identity> people) {
        return IdentitySnapshot.builder()
                .add(new IdentityPage(people, List.of()))
                .build(PROOF);
    }

    private static List<Identity> people(Random random, int count) {
        String[] scraps = {"a", "Ж", "é", "\uD83D\uDE00", "\uD83D", "\uFFFD", "語", "-", "7", "ÿ"};
        List<Identity> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(5); j >= 0; j--) {
                text.append(scraps[random.nextInt(scraps.length)]);
            }
            TreeSet<String> groups = new TreeSet<>();
            TreeMap<String, String> attributes = new TreeMap<>();
            for (int j = random.nextInt(6); j > 0; j--) {
                groups.add("Group " + scraps[random.nextInt(scraps.length)]);
                attributes.put("a" + random.nextInt(4), scraps[random.nextInt(scraps.length)]);
            }
            people.add(new Identity(
                    new IdentityId(text.toString() + i),
                    text + "@x.example",
                    text.reverse().toString(),
                    random.nextBoolean(),
                    groups,
                    attributes,
                    "users.csv:" + (i + 2)));
        }
        return people;
    }
}
