// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two spellings of a name are the same if they differ in case alone, or in the way their accents are encoded. */
class FoldTest {
    @Test
    void foldsComposedAndDecomposedNamesToOneForm() {
        assertThat(List.of("j\u00fcrgen@acme.example", "ju\u0308rgen@acme.example", "JU\u0308RGEN@ACME.example"))
                .extracting(Fold::of)
                .containsOnly("j\u00fcrgen@acme.example");
    }

    @Test
    void composesWhatHasNoCapitalInOneCharacter() {
        assertThat(Fold.of("J\u030c")).isEqualTo("\u01f0");
    }

    @Test
    void keepsNamesApartThatOnlyLookAlike() {
        assertThat(Fold.same("ana@acme.example", "\u0430na@acme.example")).isFalse();
        assertThat(Fold.same("jurgen", "j\u00fcrgen")).isFalse();
    }
}
