// SPDX-License-Identifier: Apache-2.0
/**
 * Regular expressions in the strict sense: what an expression accepts, whether two accept a common text, and which expressions are
 * too large to decide that. Knows nothing of policies.
 */
@NullMarked
package io.tenantry.internal.regex;

import org.jspecify.annotations.NullMarked;
