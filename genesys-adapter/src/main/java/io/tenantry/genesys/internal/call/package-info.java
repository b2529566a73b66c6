// SPDX-License-Identifier: Apache-2.0
/**
 * Sends every call: waits for budget, adds a token, sends, reads a bounded body, interprets the answer, and retries
 * where that is safe. It knows nothing of accounts, groups or grants.
 */
@NullMarked
package io.tenantry.genesys.internal.call;

import org.jspecify.annotations.NullMarked;
