// SPDX-License-Identifier: Apache-2.0
/** Reads untrusted JSON as a stream and within limits, and writes the bodies of requests. */
@NullMarked
package io.tenantry.genesys.internal.json;

import org.jspecify.annotations.NullMarked;
