// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key store with a key for {@code localhost} that signed its own certificate. */
final class SelfSigned {
    private static final String ALIAS = "mykey";

    private SelfSigned() {}

    static Path in(Path folder, String password) throws IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost"))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return file;
    }

    /** Makes a key store with the certificate alone. */
    static Path withoutKey(Path folder, String password) throws IOException, GeneralSecurityException {
        Certificate certificate = opened(folder.resolve("keys.p12"), password).getCertificate(ALIAS);
        KeyStore without = KeyStore.getInstance("PKCS12");
        without.load(null, null);
        without.setCertificateEntry(ALIAS, certificate);
        Path file = folder.resolve("certificate.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            without.store(out, password.toCharArray());
        }
        return file;
    }

    /** Returns a client that trusts the certificate and no other. */
    static HttpClient trusting(Path file, String password) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(opened(file, password));
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyStore opened(Path file, String password) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }
}
