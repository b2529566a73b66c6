// SPDX-License-Identifier: Apache-2.0
/**
 * What an auditor is shown: the isolation proof over a whole organization, and the evidence of one tenant. It reads and
 * concludes; it changes nothing, and says "not proven" wherever a read may have missed something.
 */
@NullMarked
package io.tenantry.isolation;

import org.jspecify.annotations.NullMarked;
