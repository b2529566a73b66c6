// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads addresses to listen on. Names are not looked up: what they mean elsewhere may change, and with it who can reach
 * what listens.
 */
final class IpAddress {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern FOUR = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern SIX = Pattern.compile("\\[?([0-9a-fA-F.]*:[0-9a-fA-F:.]*)]?");
    private static final Pattern WITH_PORT = Pattern.compile("(?:(.+):)?([0-9]{1,5})");

    private IpAddress() {}

    /** Returns the address; empty if the text is no IP address and not {@code localhost}. */
    static Optional<InetAddress> of(String text) {
        Matcher six = SIX.matcher(text);
        if (text.equals("localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        if (!six.matches() && !FOUR.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(six.matches() ? six.group(1) : text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Returns what {@code PORT} or {@code ADDRESS:PORT} says; without an address, a port of the loopback address. */
    static Optional<InetSocketAddress> withPort(String text) {
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            return Optional.empty();
        }
        return Optional.ofNullable(parts.group(1))
                .map(IpAddress::of)
                .orElse(Optional.of(InetAddress.getLoopbackAddress()))
                .map(address -> new InetSocketAddress(address, Integer.parseInt(parts.group(2))));
    }

    /** Returns host and port as they stand in a URL. */
    static String inUrl(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
