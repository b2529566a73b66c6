// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import org.jspecify.annotations.Nullable;

/** A source could not be read. The message names the source and the place, and says what to do. */
public sealed class IdentitySourceException extends RuntimeException permits UnknownWatermarkException {
    private static final long serialVersionUID = 1;

    /**
     * Describes a source that could not be read.
     *
     * @param cause what failed; null if the source was read and gives no answer, such as for a person whose row is
     *     refused, which counts for no quarantine of the source
     */
    public IdentitySourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
