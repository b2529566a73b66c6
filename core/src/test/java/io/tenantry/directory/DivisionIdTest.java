// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DivisionIdTest {
    @Test
    void refusesBlankAndControlCharacters() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DivisionId(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> new DivisionId("a\nb"));
    }

    @Test
    void tellsTheWildcardFromADivision() {
        assertThat(DivisionId.EVERYWHERE.isEverywhere()).isTrue();
        assertThat(new DivisionId("d").isEverywhere()).isFalse();
    }
}
