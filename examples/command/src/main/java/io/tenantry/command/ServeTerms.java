// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.net.URI;
import java.util.Optional;

/**
 * How an endpoint is hosted.
 *
 * @param port 0 for a free one
 * @param publicUrl the address that providers call
 * @param watches whether what is pushed is provisioned too
 */
record ServeTerms(int port, Optional<URI> publicUrl, boolean watches) {}
