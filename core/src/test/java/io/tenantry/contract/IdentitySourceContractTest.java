// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each clause of the contract finds a source that is wrong in it, and a right one keeps them all. */
class IdentitySourceContractTest {
    private static final Map<String, Supplier<SourceWorld>> WRONG = WrongSource.byClause();

    private static Stream<Arguments> wrongSources() {
        return WRONG.entrySet().stream().map(wrong -> arguments(wrong.getKey(), wrong.getValue()));
    }

    @Test
    void everyClauseHasAWrongSource() {
        assertThat(WRONG.keySet()).isEqualTo(Wrongs.clauses(IdentitySourceContract.class));
    }

    @Test
    void noClauseFailsForARightSource() {
        assertThat(failing(WrongSource::new)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrongSources")
    void clauseFailsForASourceThatIsWrongInIt(String clause, Supplier<SourceWorld> wrong) {
        assertThat(failing(wrong)).contains(clause);
    }

    private static Set<String> failing(Supplier<SourceWorld> world) {
        return Wrongs.failing(() -> {
            IdentitySourceContract contract = new IdentitySourceContract() {
                @Override
                protected SourceWorld open() {
                    return world.get();
                }
            };
            contract.openWorld();
            return contract;
        });
    }
}
