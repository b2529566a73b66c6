// SPDX-License-Identifier: Apache-2.0
/**
 * The documents for an auditor: the isolation proof of a whole organization, and the evidence of one tenant. They
 * change nothing, and the verdict is "not proven" wherever a read may have missed something.
 */
@NullMarked
package io.tenantry.isolation;

import org.jspecify.annotations.NullMarked;
