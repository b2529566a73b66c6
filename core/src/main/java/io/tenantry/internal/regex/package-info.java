// SPDX-License-Identifier: Apache-2.0
/**
 * Regular expressions in the strict sense: which texts an expression accepts, whether two accept a common text, and
 * which are too large to decide that. It knows nothing about policies.
 */
@NullMarked
package io.tenantry.internal.regex;

import org.jspecify.annotations.NullMarked;
