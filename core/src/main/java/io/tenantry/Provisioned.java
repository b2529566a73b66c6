// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;

/**
 * The result of a request for one person: an explanation of every step, and the outcome of each operation. Immutable.
 */
public record Provisioned(Explanation explanation, ApplyReport report) {}
