// SPDX-License-Identifier: Apache-2.0
/** Says the directory port's requests in the words of the platform and SCIM interfaces, and reads the answers back. */
@NullMarked
package io.tenantry.genesys.internal.port;

import org.jspecify.annotations.NullMarked;
