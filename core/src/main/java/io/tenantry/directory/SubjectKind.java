// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

/** What a {@link SubjectId} stands for; a write of grants has to name it, and a read of grants does not return it. */
public enum SubjectKind {
    /** A user account. */
    ACCOUNT,
    /** A group; its members inherit what it holds. */
    GROUP
}
