// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tenantry.MemoryDirectory;
import io.tenantry.MemoryWorld;
import io.tenantry.directory.Directory;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each clause of the contract finds a directory that is wrong in it, and a right one keeps them all. */
class DirectoryContractTest {
    private static final Map<String, Function<MemoryDirectory, Directory>> WRONG = WrongDirectories.byClause();

    private static Stream<Arguments> wrongDirectories() {
        return WRONG.entrySet().stream().map(wrong -> arguments(wrong.getKey(), wrong.getValue()));
    }

    @Test
    void everyClauseHasAWrongDirectory() {
        assertThat(WRONG.keySet()).isEqualTo(Wrongs.clauses(DirectoryContract.class));
    }

    @Test
    void noClauseFailsForARightDirectory() {
        assertThat(failing(org -> org)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrongDirectories")
    void clauseFailsForADirectoryThatIsWrongInIt(String clause, Function<MemoryDirectory, Directory> wrong) {
        assertThat(failing(wrong)).contains(clause);
    }

    private static Set<String> failing(Function<MemoryDirectory, Directory> directory) {
        return Wrongs.failing(() -> {
            DirectoryContract contract = new DirectoryContract() {
                @Override
                protected DirectoryWorld open() {
                    MemoryDirectory org = new MemoryDirectory();
                    return new MemoryWorld(org, directory.apply(org));
                }
            };
            contract.openWorld();
            return contract;
        });
    }
}
