// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads the certificate and the key of a server, and reports what is wrong with them. */
record TlsKeys(Path file, Consumer<String> problem) {
    static final String PASSWORD = "TENANTRY_TLS_PASSWORD";

    Optional<SSLContext> read(char[] password) {
        try {
            KeyStore keys = KeyStore.getInstance(file.toFile(), password);
            if (Collections.list(keys.aliases()).stream().noneMatch(alias -> isKey(keys, alias))) {
                problem.accept("--tls-keystore " + file + " holds no private key: put the key and the chain of"
                        + " certificates into it, with openssl pkcs12 -export -inkey key.pem -in chain.pem");
                return Optional.empty();
            }
            return Optional.of(context(keys, password));
        } catch (IOException | GeneralSecurityException e) {
            // What the library says of a wrong password differs between kinds of files, and may name nothing.
            problem.accept("--tls-keystore " + file + " cannot be opened: it has to be a PKCS12 file, and " + PASSWORD
                    + " its password");
            return Optional.empty();
        }
    }

    private static SSLContext context(KeyStore keys, char[] password) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        return tls;
    }

    private static boolean isKey(KeyStore keys, String alias) {
        try {
            return keys.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store was opened", e);
        }
    }
}
