// SPDX-License-Identifier: Apache-2.0
/**
 * The Genesys Cloud client behind the directory port. It decides how a request looks on the wire, never what is
 * requested.
 */
@NullMarked
package io.tenantry.genesys;

import org.jspecify.annotations.NullMarked;
