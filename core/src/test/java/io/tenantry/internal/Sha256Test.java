// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

final class Sha256Test {
    /** The example of FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void givesTheSameHashForATextForItsBytesAndForAFedDigest() {
        MessageDigest fed = Sha256.digest();
        fed.update("ab".getBytes(StandardCharsets.UTF_8));
        fed.update((byte) 'c');

        assertThat(new String[] {Sha256.hex("abc"), Sha256.hex(new byte[] {'a', 'b', 'c'}), Sha256.hex(fed)})
                .containsOnly(OF_ABC);
    }
}
