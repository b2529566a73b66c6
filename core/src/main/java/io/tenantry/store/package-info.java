// SPDX-License-Identifier: Apache-2.0
/**
 * What is remembered between runs, in plain records: links, pins, the journal, baselines, holds, leases and the audit trail. It decides
 * nothing; it must not lose what it was given.
 */
@NullMarked
package io.tenantry.store;

import org.jspecify.annotations.NullMarked;
