// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class PromiseTest {
    @Test
    void failureBeginsWithThePromise() {
        AssertionError seen = new AssertionError("Expecting code to raise a throwable.");

        assertThat(Promise.broken("failsRatherThanMissAPersonWhoIsLost", seen))
                .hasMessage("this promise of the contract does not hold: fails rather than miss a person who is lost;"
                        + " Expecting code to raise a throwable.")
                .hasCause(seen);
    }

    @Test
    void everyContractSaysIt() {
        assertThat(List.of(IdentitySourceContract.class, StoreContract.class, DirectoryContract.class))
                .allSatisfy(c ->
                        assertThat(c.getAnnotation(ExtendWith.class).value()).containsExactly(Promise.class));
    }
}
