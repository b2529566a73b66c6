// SPDX-License-Identifier: Apache-2.0
/** Speaks to Genesys Cloud over HTTPS. It decides how a request of the port is said on the wire, never what is requested. */
@NullMarked
package io.tenantry.genesys;

import org.jspecify.annotations.NullMarked;
