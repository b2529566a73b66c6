// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

/** How much one request may ask for. */
final class Limits {
    /** Bytes of any body: a whole group of 50,000 members fits. */
    static final int LARGEST_BODY = 8 << 20;

    /** Bytes of the body of a user, and of a search. */
    static final int LARGEST_USER = 1 << 20;

    /** Attributes of one object, and values of one attribute; members of a group are not counted. */
    static final int MOST_VALUES = 1_000;

    /** Operations of one PATCH. */
    static final int MOST_OPERATIONS = 1_000;

    static final int LONGEST_PATH = 500;
    static final int LONGEST_FILTER = 4_000;
    static final int LONGEST_QUERY = 16_000;

    /** Resources of one page. */
    static final int LARGEST_PAGE = 200;

    static final int USUAL_PAGE = 100;

    private Limits() {}
}
