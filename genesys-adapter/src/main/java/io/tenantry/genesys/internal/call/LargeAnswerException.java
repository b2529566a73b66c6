// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.call;

import io.tenantry.directory.DirectoryException;
import java.io.IOException;

/** The service answered with more bytes than the client takes. A caller of a listing asks for fewer rows. */
public final class LargeAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    LargeAnswerException(int limit) {
        super("the answer is larger than " + limit + " bytes; allow more with largestAnswer of GenesysCloud.Builder");
    }

    /** Returns whether a call failed because of the size of its answer, as we or the service (413) found it. */
    public static boolean isBehind(DirectoryException failed) {
        return failed.getCause() instanceof LargeAnswerException || Refusal.is(failed, 413);
    }

    /** Returns the failure that an HTTP client wrapped, or the failure as it came. */
    static IOException within(IOException failed) {
        return failed.getCause() instanceof LargeAnswerException large ? large : failed;
    }
}
