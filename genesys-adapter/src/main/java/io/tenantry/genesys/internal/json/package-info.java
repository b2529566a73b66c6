// SPDX-License-Identifier: Apache-2.0
/** Reads JSON that cannot be trusted, as a stream and within limits, and writes what is sent. */
@NullMarked
package io.tenantry.genesys.internal.json;

import org.jspecify.annotations.NullMarked;
