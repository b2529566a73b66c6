// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.directory.DirectoryException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Filters that hold one value and nothing else. */
class ScimTest {
    private static final String ODD = "\"\\ab )(eq[]'é山\ud83d\ude00";

    @Test
    void readsBackAsTheValueItWasWrittenFrom() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(10); n > 0; n--) {
                value.append(ODD.charAt(random.nextInt(ODD.length())));
            }

            String filter = Scim.equal("userName", value.toString());

            assertThat(parsed(filter)).isEqualTo(value.toString());
        }
    }

    @Test
    void cannotBeMadeToSayMore() {
        assertThat(Scim.equal("userName", "x\" or active eq \"true"))
                .isEqualTo("userName eq \"x\\\" or active eq \\\"true\"");
        assertThatExceptionOfType(DirectoryException.class).isThrownBy(() -> Scim.equal("userName", "a\nb"));
    }

    /** Reads the one quoted value, and demands that the filter ends with it. */
    private static String parsed(String filter) {
        assertThat(filter).startsWith("userName eq \"");
        StringBuilder value = new StringBuilder();
        int at = "userName eq \"".length();
        while (filter.charAt(at) != '"') {
            if (filter.charAt(at) == '\\') {
                at++;
            }
            value.append(filter.charAt(at++));
        }
        assertThat(at).isEqualTo(filter.length() - 1);
        return value.toString();
    }
}
