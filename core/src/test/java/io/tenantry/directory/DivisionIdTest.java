// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DivisionIdTest {
    @Test
    void dropsSpaceAroundTheValue() {
        assertThat(new DivisionId(" a ").value()).isEqualTo("a");
    }
}
