// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.plan.Plan;
import java.util.List;

/** The codes of what a plan holds and of what it finds. */
final class Codes {
    private Codes() {}

    static List<String> holds(Plan plan) {
        return plan.holds().stream().map(h -> h.code().key()).toList();
    }

    static List<String> findings(Plan plan) {
        return plan.findings().stream().map(f -> f.code().key()).toList();
    }
}
