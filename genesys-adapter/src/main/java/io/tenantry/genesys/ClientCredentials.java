// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import java.util.function.Supplier;

/**
 * An OAuth client of the organization, for the grant "client credentials". The secret is fetched each time a token is
 * needed, and its array is overwritten after use. Immutable.
 */
public final class ClientCredentials {
    private final String clientId;
    private final Supplier<char[]> secret;

    private ClientCredentials(String clientId, Supplier<char[]> secret) {
        if (clientId.isBlank() || clientId.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the client id must not be blank or hold a colon");
        }
        this.clientId = clientId;
        this.secret = secret;
    }

    /**
     * Returns credentials whose secret comes from a vault.
     *
     * @param secret called for each token; must return a new array, which is overwritten after use
     */
    public static ClientCredentials of(String clientId, Supplier<char[]> secret) {
        return new ClientCredentials(clientId, secret);
    }

    /** Returns credentials with a copy of this secret. */
    public static ClientCredentials of(String clientId, char[] secret) {
        char[] copy = secret.clone();
        return new ClientCredentials(clientId, copy::clone);
    }

    /** Returns the client id, which is no secret. */
    public String clientId() {
        return clientId;
    }

    char[] secret() {
        return secret.get();
    }

    /** Returns the client id and never the secret. */
    @Override
    public String toString() {
        return "ClientCredentials[" + clientId + "]";
    }
}
