// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** The only class that uses the YAML module, so that all others load without it. */
final class YamlTokens {
    private YamlTokens() {}

    static JsonParser of(String text) throws IOException {
        return new YAMLFactory().createParser(text);
    }

    /** Returns whether a parser made here is at an alias, which it returns as a text with the anchor's name. */
    static boolean isAtAlias(JsonParser parser) {
        return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }
}
