// SPDX-License-Identifier: Apache-2.0
/** Implements the directory port with calls to the platform and SCIM interfaces, and reads their answers. */
@NullMarked
package io.tenantry.genesys.internal.port;

import org.jspecify.annotations.NullMarked;
