// SPDX-License-Identifier: Apache-2.0
/**
 * Shows how a host embeds Tenantry: the smallest embedding, a week at an outsourcer against the fake organization, and
 * the calls as Micrometer metrics.
 */
@NullMarked
package io.tenantry.quickstart;

import org.jspecify.annotations.NullMarked;
