// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.apply.ApplyReport;

/** What became of a request for one person: every step explained, and the outcome of each operation. Immutable. */
public record Provisioned(Explanation explanation, ApplyReport report) {}
