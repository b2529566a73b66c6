// SPDX-License-Identifier: Apache-2.0
/**
 * What is to be different, for which person, why, in which phase of a plan and in which words; what a person has to know that no plan
 * changes; and which tenants a subject reaches. Values only: reconciliation, plan, apply, store and proof all carry them and none of
 * them owns them.
 */
@NullMarked
package io.tenantry.change;

import org.jspecify.annotations.NullMarked;
