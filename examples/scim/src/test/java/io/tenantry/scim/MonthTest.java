// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.plan.Plan;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** End to end: what a provider pushes in a month arrives in Genesys Cloud, although each side fails at times. */
class MonthTest {
    private static final Month.Size SIZE = new Month.Size(
            Integer.getInteger("tenantry.month.people", 150),
            Integer.getInteger("tenantry.month.tenants", 8),
            Integer.getInteger("tenantry.month.days", 30));

    static Stream<Arguments> months() {
        long first = Long.getLong("tenantry.month.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("tenantry.month.seeds", 1))
                .boxed()
                .flatMap(seed -> Stream.of("Entra ID", "Okta").map(provider -> Arguments.of(provider, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("months")
    void agreesAfterAMonth(String provider, long seed) {
        agrees(provider, seed, SIZE, Month.Place.sqlite());
    }

    @Test
    void agreesAfterSomeDaysOnPostgres() {
        agrees("Entra ID", 7, new Month.Size(40, 2, 5), Month.Place.postgres("month"));
    }

    private static void agrees(String provider, long seed, Month.Size size, Month.Place place) {
        try (Month month = new Month(provider.equals("Entra ID"), seed, size, place)) {
            month.live();

            System.out.printf("%s, seed %d, %s:%n%s%n", provider, seed, size, month);
            MonthJudge judge = new MonthJudge(month);
            assertThat(month.pusher().troubles()).isEmpty();
            assertThat(month.connection().status().refusals()).isEmpty();
            assertThat(judge.disagreements()).isEmpty();
            assertThat(judge.crossings()).isZero();
            Plan full = month.full();
            assertThat(full.operations()).as("what only a full run finds").isEmpty();
        }
    }
}
