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

/** Each clause of the contract finds a store that is wrong in it, and a right one keeps them all. */
class StoreContractTest {
    private static final Map<String, Supplier<StoreWorld>> WRONG = WrongStore.byClause();

    private static Stream<Arguments> wrongStores() {
        return WRONG.entrySet().stream().map(wrong -> arguments(wrong.getKey(), wrong.getValue()));
    }

    @Test
    void everyClauseHasAWrongStore() {
        assertThat(WRONG.keySet()).isEqualTo(Wrongs.clauses(StoreContract.class));
    }

    @Test
    void noClauseFailsForARightStore() {
        assertThat(failing(WrongStore::new)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrongStores")
    void clauseFailsForAStoreThatIsWrongInIt(String clause, Supplier<StoreWorld> wrong) {
        assertThat(failing(wrong)).contains(clause);
    }

    private static Set<String> failing(Supplier<StoreWorld> world) {
        return Wrongs.failing(() -> {
            StoreContract contract = new StoreContract() {
                @Override
                protected StoreWorld open() {
                    return world.get();
                }
            };
            contract.openWorld();
            return contract;
        });
    }
}
