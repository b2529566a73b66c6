// SPDX-License-Identifier: Apache-2.0
/**
 * Joins the policy with one organization: its names become the ids of divisions, groups and roles. It decides what a
 * name means, never who should have access.
 */
@NullMarked
package io.tenantry.internal.binding;

import org.jspecify.annotations.NullMarked;
