// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import static io.tenantry.policy.Truth.FALSE;
import static io.tenantry.policy.Truth.TRUE;
import static io.tenantry.policy.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.identity.Delivered;
import io.tenantry.identity.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TruthTest {
    private static final Identity ANA = Identity.of("1", "a@x.example", "A", List.of("In"), Map.of("title", "Agent"))
            .with(new Delivered(
                    Delivered.Names.only(List.of("title", "team")), Delivered.Names.only(List.of("In", "Out"))));

    private static final Condition YES = new Condition.SourceGroup("In");
    private static final Condition NO = new Condition.SourceGroup("Out");
    private static final Condition MAYBE = new Condition.SourceGroup("Elsewhere");

    @Test
    void comparisonIsFalseOverAnEmptyAttributeAndUnknownOverAnUnknownOne() {
        assertThat(List.of("title", "team", "level"))
                .extracting(a -> new Condition.Present(a).test(ANA))
                .containsExactly(TRUE, FALSE, UNKNOWN);
        assertThat(List.of("title", "team", "level"))
                .extracting(a -> new Condition.In(a, Set.of("Lead")).test(ANA))
                .containsExactly(FALSE, FALSE, UNKNOWN);
    }

    @Test
    void anyIsTrueByOneTruePartAndUnknownByOneUnknown() {
        assertThat(new Condition.Any(List.of(NO, MAYBE, YES)).test(ANA)).isEqualTo(TRUE);
        assertThat(new Condition.Any(List.of(NO, MAYBE)).test(ANA)).isEqualTo(UNKNOWN);
        assertThat(new Condition.Any(List.of(NO, NO)).test(ANA)).isEqualTo(FALSE);
    }

    @Test
    void allIsFalseByOneFalsePartAndUnknownByOneUnknown() {
        assertThat(new Condition.All(List.of(YES, MAYBE, NO)).test(ANA)).isEqualTo(FALSE);
        assertThat(new Condition.All(List.of(YES, MAYBE)).test(ANA)).isEqualTo(UNKNOWN);
        assertThat(new Condition.All(List.of(YES, YES)).test(ANA)).isEqualTo(TRUE);
    }

    @Test
    void notOfUnknownIsUnknown() {
        assertThat(List.of(YES, MAYBE, NO))
                .extracting(c -> new Condition.Not(c).test(ANA))
                .containsExactly(FALSE, UNKNOWN, TRUE);
    }

    @Test
    void saysWhatWouldDecideIt() {
        Condition level = new Condition.Not(new Condition.Present("level"));

        assertThat(new Condition.All(List.of(YES, MAYBE, level)).unsaid(ANA))
                .containsExactly("source group \"Elsewhere\"", "attribute level");
        assertThat(new Condition.Any(List.of(YES, MAYBE)).unsaid(ANA)).isEmpty();
    }
}
