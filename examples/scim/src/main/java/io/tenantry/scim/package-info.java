// SPDX-License-Identifier: Apache-2.0
/**
 * A SCIM 2.0 service provider: identity providers push people and groups, and each connection of a provider is an identity
 * source with a feed. {@link io.tenantry.scim.ScimStore} keeps what was pushed in SQLite or PostgreSQL, {@link
 * io.tenantry.scim.ScimConnection} is one provider's part of it.
 *
 * <p>Inside the package, the protocol reads and writes through {@code Resources}: one request is one {@code
 * ScimConnection.write}, which is one transaction under one lock of the connection; a {@code RefusedPush} undoes it and
 * says which error to answer. Refused pushes are kept with {@code Resources.refuse} in a write of their own.
 */
@NullMarked
package io.tenantry.scim;

import org.jspecify.annotations.NullMarked;
