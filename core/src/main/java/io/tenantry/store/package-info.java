// SPDX-License-Identifier: Apache-2.0
/**
 * Everything Tenantry remembers between runs, in plain records: links, pins, the journal, baselines, removals,
 * quarantines, holds, leases and the audit trail. It decides nothing, and must not lose what it was given.
 */
@NullMarked
package io.tenantry.store;

import org.jspecify.annotations.NullMarked;
