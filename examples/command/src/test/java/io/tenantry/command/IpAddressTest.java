// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "localhost, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "10.255.0.7, 10.255.0.7",
        "::, 0:0:0:0:0:0:0:0",
        "[::1], 0:0:0:0:0:0:0:1",
        "::ffff:10.0.0.7, 10.0.0.7"
    })
    void readsWhatIsAnAddress(String text, String meant) {
        assertThat(IpAddress.of(text)).map(InetAddress::getHostAddress).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"scim.acme.example", "1", "10.0.7", "10.0.0.256", "1e3.0.0.1", ":", "[10.0.0.1]", "0x7f.0.0.1"})
    void looksUpNoName(String text) {
        assertThat(IpAddress.of(text)).isEmpty();
    }

    @Test
    void readsAPortWithAnAddressOrWithout() {
        assertThat(IpAddress.withPort("8081")).hasToString("Optional[localhost/127.0.0.1:8081]");
        assertThat(IpAddress.withPort("0.0.0.0:0")).hasToString("Optional[/0.0.0.0:0]");
        assertThat(IpAddress.withPort("[::]:65535")).hasToString("Optional[/[0:0:0:0:0:0:0:0]:65535]");
        assertThat(IpAddress.withPort("65536")).isEmpty();
        assertThat(IpAddress.withPort(":80")).isEmpty();
        assertThat(IpAddress.withPort("acme.example:80")).isEmpty();
        assertThat(IpAddress.withPort("10.0.0.7")).isEmpty();
    }

    @Test
    void writesAnAddressAsInAUrl() {
        assertThat(IpAddress.inUrl(IpAddress.of("::1").orElseThrow(), 80)).isEqualTo("[0:0:0:0:0:0:0:1]:80");
        assertThat(IpAddress.inUrl(IpAddress.of("10.0.0.7").orElseThrow(), 80)).isEqualTo("10.0.0.7:80");
    }
}
