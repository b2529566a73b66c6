// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import java.util.Optional;

/**
 * Says which connection a token belongs to. Implement this to take tokens of your own, such as those of your OAuth
 * server; by default the tokens that {@link ScimConnection#issueToken} made are taken. It is asked for every request, so
 * a token that it no longer knows is refused at once. Called by several threads.
 */
@FunctionalInterface
public interface Tokens {
    /**
     * Returns the name of the connection that the token is for.
     *
     * @param token what stands behind {@code Bearer} in the header {@code Authorization}; do not keep or log it
     * @return the name of the connection; empty if the token is not valid
     * @throws ScimStoreException if that cannot be found out now; the request is answered with 503
     */
    Optional<String> connection(String token);
}
