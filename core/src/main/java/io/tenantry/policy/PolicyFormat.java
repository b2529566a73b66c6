// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.nio.file.Path;
import java.util.Locale;

/** The two forms of a policy document, which can express the same policies. */
public enum PolicyFormat {
    /** YAML 1.1 without anchors, aliases, tags and merge keys. Needs SnakeYAML. */
    YAML,
    /** Strict JSON. */
    JSON;

    /**
     * Returns the format by the file's extension: JSON for {@code .json} in upper or lower case, YAML for all others.
     */
    public static PolicyFormat of(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
    }
}
