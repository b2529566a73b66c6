// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

/** Whom a plan is for, which decides what its removals count against and whose authority they need. */
public enum Scope {
    /** Everybody: both sides were read whole. */
    EVERYBODY,
    /** One person on demand: there is no whole read, so shares are those of the last one. */
    ONE_PERSON,
    /** What somebody asked for explicitly, such as an off-boarding: no limit counts it and it needs no authority, it needs an approval. */
    EXPLICIT
}
