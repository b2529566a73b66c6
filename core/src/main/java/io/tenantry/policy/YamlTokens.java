// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** The one class that touches the YAML module, so that everything else loads without it. */
final class YamlTokens {
    private YamlTokens() {}

    static JsonParser of(String text) throws IOException {
        return new YAMLFactory().createParser(text);
    }

    /** Returns whether a parser made here stands at an alias, which it gives out as a text: the anchor's name. */
    static boolean isAtAlias(JsonParser parser) {
        return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }
}
