// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.policy.Node.Spot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The tokens of a text in JSON, as Jackson reads it. */
record JsonTokens(JsonParser parser) implements Tokens {
    @Override
    public @Nullable JsonToken next() throws IOException {
        return parser.nextToken();
    }

    @Override
    public String text() throws IOException {
        return parser.getText();
    }

    @Override
    public Spot at() {
        JsonLocation at = parser.currentTokenLocation();
        return new Spot(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
