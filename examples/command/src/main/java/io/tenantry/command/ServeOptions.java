// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Reads how an endpoint is hosted. Beyond this machine it listens only where it is said who ends TLS, and to providers it
 * is known by https alone: no token travels in the clear by accident.
 */
record ServeOptions(ParsedLine line, Map<String, String> environment, Checks checks) {
    ServeTerms read() {
        InetAddress address = address();
        Optional<URI> publicUrl = line.value(Option.PUBLIC_URL).flatMap(this::publicUrl);
        ServeTerms terms = new ServeTerms(
                new InetSocketAddress(address, checks.number(Option.PORT, 0, 0, 65_535)),
                publicUrl,
                keys(),
                line.has(Option.TLS_BY_PROXY),
                line.has(Option.WATCH_TOO));
        requireTls(address);
        if (line.verb().filter(Verb.SERVE::equals).isPresent() && !terms.watches()) {
            Stream.of(Option.EVERY, Option.SWEEP, Option.PROOFS)
                    .filter(line::has)
                    .forEach(o -> checks.problems().add(o.spelling() + " is about the loop: add --watch"));
        }
        return terms;
    }

    private InetAddress address() {
        Optional<String> written = line.value(Option.ADDRESS);
        Optional<InetAddress> address = written.flatMap(IpAddress::of);
        checks.need(
                written.isEmpty() || address.isPresent(),
                "--address needs an IP address of this machine, such as 10.0.0.7, or 0.0.0.0 for all of them, not "
                        + written.orElse(""));
        return address.orElse(InetAddress.getLoopbackAddress());
    }

    private void requireTls(InetAddress address) {
        boolean byProxy = line.has(Option.TLS_BY_PROXY);
        boolean itself = line.has(Option.TLS_KEYSTORE);
        checks.need(!byProxy || !itself, "--tls-by-proxy and --tls-keystore contradict each other: keep one");
        if (address.isLoopbackAddress()) {
            return;
        }
        checks.need(
                byProxy || itself,
                "--address " + address.getHostAddress()
                        + " can be reached from other machines, and tokens would travel in"
                        + " the clear: add --tls-by-proxy if a proxy ends TLS before it, or --tls-keystore FILE");
        checks.need(
                line.has(Option.PUBLIC_URL),
                "--address " + address.getHostAddress()
                        + " is not what providers call: add --public-url https://HOST/scim/v2");
    }

    private Optional<URI> publicUrl(String text) {
        try {
            URI url = URI.create(text);
            checks.need(
                    url.getHost() != null
                            && url.getQuery() == null
                            && url.getFragment() == null
                            && url.getUserInfo() == null,
                    "--public-url is not a valid address: write https, a host and the path, and nothing else");
            checks.need(
                    "https".equals(url.getScheme()) || isHere(url.getHost()),
                    "--public-url must begin with https:// unless its host is this machine: the provider would send its"
                            + " token in the clear");
            return Optional.of(URI.create(text.replaceFirst("/+$", "")));
        } catch (IllegalArgumentException e) {
            checks.problems()
                    .add("--public-url is not a valid address: write https, a host and the path, and nothing else");
            return Optional.empty();
        }
    }

    private static boolean isHere(@org.jspecify.annotations.Nullable String host) {
        return host == null
                || IpAddress.of(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private Optional<SSLContext> keys() {
        String password = RequestReader.credential(environment, TlsKeys.PASSWORD);
        checks.need(
                !line.has(Option.TLS_KEYSTORE) || !password.isEmpty(),
                "environment variable " + TlsKeys.PASSWORD + " is not set: --tls-keystore needs its password");
        int before = checks.problems().size();
        return checks.file(Option.TLS_KEYSTORE)
                .filter(file -> checks.problems().size() == before && !password.isEmpty())
                .flatMap(file -> new TlsKeys(file, checks.problems()::add).read(password.toCharArray()));
    }
}
