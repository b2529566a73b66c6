// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.json;

import java.io.IOException;

/** An answer is not what the API says it is. The message names the flaw and quotes nothing. */
public final class UnreadableAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    /** Names the flaw. */
    public UnreadableAnswerException(String flaw) {
        super(flaw);
    }
}
