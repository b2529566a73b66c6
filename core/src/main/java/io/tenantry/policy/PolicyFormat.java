// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.nio.file.Path;
import java.util.Locale;

/** The two forms of a policy document. They say the same. */
public enum PolicyFormat {
    /** YAML 1.1, of which a policy uses the plain part: no anchors, aliases, tags or merge keys. Needs Jackson's YAML module. */
    YAML,
    /** JSON, strictly. */
    JSON;

    /** Returns the format by the file's extension: JSON for {@code .json} in any case, YAML for everything else. */
    public static PolicyFormat of(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
    }
}
