// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

/** A row cannot be used. The message says what is wrong and what to do, without personal data. */
final class RowFault extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Creates a fault without a stack trace, because it is a finding about the data, and a file may have millions of
     * them.
     */
    RowFault(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
