// SPDX-License-Identifier: Apache-2.0
/**
 * The port to the Genesys organization: small interfaces for divisions, accounts, groups, roles and grants, with plain
 * records. It decides what the engine may ask for and in which terms; the adapter decides how a request looks on the
 * wire.
 */
@NullMarked
package io.tenantry.directory;

import org.jspecify.annotations.NullMarked;
