// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Checks the values that a host gives to the builder. */
final class BuilderChecks {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private BuilderChecks() {}

    /** Returns the address if a token may be sent to it. */
    static URI checked(String address) {
        URI uri = URI.create(address);
        String host = uri.getHost();
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean bare = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath() == null
                        || uri.getRawPath().isEmpty()
                        || uri.getRawPath().equals("/"));
        if (host == null || !bare) {
            throw new IllegalArgumentException(
                    "an address has a scheme, a host and optionally a port, and nothing else");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(host))) {
            throw new IllegalArgumentException("https is required, unless the host is the loopback address");
        }
        return URI.create(scheme + "://" + uri.getRawAuthority());
    }

    static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is from " + least + " to " + most);
        }
        return value;
    }
}
