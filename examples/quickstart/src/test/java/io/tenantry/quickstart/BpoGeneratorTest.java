// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.Identity;
import io.tenantry.identity.RejectedRow;
import io.tenantry.policy.PolicyFormat;
import io.tenantry.policy.PolicyLint;
import io.tenantry.policy.PolicyLoader;
import io.tenantry.policy.PolicyReading;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.quickstart.BpoEvent.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpoGeneratorTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private final BpoGenerator generator = BpoGenerator.of(42);
    private final PolicyReading policy = PolicyLoader.read(generator.policy(TODAY), PolicyFormat.YAML, "policy.yaml");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void isReadWithExactlyItsDirtyRowsRejected(int number) throws IOException {
        BpoDay day = generator.write(directory, number);

        SourceRead snapshot = SourceRead.of(day.source());

        assertThat(snapshot.rejected())
                .extracting(RejectedRow::origin)
                .containsExactlyInAnyOrderElementsOf(day.broken())
                .hasSizeBetween(number > BpoGenerator.DAMAGED_DAY ? 0 : 31, number > BpoGenerator.DAMAGED_DAY ? 0 : 99);
        assertThat(snapshot.size()).isEqualTo(day.people());
        assertThat(snapshot.completeness().isComplete()).isEqualTo(number != BpoGenerator.DAMAGED_DAY);
        assertThat(snapshot.rejected())
                .filteredOn(r -> r.id().isEmpty())
                .hasSize(number == BpoGenerator.DAMAGED_DAY ? 7 : 0);
    }

    @Test
    void startsWithFiveThousandAgentsOfTwentyTenants() throws IOException {
        SourceRead snapshot = SourceRead.of(generator.write(directory, 0).source());

        Map<Integer, Long> people = people(snapshot).values().stream()
                .collect(Collectors.groupingBy(i -> tenants(i).size(), TreeMap::new, Collectors.counting()));

        assertThat(people).isEqualTo(Map.of(0, 13L, 1, 4_999L, 2, 1L));
        assertThat(policy.orThrow().tenants())
                .hasSize(20)
                .allMatch(t -> people(snapshot).values().stream().anyMatch(t.match()::holds));
    }

    @Test
    void hasAPolicyThatTheLintHasNothingAgainst() throws IOException {
        SourceRead snapshot = SourceRead.of(generator.write(directory, 0).source());

        assertThat(policy.problems()).isEmpty();
        assertThat(PolicyLint.of(policy).calendar(TODAY)).isEmpty();
        assertThat(PolicyLint.of(policy).people(snapshot, TODAY)).isEmpty();
    }

    @Test
    void changesAFewHundredPeopleInAWeek() throws IOException {
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        for (int day = 0; day <= 5; day++) {
            generator.write(directory, day).events().forEach(e -> kinds.merge(e.kind(), 1, Integer::sum));
        }

        assertThat(kinds)
                .isEqualTo(Map.of(
                        Kind.JOINER, 105,
                        Kind.MOVER, 50,
                        Kind.LEAVER, 40,
                        Kind.VANISHED, 20,
                        Kind.ATTRIBUTE, 80,
                        Kind.SUPERVISOR, 15,
                        Kind.REHIRE, 1,
                        Kind.IN_TWO, 1,
                        Kind.IN_ONE, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void putsWhatHappenedIntoTheFilesAndNothingElse(int number) throws IOException {
        Map<String, Identity> before =
                people(SourceRead.of(generator.write(directory, number - 1).source()));
        BpoDay day = generator.write(directory, number);
        Map<String, Identity> after = people(SourceRead.of(day.source()));

        Map<String, Kind> expected =
                day.events().stream().collect(Collectors.toMap(BpoEvent::userName, BpoEvent::kind));
        Map<String, Kind> seen = new TreeMap<>();
        after.forEach((name, now) -> seen(before.get(name), now).ifPresent(k -> seen.put(name, k)));
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(n -> seen.put(n, Kind.VANISHED));

        assertThat(seen).isEqualTo(expected);
    }

    /** Returns the kind of change between two rows of a person; a new job title means a new supervisor. */
    private Optional<Kind> seen(@Nullable Identity was, Identity is) {
        if (was == null) {
            return Optional.of(Kind.JOINER);
        }
        List<String> from = tenants(was);
        List<String> to = tenants(is);
        if (was.enabled() != is.enabled()) {
            return Optional.of(is.enabled() ? Kind.REHIRE : Kind.LEAVER);
        }
        if (!from.equals(to)) {
            return Optional.of(to.size() == 2 ? Kind.IN_TWO : from.size() == 2 ? Kind.IN_ONE : Kind.MOVER);
        }
        boolean same =
                was.attributes().equals(is.attributes()) && was.sourceGroups().equals(is.sourceGroups());
        boolean title = !was.attribute("jobTitle").equals(is.attribute("jobTitle"));
        return same ? Optional.empty() : Optional.of(title ? Kind.SUPERVISOR : Kind.ATTRIBUTE);
    }

    private List<String> tenants(Identity identity) {
        return policy.orThrow().tenants().stream()
                .filter(t -> t.match().holds(identity))
                .map(TenantPolicy::name)
                .toList();
    }

    private static Map<String, Identity> people(SourceRead snapshot) {
        return StreamSupport.stream(snapshot.spliterator(), false)
                .collect(Collectors.toMap(Identity::userName, Function.identity()));
    }

    @Test
    void makesASmallerOneToo() throws IOException {
        BpoGenerator small = BpoGenerator.of(3, 4, 100);
        for (int number = 0; number <= 5; number++) {
            BpoDay day = small.write(directory, number);

            SourceRead snapshot = SourceRead.of(day.source());

            assertThat(snapshot.rejected())
                    .extracting(RejectedRow::origin)
                    .containsExactlyInAnyOrderElementsOf(day.broken());
            assertThat(snapshot.size()).isEqualTo(day.people());
        }
        assertThat(small.clients()).hasSize(4);
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        BpoGenerator.of(7).write(directory.resolve("a"), 4);
        BpoGenerator.of(7).write(directory.resolve("b"), 4);
        BpoGenerator.of(8).write(directory.resolve("c"), 4);

        assertThat(files("a")).hasSize(33).isEqualTo(files("b")).isNotEqualTo(files("c"));
    }

    private Map<String, String> files(String place) throws IOException {
        Path root = directory.resolve(place);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(f -> root.relativize(f).toString(), BpoGeneratorTest::latin1));
        }
    }

    private static String latin1(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
