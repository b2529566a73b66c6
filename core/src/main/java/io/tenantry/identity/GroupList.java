// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collection;

/** Source groups that one cell lists. */
final class GroupList {
    private GroupList() {}

    /** Adds the groups of a cell, without blanks around them; an empty name stays in. */
    static void add(String listed, String separator, Collection<String> to) {
        int from = 0;
        for (int end = listed.indexOf(separator); end >= 0; end = listed.indexOf(separator, from)) {
            to.add(listed.substring(from, end).strip());
            from = end + separator.length();
        }
        to.add(listed.substring(from).strip());
    }
}
