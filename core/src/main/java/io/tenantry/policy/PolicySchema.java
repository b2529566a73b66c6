// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema of the policy document, for editors and for tools that check a policy without this library. */
public final class PolicySchema {
    private static final String RESOURCE = "tenantry-policy-v1.schema.json";
    private static final String MAPPING = "tenantry-mapping-v1.schema.json";

    private PolicySchema() {}

    /**
     * Returns the schema, in draft 2020-12. It accepts every document that {@link PolicyLoader} accepts; the loader
     * refuses more.
     */
    public static String text() {
        return text(RESOURCE);
    }

    /**
     * Returns the schema of a mapping document, in draft 2020-12. It accepts every document that {@link MappingLoader}
     * accepts; the loader refuses more.
     */
    public static String mapping() {
        return text(MAPPING);
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(PolicySchema.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema in the jar cannot be read", e);
        }
    }
}
