// SPDX-License-Identifier: Apache-2.0
/**
 * The policy joined with one organization: its names become the ids of divisions, groups and roles. It decides what a name means,
 * never who should have it.
 */
@NullMarked
package io.tenantry.internal.binding;

import org.jspecify.annotations.NullMarked;
