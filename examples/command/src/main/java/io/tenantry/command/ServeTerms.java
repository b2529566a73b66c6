// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How an endpoint is hosted.
 *
 * @param address where it listens; port 0 for a free one
 * @param publicUrl the address that providers call
 * @param tls the certificate and key, if it ends TLS itself
 * @param tlsByProxy whether only what a proxy got by TLS is taken
 * @param watches whether what is pushed is provisioned too
 */
record ServeTerms(
        InetSocketAddress address,
        Optional<URI> publicUrl,
        Optional<SSLContext> tls,
        boolean tlsByProxy,
        boolean watches) {
    /** Returns where it listens, once its port is known. */
    URI listening(int port) {
        return URI.create(
                (tls.isPresent() ? "https://" : "http://") + IpAddress.inUrl(address.getAddress(), port) + "/scim/v2");
    }
}
