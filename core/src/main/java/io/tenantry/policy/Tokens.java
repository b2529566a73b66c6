// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.policy.Node.Spot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The tokens of a text in their order, of whichever format. */
interface Tokens {
    /** Goes to the next token and returns it, or null after the last. */
    @Nullable
    JsonToken next() throws IOException;

    /** Returns the text of the token: a key, or a scalar as it is written. */
    String text() throws IOException;

    /** Returns the place where the token starts. */
    Spot at();

    /** Returns whether a value can be used again by a name that stands here, or is one that is used again. */
    default boolean isNamed() {
        return false;
    }

    /** Returns whether the document names a type of its own for the value. */
    default boolean isTagged() {
        return false;
    }
}
