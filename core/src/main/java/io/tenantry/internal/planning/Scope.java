// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

/** The people a plan is for, which decides against which limits its removals count and which authority they need. */
public enum Scope {
    /** All people: both sides were read completely. */
    EVERYBODY,
    /** Some people, such as one on demand or those who changed: there is no complete read, so shares use the counts of the last one. */
    SOME_PEOPLE,
    /** An explicit request, such as an off-boarding: it needs an approval, but no limit and no authority applies. */
    EXPLICIT
}
