// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** The identifier that Genesys gave a division. Immutable. */
public record DivisionId(String value) {
    public DivisionId {
        value = value.strip();
    }
}
