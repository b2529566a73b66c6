// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import java.io.IOException;

/** An answer does not have the documented form. The message names the flaw and quotes nothing of the answer. */
public final class UnreadableAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    /** Names the flaw. */
    public UnreadableAnswerException(String flaw) {
        super(flaw);
    }
}
