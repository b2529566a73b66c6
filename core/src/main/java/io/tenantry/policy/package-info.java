// SPDX-License-Identifier: Apache-2.0
/**
 * The tenant policy of one organization: its model, its document form in YAML and JSON, and the lint that reports every problem at
 * once. It decides who should have what; it never looks at what anybody has.
 */
@NullMarked
package io.tenantry.policy;

import org.jspecify.annotations.NullMarked;
