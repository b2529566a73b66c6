// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The source groups of cells. Many people have the same groups, so their set is made and checked once. */
final class GroupCells {
    private static final int MOST = 20_000;

    private final String separator;
    private final Map<String, SortedSet<String>> known = new HashMap<>();

    GroupCells(String separator) {
        this.separator = separator;
    }

    SortedSet<String> groups(String cell) throws RowFault {
        SortedSet<String> groups = known.get(cell);
        if (groups == null) {
            groups = FrozenGroups.of(split(cell));
            for (String group : groups) {
                RowChecks.group(group);
            }
            if (known.size() < MOST) {
                known.put(cell, groups);
            }
        }
        return groups;
    }

    private SortedSet<String> split(String cell) {
        SortedSet<String> all = new TreeSet<>();
        add(cell, separator, all);
        all.remove("");
        return all;
    }

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
