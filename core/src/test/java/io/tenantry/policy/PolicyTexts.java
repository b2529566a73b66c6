// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Documents for the tests of this package. */
final class PolicyTexts {
    private PolicyTexts() {}

    static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(PolicyTexts.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PolicyReading acme(PolicyFormat format) {
        String extension = format.name().toLowerCase(Locale.ROOT);
        return PolicyLoader.read(text("acme." + extension), format, "policy." + extension);
    }

    static PolicyReading yaml(String text) {
        return PolicyLoader.read(text, PolicyFormat.YAML, "policy.yaml");
    }

    static PolicyReading json(String text) {
        return PolicyLoader.read(text, PolicyFormat.JSON, "policy.json");
    }

    /** A document of these tenants and nothing else. */
    static String ofTenants(String... tenants) {
        return "apiVersion: tenantry/v1\norganization: acme\ntenants:\n" + String.join("", tenants);
    }

    /** A tenant in eight lines with a rule in flow form. */
    static String tenant(String id, String division, String match, String group) {
        return """
                  - id: %s
                    name: Tenant %s
                    division: { name: "%s" }
                    match: %s
                    profiles:
                      - id: agent
                        genesysGroup: %s
                        roles: [Agent]
                """.formatted(id, id, division, match, group);
    }

    static List<String> lines(List<Problem> problems) {
        return problems.stream()
                .map(p -> p.place().line() + ":" + p.place().column() + " "
                        + p.code().key() + " " + p.place().path())
                .toList();
    }
}
