// SPDX-License-Identifier: Apache-2.0
/**
 * One road for every call: wait for the budget, put a token on it, send it, read a bounded body, judge the answer, and send it
 * again where its meaning allows. It knows nothing of accounts, groups or grants.
 */
@NullMarked
package io.tenantry.genesys.internal.call;

import org.jspecify.annotations.NullMarked;
