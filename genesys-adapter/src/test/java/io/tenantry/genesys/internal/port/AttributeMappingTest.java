// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.directory.AccountAttribute;
import org.junit.jupiter.api.Test;

/** The table of attributes. */
class AttributeMappingTest {
    @Test
    void hasEveryAttributeOnce() {
        assertThat(AttributeMapping.values()).hasSameSizeAs(AccountAttribute.values());
        assertThat(AccountAttribute.values())
                .extracting(AttributeMapping::of)
                .containsExactlyInAnyOrder(AttributeMapping.values());
    }

    @Test
    void givesEachAttributeAPathOfItsOwn() {
        assertThat(AttributeMapping.values())
                .extracting(AttributeMapping::replacedPath)
                .doesNotHaveDuplicates()
                .allSatisfy(path -> assertThat(path).doesNotContain("%"));
    }

    @Test
    void emptiesAPhoneWithoutTouchingOtherNumbers() {
        assertThat(AttributeMapping.of(AccountAttribute.WORK_PHONE).removedPath())
                .isEqualTo("phoneNumbers[type eq \"work\"]");
    }

    @Test
    void emptiesInAWholeScimUserWhatIsAbsent() {
        assertThat(AttributeMapping.emptyScimUser().keySet()).containsExactly(AccountAttribute.values());
    }
}
