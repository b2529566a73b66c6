// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads where a provider's pushes are kept, and which of the providers is meant. */
record ScimOptions(ParsedLine line, Map<String, String> environment, Checks checks) {
    static final String PASSWORD = "TENANTRY_SCIM_PASSWORD";
    private static final String SERVER = "jdbc:postgresql://";

    /**
     * Returns the place; empty if none is given.
     *
     * @param ofAll whether all providers are meant
     */
    Optional<ScimPlace> place(boolean ofAll) {
        checks.need(
                ofAll || line.has(Option.SCIM) == line.has(Option.CONNECTION),
                "--scim and --connection go together: where the pushes are kept, and the name of the provider");
        Optional<String> given = line.value(Option.SCIM);
        return given.filter(Pool::isUrl)
                .map(this::server)
                .or(() -> given.flatMap(checks::path).map(ScimPlace.File::new));
    }

    String connection() {
        return line.value(Option.CONNECTION).orElse("");
    }

    // The messages do not repeat the address, which may hold a password.
    private ScimPlace server(String url) {
        checks.need(url.startsWith(SERVER), "--scim takes a file, or a URL that begins with " + SERVER);
        checks.need(
                !url.toLowerCase(Locale.ROOT).contains("password") && !url.contains("@"),
                "--scim holds a password: write ?user=NAME at most, and set " + PASSWORD
                        + " in the environment, where other users cannot see it");
        return new ScimPlace.Server(url, Optional.ofNullable(environment.get(PASSWORD)));
    }
}
