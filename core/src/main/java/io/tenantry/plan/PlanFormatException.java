// SPDX-License-Identifier: Apache-2.0
package io.tenantry.plan;

import org.jspecify.annotations.Nullable;

/** A text is not the JSON form of a plan. The message says what is wrong and where. */
public final class PlanFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Describes what is wrong with the text. */
    public PlanFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
