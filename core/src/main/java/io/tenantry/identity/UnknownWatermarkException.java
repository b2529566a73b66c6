// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import org.jspecify.annotations.Nullable;

/**
 * A feed cannot say what changed since a watermark, because it is too old or comes from another source. A run then reads
 * all people.
 */
public final class UnknownWatermarkException extends IdentitySourceException {
    private static final long serialVersionUID = 1;

    /** Describes a watermark that the source does not know. */
    public UnknownWatermarkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
