// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.fixtures.FakeGenesysCloud;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token goes to a server only whose certificate the host trusts, and which is the server that was named. */
class TlsTest {
    private static final String PASSWORD = "of-a-key-store";

    @TempDir
    private Path folder;

    private final FakeGenesysCloud fake = FakeGenesysCloud.create();

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void refusesACertificateThatNoAuthoritySigned() throws Exception {
        try (FaultyWire wire = new FaultyWire(fake, selfSigned("localhost").getServerSocketFactory())) {
            DirectoryException failed = catchThrowableOfType(
                    DirectoryException.class, () -> to(wire).build().organization());

            assertThat(failed.failure()).isEqualTo(Failure.RETRY_LATER);
            assertThat(failed).hasMessageContaining("the service could not be reached");
            assertThat(wire.requests()).isEmpty();
        }
    }

    @Test
    void trustsWhatTheHostsOwnClientTrusts() throws Exception {
        SSLContext tls = selfSigned("localhost");
        try (FaultyWire wire = new FaultyWire(fake, tls.getServerSocketFactory())) {
            GenesysCloud genesys = to(wire).httpClient(client(tls)).build();

            assertThat(genesys.organization().name()).isEqualTo("Fake BPO");
        }
    }

    @Test
    void refusesATrustedCertificateOfAnotherServer() throws Exception {
        SSLContext tls = selfSigned("other.example");
        try (FaultyWire wire = new FaultyWire(fake, tls.getServerSocketFactory())) {
            GenesysCloud genesys = to(wire).httpClient(client(tls)).build();

            assertThat(catchThrowableOfType(DirectoryException.class, genesys::organization)
                            .failure())
                    .isEqualTo(Failure.RETRY_LATER);
            assertThat(wire.requests()).isEmpty();
        }
    }

    private GenesysCloud.Builder to(FaultyWire wire) {
        URI uri = URI.create("https://localhost:" + wire.uri().getPort());
        return GenesysCloud.builder()
                .hosts(uri, uri)
                .credentials(ClientCredentials.of(
                        fake.rootClient().id(), fake.rootClient().secret().toCharArray()))
                .sleeper(fake::advance);
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    /** Makes a key whose certificate is signed by itself, and a context that shows it and trusts it. */
    private SSLContext selfSigned(String name) throws Exception {
        Path file = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return context(file);
    }

    private static SSLContext context(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
