// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

/** A row cannot be taken as it is. The message is the problem and what to do, with no personal data. */
final class RowFault extends Exception {
    private static final long serialVersionUID = 1;

    /** Without a stack trace: a fault is a finding about the data, and a file may hold millions of them. */
    RowFault(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
