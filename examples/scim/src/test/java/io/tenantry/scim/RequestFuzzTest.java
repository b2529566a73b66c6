// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Any bytes are taken or refused; nothing else is thrown.
 *
 * <p>In an ordinary build the kept corpus runs, in the resources beside this class. {@code JAZZER_FUZZ=1} with {@code
 * -Dtest=RequestFuzzTest#takesOrRefusesAnyBody} fuzzes for as long as the annotation says.
 */
class RequestFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void takesOrRefusesAnyBody(byte[] bytes) {
        for (Kind kind : Kind.values()) {
            try {
                ObjectNode sent = SentJson.object(bytes);
                ObjectNode document = Draft.whole(kind, "", sent);
                assertThat(Draft.whole(kind, "", document)).isEqualTo(document);
                PatchRequest.of(kind, sent).applied(kind, "u1", document);
            } catch (RefusedRequest e) {
                assertThat(e.status()).isBetween(400, 499);
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void readsAnyFilter(byte[] bytes) {
        ObjectNode ana = SentJson.newObject().put("userName", "ana").put("active", true);
        ana.putArray("emails").addObject().put("type", "work").put("value", "ana@acme.example");
        try {
            FilterParser.read(Kind.USER, new String(bytes, UTF_8)).holds(ana);
        } catch (RefusedRequest e) {
            assertThat(e.scimType()).isEqualTo("invalidFilter");
        }
    }

    @FuzzTest(maxDuration = "20s")
    void readsAnyAddress(byte[] bytes) {
        try {
            Target target = Target.of(new String(bytes, UTF_8));
            Search.of(Kind.USER, target);
        } catch (RefusedRequest e) {
            assertThat(e.status()).isBetween(400, 499);
        }
    }
}
