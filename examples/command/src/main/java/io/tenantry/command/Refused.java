// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

/** What was asked for is refused before anything is written; the message says why and what to do. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
        super(message, null, false, false);
    }
}
