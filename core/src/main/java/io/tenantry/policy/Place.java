// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

/**
 * A place in a policy document. Immutable.
 *
 * @param origin the document's name, such as its file name
 * @param path from the root of the document, such as {@code tenants[2].division.name}; empty for the document as a
 *     whole
 * @param line from 1; 0 if the policy did not come from a document
 * @param column from 1; 0 if the policy did not come from a document
 */
public record Place(String origin, String path, int line, int column) {
    /** Returns the place in the form {@code origin:line:column}, as editors and compilers write it, with the path. */
    @Override
    public String toString() {
        String at = line > 0 ? origin + ":" + line + ":" + column : origin;
        return path.isEmpty() ? at : at + " " + path;
    }
}
