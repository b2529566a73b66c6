// SPDX-License-Identifier: Apache-2.0
/**
 * The tenant policy of one organization: its model, its document form in YAML and JSON, and the lint that reports every
 * problem at once. It decides which access each person should have, and never reads the access that people have.
 */
@NullMarked
package io.tenantry.policy;

import org.jspecify.annotations.NullMarked;
